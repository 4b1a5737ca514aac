"""What the stories share: work on projects in time, what it leaves, and the file that a tree is written to.

Time is in days, 0 is when the scan looks, and a story goes on for two weeks after that: what somebody would have needed by
then, and would not have made again anyway, is in use. Nothing here knows how tend judges.
"""
import math
import os

HORIZON = 14.0


class Artifact:
    """One thing that a scan finds, with what it sees of it and what became of it."""

    def __init__(self, path, pattern, newest, size, files, project=None, signs=(), held=False):
        self.path, self.pattern, self.newest, self.size, self.files = path, pattern, newest, size, files
        self.project, self.signs, self.held = project, list(signs), held
        self.in_use, self.because = False, ""

    def line(self):
        parts = ['path = "%s"' % self.path, 'pattern = "%s"' % self.pattern, 'age = "%s"' % span(-self.newest)]
        if self.project is not None:
            parts.append('project = "%s"' % span(-self.project))
        parts += ['size = "%s"' % size(self.size), "files = %d" % self.files]
        if self.signs:
            parts.append("signs = [%s]" % ", ".join('"%s"' % sign for sign in self.signs))
        if self.held:
            parts.append("held = true")
        parts += ['is = "%s"' % ("in_use" if self.in_use else "abandoned"), 'because = "%s"' % self.because]
        return "    { %s }," % ", ".join(parts)


class Project:
    """A directory that somebody works in at times; sessions are (begin, end, kind), oldest first."""

    def __init__(self, path, tools, sessions, about):
        self.path, self.tools, self.about = path, tools, about
        self.sessions = sorted(sessions)

    @property
    def past(self):
        return [session for session in self.sessions if session[0] <= 0]

    @property
    def future(self):
        return [session for session in self.sessions if session[1] > 0 and session[0] <= HORIZON]


def span(days):
    seconds = max(0.0, days) * 86400
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= 2 * length:
            return "%.1f%s" % (seconds / length, unit)
    return "%ds" % seconds


def size(count):
    for unit, length in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if count >= length:
            return "%.1f %s" % (count / length, unit)
    return "%d B" % count


def around(chance, median, spread=0.8):
    """Around a median, never negative: as sizes and pauses are distributed."""
    return median * math.exp(chance.gauss(0, spread))


def touched(chance, end, lasts):
    """When within a session, at most the hour before its end, something was written last; never after the scan."""
    return min(0.0, end - min(lasts, 1 / 24) * chance.random() * 0.3)


def write(directory, name, about, artifacts):
    os.makedirs(directory, exist_ok=True)
    with open(os.path.join(directory, name + ".toml"), "w", encoding="utf-8") as file:
        file.write("version = 1\n")
        file.write('about = "%s"\n' % about)
        file.write("artifact = [\n%s\n]\n" % "\n".join(artifact.line() for artifact in artifacts))
