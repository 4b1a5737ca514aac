"""The first hand: machines on which agents and people work on projects that are in a stage of their life.

A project is daily, weekly or monthly work, paused and taken up again, finished and looked after, given up, or an agent's
throw-away checkout. Whoever takes a project up after a pause finds that compiler or dependencies have moved on with a
chance that grows with the pause: then what was built is made again anyway.
"""
import math
import random

from tree import Artifact, HORIZON, Project, around, touched

HISTORY = 240.0

# Of each tool: pattern, place below the project, median MiB, median files, signs; how likely a session writes to it, how
# likely it needs it, which is that somebody would wait for it without, and after how many days of pause it is made again
# anyway with a chance of 63 %.
TOOLS = {
    "cargo": [
        ("cargo.target", "target", 1800, 9000, ("fingerprints", "deps", "build", "objects"), 0.95, 0.95, 70),
    ],
    "npm": [
        ("npm.node-modules", "node_modules", 420, 38000, (), 0.55, 0.98, 60),
        ("vite.dist", "dist", 6, 90, (), 0.40, 0.30, 2),
        ("javascript.coverage", "coverage", 9, 300, (), 0.25, 0.05, 1),
    ],
    "next": [
        ("npm.node-modules", "node_modules", 650, 52000, (), 0.12, 0.98, 60),
        ("next.build", ".next", 240, 1500, (), 0.90, 0.80, 30),
    ],
    "python": [
        ("python.venv-locked", ".venv", 480, 21000, (), 0.15, 0.97, 150),
        ("python.bytecode", "src/app/__pycache__", 1, 40, ("objects",), 0.85, 0.01, 10),
        ("pytest.cache", ".pytest_cache", 1, 12, (), 0.70, 0.05, 10),
        ("mypy.cache", ".mypy_cache", 45, 1200, (), 0.55, 0.25, 30),
        ("coverage.html", "htmlcov", 4, 120, (), 0.20, 0.05, 1),
    ],
    "cmake": [
        ("cmake.build", "build", 350, 2600, ("objects",), 0.95, 0.95, 120),
        ("clangd.index", ".cache/clangd", 30, 900, (), 0.75, 0.70, 60),
    ],
    "go": [
        ("go.vendor", "vendor", 60, 4200, (), 0.08, 0.90, 90),
        ("go.debug-binary", "__debug_bin1", 20, 1, (), 0.30, 0.03, 1),
    ],
    "gradle": [
        ("gradle.build", "app/build", 280, 3800, ("objects",), 0.95, 0.92, 60),
        ("gradle.project-cache", ".gradle", 25, 160, (), 0.90, 0.85, 60),
        ("kotlin.project-state", ".kotlin", 3, 30, (), 0.50, 0.40, 30),
    ],
    "php": [
        ("composer.vendor", "vendor", 110, 14000, (), 0.10, 0.97, 90),
        ("symfony.cache", "var/cache", 60, 2500, (), 0.90, 0.50, 20),
        ("bower.components", "web/bower_components", 30, 3000, (), 0.03, 0.80, 200),
    ],
}

# At home, used by every project of the tool: pattern, place, MiB, files, chance that a session writes to it, that it needs it.
CACHES = {
    "cargo": [("cargo.registry-cache", ".cargo/registry/cache", 600, 900, 0.12, 0.30),
              ("cargo.registry-src", ".cargo/registry/src", 2200, 60000, 0.12, 0.60)],
    "npm": [("npm.cache", ".npm/_cacache", 1500, 30000, 0.30, 0.30), ("npm.npx", ".npm/_npx", 90, 4000, 0.04, 0.10)],
    "next": [],
    "python": [("pip.cache", ".cache/pip", 900, 3000, 0.18, 0.20), ("uv.cache", ".cache/uv", 2500, 40000, 0.20, 0.40),
               ("pre-commit.cache", ".cache/pre-commit", 300, 6000, 0.02, 0.50)],
    "cmake": [("ccache.cache", ".cache/ccache", 4000, 50000, 0.95, 0.90)],
    "go": [("go.build-cache", ".cache/go-build", 1600, 20000, 0.95, 0.95),
           ("go.module-cache", "go/pkg/mod", 1100, 40000, 0.10, 0.90),
           ("go.linters", ".cache/golangci-lint", 180, 2500, 0.40, 0.40)],
    "php": [("composer.cache", ".cache/composer", 250, 800, 0.12, 0.20)],
    "gradle": [("gradle.caches", ".gradle/caches", 3200, 22000, 0.60, 0.95),
               ("gradle.distributions", ".gradle/wrapper/dists", 450, 900, 0.02, 0.90)],
}

# Left by accidents and by versions that nobody asks for any more: pattern, place, MiB, files.
DEBRIS = [
    ("go.build-temporary", "/tmp/go-build%d", 90, 400), ("cargo.install-temporary", "/tmp/cargo-install%06d", 600, 3000),
    ("rustc.temporary", "/tmp/rustc%06d", 12, 30), ("pip.temporary", "/tmp/pip-unpack-%08d", 70, 200),
    ("npm.temporary", "/tmp/npm-%08d", 15, 120), ("browser.test-profile", "/tmp/playwright_chromiumdev_profile-%d", 25, 180),
    ("gcc.temporary", "/tmp/cc%06d.o", 2, 1), ("jest.cache", "/tmp/jest_%d", 35, 900),
]


def daily(chance, begin=-HISTORY, end=HORIZON):
    """Working days, with a holiday now and then."""
    sessions, day, holiday = [], begin, begin + chance.expovariate(1 / 90)
    while day < end:
        if day >= holiday:
            day, holiday = day + chance.uniform(5, 15), day + 20 + chance.expovariate(1 / 90)
            continue
        if chance.random() < (0.9 if int(day) % 7 < 5 else 0.25):
            start = day + chance.uniform(0.0, 0.6)
            sessions.append((start, start + chance.uniform(0.05, 0.35), "work"))
        day += 1
    return sessions


def every(chance, shortest, longest, begin=-HISTORY, end=HORIZON):
    sessions, day = [], begin + chance.uniform(0, longest)
    while day < end:
        sessions.append((day, day + chance.uniform(0.04, 0.3), "work"))
        day += chance.uniform(shortest, longest)
    return sessions


def stretches(chance):
    """Worked on for some weeks, then left for a month or two, and taken up again."""
    sessions, day = [], -HISTORY + chance.uniform(0, 60)
    while day < HORIZON:
        until = day + chance.uniform(5, 35)
        sessions += daily(chance, day, until)
        day = until + around(chance, 45, 0.7)
    return [session for session in sessions if session[0] <= HORIZON]


def finished(chance):
    end = -chance.uniform(3, HISTORY - 40)
    sessions = daily(chance, end - chance.uniform(14, 70), end)
    day = end + chance.expovariate(1 / 200)
    while day < HORIZON:
        sessions.append((day, day + 0.1, "work"))
        day += chance.expovariate(1 / 200)
    return sessions


def given_up(chance):
    end = -chance.uniform(0.5, HISTORY - 30)
    return daily(chance, end - chance.uniform(1, 20), end)


def thrown_away(chance, since):
    """An agent's checkout for one task; now and then somebody asks for changes some days later."""
    begin = -chance.expovariate(1 / since) - 0.02
    sessions = [(begin, begin + chance.uniform(0.02, 0.4), "work")]
    while chance.random() < 0.25:
        begin = sessions[-1][1] + chance.uniform(0.2, 4)
        sessions.append((begin, begin + chance.uniform(0.02, 0.2), "work"))
    return sessions


CHECKOUT = "an agent's checkout"
STAGES = {
    "worked on daily": daily, "worked on weekly": lambda chance: every(chance, 3, 10),
    "released monthly": lambda chance: every(chance, 24, 35), "paused at times": stretches,
    "finished": finished, "given up": given_up, CHECKOUT: None,
}


def describe(name, seed, counts, places, tools, since):
    """One machine: how many projects of each stage, where they lie, which tools they use, days since a checkout was made."""
    chance = random.Random("first hand %s %d" % (name, seed))
    artifacts, used = [], {tool: [] for tool in TOOLS}
    # Tools that were used here once and are not any more: their stores stay.
    others = [tool for tool in CACHES if tool not in tools and CACHES[tool]]
    for tool in chance.sample(others, min(2, len(others))):
        last = -chance.uniform(15, HISTORY)
        used[tool] += daily(chance, last - chance.uniform(1, 40), last)
    number = 0
    for stage, count in counts.items():
        for _ in range(count):
            number += 1
            tool = chance.choices(list(tools), weights=list(tools.values()))[0]
            place = chance.choice(places["checkouts" if stage == CHECKOUT else "projects"])
            sessions = thrown_away(chance, since) if stage == CHECKOUT else STAGES[stage](chance)
            project = Project("%s-%d" % (place, number), tool, sessions, stage)
            if not project.past or (stage == CHECKOUT and project.past[-1][1] < -150):
                continue
            used[tool] += project.sessions
            artifacts += left(chance, project)
    for tool, sessions in used.items():
        artifacts += shared(chance, places["home"], tool, sorted(sessions))
    artifacts += debris(chance, counts, places)
    return artifacts


def left(chance, project):
    """What a project's sessions wrote, and whether one of the next two weeks needs it."""
    edited = touched(chance, project.past[-1][1], 0.1)
    found = []
    for pattern, place, mebi, files, signs, writes, needs, lasts in TOOLS[project.tools]:
        written = [session for session in project.past if chance.random() < writes]
        if not written and pattern in ("npm.node-modules", "python.venv-locked"):
            written = project.past[:1]
        if not written:
            continue
        begin, end, _ = written[-1]
        artifact = Artifact(
            "%s/%s" % (project.path, place), pattern, touched(chance, end, end - begin),
            around(chance, mebi) * (1 << 20), max(1, int(around(chance, files, 0.5))), edited, signs)
        artifact.held = begin <= 0 < end and chance.random() < 0.5
        settle(chance, artifact, project, needs, lasts)
        found.append(artifact)
    return found


def settle(chance, artifact, project, needs, lasts):
    """The first session to come that needs it decides: it finds it useful, or makes it again anyway."""
    artifact.because = "project " + project.about
    for begin, end, _ in project.future:
        if chance.random() >= needs:
            continue
        pause = max(0.0, begin) - project.past[-1][1] if begin > 0 else 0.0
        if pause > 2 and chance.random() < 1 - math.exp(-pause / lasts) or lasts <= 2 and begin > 0:
            artifact.because += ": made again anyway"
            return
        artifact.in_use = True
        artifact.because += ": needed in %d days" % max(0, begin)
        return


def shared(chance, home, tool, sessions):
    found = []
    past = [session for session in sessions if session[0] <= 0]
    for pattern, place, mebi, files, writes, needs in CACHES[tool]:
        written = [session for session in past if chance.random() < writes]
        if not written:
            continue
        begin, end, _ = written[-1]
        artifact = Artifact(
            "%s/%s" % (home, place), pattern, touched(chance, end, end - begin), around(chance, mebi) * (1 << 20),
            max(1, int(around(chance, files, 0.5))))
        later = [session for session in sessions if session[1] > 0 and chance.random() < needs]
        artifact.in_use = bool(later)
        artifact.because = "%s is used within two weeks" % tool if later else "nothing of %s is built again soon" % tool
        found.append(artifact)
    return found


def debris(chance, counts, places):
    found = []
    for _ in range(sum(counts.values()) // 4):
        pattern, place, mebi, files = chance.choice(DEBRIS)
        age = chance.expovariate(1 / 12)
        running = chance.random() < 0.06
        artifact = Artifact(
            place % chance.randrange(10 ** 5, 10 ** 6), pattern, -chance.uniform(0, 0.04) if running else -age - 0.01,
            around(chance, mebi) * (1 << 20), max(1, int(around(chance, files, 0.5))))
        artifact.in_use, artifact.held = running, running and chance.random() < 0.7
        artifact.because = "its program still runs" if running else "left by a program that ended"
        found.append(artifact)
    for pattern, place, mebi in (("playwright.browsers", ".cache/ms-playwright/chromium-%d", 330),
                                 ("npm.logs", ".npm/_logs/%d-debug-0.log", 1), ("gradle.daemon-log", ".gradle/daemon/8.%d/daemon-1.out.log", 4)):
        newest = chance.expovariate(1 / 15)
        for version in range(chance.randrange(1, 4)):
            artifact = Artifact(
                "%s/%s" % (places["home"], place % (1090 - 9 * version)), pattern, -newest - version * chance.uniform(20, 50),
                around(chance, mebi, 0.3) * (1 << 20), 80)
            artifact.in_use = version == 0 and pattern != "npm.logs" and chance.random() < 0.7
            artifact.because = "the version in use" if artifact.in_use else "nobody asks for it any more"
            found.append(artifact)
    return found


WEB = {"npm": 5, "next": 3, "python": 3, "cargo": 1}
SYSTEMS = {"cargo": 6, "cmake": 3, "go": 2, "python": 1}
SERVICES = {"gradle": 4, "go": 3, "npm": 2, "python": 2, "php": 3}
HOME = {"home": "/home/dev", "projects": ["/home/dev/projects/app", "/home/dev/src/lib", "/home/dev/work"],
        "checkouts": ["/home/dev/agents/task", "/tmp/agent/task", "/home/dev/projects/.wt/task"]}
DATA = {"home": "/home/agent", "projects": ["/data/projects/svc", "/data/projects/lib"],
        "checkouts": ["/data/tmp/run", "/data/projects/wt", "/var/tmp/run"]}


def stages(*numbers):
    return dict(zip(STAGES, numbers))


MACHINES = {
    "swarm-of-systems": (stages(4, 3, 1, 4, 6, 8, 34), DATA, SYSTEMS, 35),
    "swarm-of-web": (stages(5, 3, 0, 4, 6, 8, 30), HOME, WEB, 35),
    "swarm-of-services": (stages(4, 4, 2, 3, 5, 6, 30), DATA, SERVICES, 35),
    "swarm-at-work": (stages(4, 2, 0, 2, 2, 2, 40), HOME, {"cargo": 3, "npm": 3, "python": 3, "go": 1}, 2),
    "laptop-of-web": (stages(2, 3, 0, 6, 8, 9, 4), HOME, WEB, 35),
    "laptop-of-systems": (stages(2, 2, 1, 6, 7, 8, 4), HOME, SYSTEMS, 35),
    "server-of-services": (stages(5, 2, 3, 2, 6, 4, 10), DATA, SERVICES, 35),
    "never-cleaned": (stages(1, 2, 0, 3, 12, 16, 60), DATA, {"cargo": 2, "npm": 2, "python": 2, "cmake": 1, "gradle": 1}, 70),
}


def machines():
    for name, (counts, places, tools, since) in MACHINES.items():
        for seed in (1, 2):
            yield "%s-%d" % (name, seed), describe(name, seed, counts, places, tools, since)
