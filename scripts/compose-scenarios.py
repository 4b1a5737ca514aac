#!/usr/bin/env python3
"""Writes the composed scenarios: machines that a recording cannot be made of here.

usage: scripts/compose-scenarios.py [DIRECTORY [SET]]      default: Scenarios/processes, and Scenarios/second-author

Each file of scripts/scenarios describes one machine, with a verdict and a reason for every process; machine.py fills in
what a kernel would say. The same description always gives the same bytes. SET is a folder of scripts/scenarios.
"""
import importlib
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "scenarios"))
NOT_A_DESCRIPTION = {"machine.py", "parts.py"}


def compose(descriptions, directory):
    sys.path.insert(0, descriptions)
    for name in sorted(os.listdir(descriptions)):
        if not name.endswith(".py") or name in NOT_A_DESCRIPTION:
            continue
        scenario = name[:-3].replace("_", "-")
        machine = importlib.import_module(name[:-3]).describe()
        machine.write(os.path.join(directory, scenario), seed=scenario)
        print("%-28s %3d processes" % (scenario, len(machine.processes)))


def main(directory=None, chosen=""):
    own = os.path.join(HERE, "scenarios")
    if directory:
        return compose(os.path.join(own, chosen), directory)
    for descriptions, name in ((own, "processes"), (os.path.join(own, "second-author"), "second-author")):
        compose(descriptions, os.path.join(HERE, "..", "Scenarios", name))


main(*sys.argv[1:])
