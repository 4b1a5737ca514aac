#!/usr/bin/env python3
"""Writes the machines of Scenarios/disk: what a scan finds on them, and what the next two weeks need of it.

usage: scripts/compose-artifacts.py [DIRECTORY]      default: Scenarios/disk

scripts/scenarios/artifacts holds two stories, told by two modules that share no numbers: what tend's judge is fitted to, and what it
is measured on. The same story always gives the same bytes. Files named `by-hand.toml` are written by people and left alone.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "scenarios", "artifacts"))
import first_hand  # noqa: E402
import second_hand  # noqa: E402
import tree  # noqa: E402


def main(directory=os.path.join(HERE, "..", "Scenarios", "disk")):
    for story, folder in ((first_hand, "fit"), (second_hand, "held-out")):
        for name, artifacts in story.machines():
            tree.write(os.path.join(directory, folder), name, " ".join(story.__doc__.split("\n\n")[0].split()), artifacts)
            print("%-8s  %-24s %3d artifacts, %3d in use" % (
                folder, name, len(artifacts), sum(artifact.in_use for artifact in artifacts)))


main(*sys.argv[1:])
