"""The second hand: nothing is daily or given up, everything has a pace of its own and an end that nobody announces.

Work on a thing comes in gaps drawn around its own pace, which lies anywhere from hours to months, until it ends; agents come in
swarms that get a work tree each. Compilers and runtimes change on days that hold for a whole machine, and what was built
before such a day is built anew. Other tools than the first hand's, other chances, other sizes.
"""
import random

from tree import Artifact, HORIZON, Project, around, touched

# Pattern, place, median MiB, median files, signs; "built" is made again after a change of the tool, "kept" is not, and
# "overwritten" always is; then how likely a visit writes it and needs it.
THINGS = {
    "dotnet": [("dotnet.obj", "src/obj", 60, 700, (), "built", 0.9, 0.9), ("dotnet.bin", "src/bin", 140, 500, (), "built", 0.9, 0.85)],
    "maven": [("maven.target", "target", 190, 2400, ("objects",), "built", 0.95, 0.9)],
    "cargo": [("cargo.target", "target", 3200, 14000, ("fingerprints", "deps", "build", "objects"), "built", 0.97, 0.97)],
    "pnpm": [("npm.node-modules", "node_modules", 500, 45000, (), "kept", 0.6, 0.95),
             ("angular.dist", "dist", 9, 120, (), "overwritten", 0.5, 0.5), ("playwright.results", "test-results", 40, 200, (), "overwritten", 0.3, 0.3)],
    "rails": [("bundler.vendor", "vendor/bundle", 260, 19000, (), "kept", 0.1, 0.95), ("rails.cache", "tmp/cache", 90, 7000, (), "kept", 0.9, 0.6),
              ("rails.log", "log/development.log", 150, 1, (), "kept", 0.95, 0.15), ("ruby.coverage", "coverage", 5, 200, (), "overwritten", 0.3, 0.3)],
    "phoenix": [("mix.build", "_build", 120, 2800, ("objects",), "built", 0.95, 0.95), ("mix.deps", "deps", 70, 6000, (), "kept", 0.12, 0.95)],
    "uv": [("python.venv-locked", ".venv", 900, 33000, (), "kept", 0.15, 0.97), ("ruff.cache", ".ruff_cache", 2, 90, (), "kept", 0.7, 0.02),
           ("python.bytecode", "pkg/__pycache__", 1, 60, ("objects",), "built", 0.9, 0.02)],
    "meson": [("meson.build", "builddir", 420, 3000, ("objects",), "built", 0.95, 0.95)],
    "haskell": [("cabal.build", "dist-newstyle", 800, 5200, ("objects",), "built", 0.95, 0.95)],
    "swift": [("swift.build", ".build", 1500, 8000, ("objects",), "built", 0.95, 0.95)],
}

# At home: pattern, place, MiB, files, chance that a visit of the tool writes it and needs it.
STORES = {
    "dotnet": [("nuget.packages", ".nuget/packages", 1700, 30000, 0.1, 0.9)],
    "maven": [("maven.repository", ".m2/repository", 1900, 26000, 0.15, 0.9)],
    "cargo": [("cargo.registry-cache", ".cargo/registry/cache", 500, 700, 0.15, 0.2), ("sccache.cache", ".cache/sccache", 6000, 40000, 0.9, 0.8)],
    "pnpm": [("pnpm.store", ".local/share/pnpm/store", 4200, 90000, 0.25, 0.35)],
    "rails": [("rubygems.cache", ".gem/ruby/3.3.0/cache", 80, 300, 0.1, 0.1)],
    "phoenix": [("hex.packages", ".hex/packages", 60, 200, 0.1, 0.2)],
    "uv": [("uv.cache", ".cache/uv", 5200, 60000, 0.2, 0.4), ("hugging-face.hub", ".cache/huggingface/hub", 9000, 300, 0.03, 0.3)],
    "meson": [("ccache.cache", ".cache/ccache", 2500, 30000, 0.95, 0.9)],
    "haskell": [("cabal.packages", ".cabal/packages", 400, 900, 0.1, 0.3)],
    "swift": [("clang.module-cache", ".cache/clang/ModuleCache", 300, 800, 0.6, 0.8)],
}

LEFT_BEHIND = [
    ("pytest.temporary", "/tmp/pytest-of-u%d", 60, 900), ("go.build-temporary", "/tmp/go-build%d", 140, 500),
    ("node.compile-cache", "/tmp/node-compile-cache-%d", 8, 300), ("rustdoc.temporary", "/tmp/rustdoctest%06d", 30, 60),
    ("dotnet.temporary", "/tmp/NuGetScratch%d", 40, 80), ("core.dump", "/home/ci/crashes/core.%d", 500, 1),
    ("yarn.temporary", "/tmp/yarn--%d-0.3", 5, 12), ("browser.test-profile", "/tmp/puppeteer_dev_chrome_profile-%d", 30, 220),
]


def visits(chance, born, pace, life):
    """Gaps around a pace of its own, long ones among short ones, until its life is over."""
    found, day, end = [], born, born + life
    while day < min(end, HORIZON):
        lasts = min(chance.expovariate(1 / 0.12) + 0.01, 0.6)
        found.append((day, day + lasts, "visit"))
        day += lasts + pace * chance.weibullvariate(1.0, 0.75)
    return found


def own_pace(chance):
    return 0.4 * (200 ** chance.random())


class Machine:
    def __init__(self, name, seed, home, places, tools, slow, swarms):
        self.chance = random.Random("second hand %s %d" % (name, seed))
        self.home, self.places, self.tools, self.slow, self.swarms = home, places, tools, slow, swarms
        self.artifacts, self.visits, self.changes = [], {tool: [] for tool in tools}, {}
        for tool in tools:
            day, days = -300 + self.chance.expovariate(1 / 50), []
            while day < HORIZON:
                days.append(day)
                day += self.chance.expovariate(1 / 50)
            self.changes[tool] = days

    def tell(self):
        for number in range(self.slow):
            born = -self.chance.uniform(1, 260)
            life = self.chance.expovariate(1 / 75) if self.chance.random() < 0.75 else 1000
            self.grow("%s/%s%d" % (self.chance.choice(self.places), self.chance.choice(("shop", "core", "kit")), number),
                      visits(self.chance, born, own_pace(self.chance), life), "with a pace of its own")
        for swarm in range(self.swarms):
            born, tool = -self.chance.expovariate(1 / 40), self.chance.choice(self.tools)
            for agent in range(self.chance.randrange(3, 9)):
                begin = born + self.chance.uniform(0, 0.3)
                trips = [(begin, begin + self.chance.uniform(0.02, 0.5), "visit")]
                if self.chance.random() < 0.2:
                    again = trips[0][1] + self.chance.uniform(0.5, 6)
                    trips.append((again, again + 0.1, "visit"))
                place = self.chance.choice(("/tmp/swarm%d/a%d", self.home + "/swarm/%d-a%d", self.places[0] + "-wt/%d-%d"))
                self.grow(place % (swarm, agent), trips, "of a swarm", tool)
        for tool in self.tools:
            self.store(tool)
        self.rest()
        return self.artifacts

    def grow(self, path, trips, about, tool=None):
        chance = self.chance
        tool = tool or chance.choice(self.tools)
        project = Project(path, tool, trips, about)
        if not project.past:
            return
        self.visits[tool] += project.sessions
        edited = touched(chance, project.past[-1][1], 0.05)
        cleans = chance.random() < 0.35
        for pattern, place, mebi, files, signs, kind, writes, needs in THINGS[tool]:
            written = [trip for trip in project.past if chance.random() < writes]
            if not written and kind == "kept":
                written = project.past[:1]
            if not written:
                continue
            begin, end, _ = written[-1]
            artifact = Artifact(path + "/" + place, pattern, touched(chance, end, end - begin),
                                around(chance, mebi, 1.0) * (1 << 20), max(1, int(around(chance, files, 0.6))), edited, signs)
            artifact.held = begin <= 0 < end and chance.random() < 0.4
            self.judge(artifact, project, tool, kind, needs, cleans)
            self.artifacts.append(artifact)

    def judge(self, artifact, project, tool, kind, needs, cleans):
        artifact.because = "work " + project.about
        for begin, end, _ in project.future:
            if self.chance.random() >= needs:
                continue
            anew = begin > 0 and (
                kind == "overwritten" and self.chance.random() < 0.8
                or kind == "built" and any(artifact.newest < day < begin for day in self.changes[tool])
                or cleans and begin - artifact.newest > 10)
            artifact.in_use = not anew
            artifact.because += ": made anew" if anew else ": visited in %d days" % max(0, begin)
            return

    def store(self, tool):
        past = [trip for trip in self.visits[tool] if trip[0] <= 0]
        for pattern, place, mebi, files, writes, needs in STORES[tool]:
            written = sorted(trip for trip in past if self.chance.random() < writes)
            if not written:
                continue
            begin, end, _ = written[-1]
            artifact = Artifact(self.home + "/" + place, pattern, touched(self.chance, end, end - begin),
                                around(self.chance, mebi, 1.0) * (1 << 20), max(1, int(around(self.chance, files, 0.6))))
            artifact.in_use = any(
                trip[1] > 0 and trip[0] <= HORIZON and self.chance.random() < needs for trip in self.visits[tool])
            artifact.because = "visits of %s need it" % tool if artifact.in_use else "no visit of %s needs it" % tool
            self.artifacts.append(artifact)

    def rest(self):
        for _ in range(12 + 2 * self.swarms):
            pattern, place, mebi, files = self.chance.choice(LEFT_BEHIND)
            age = self.chance.expovariate(1 / 9)
            running = self.chance.random() < 0.05
            artifact = Artifact(place % self.chance.randrange(10 ** 5, 10 ** 6), pattern,
                                -self.chance.uniform(0, 0.06) if running else -age - 0.005,
                                around(self.chance, mebi) * (1 << 20), files)
            artifact.held = running and self.chance.random() < 0.6
            artifact.in_use = running or pattern == "core.dump" and age < 5 and self.chance.random() < 0.5
            artifact.because = "a program still works with it" if running else "left behind"
            if artifact.in_use and not running:
                artifact.because = "somebody looks into the crash"
            self.artifacts.append(artifact)


MACHINES = {
    "build-server": ("/home/ci", ["/srv/work", "/data/ci/projects"], ["dotnet", "maven", "cargo", "pnpm"], 16, 6),
    "shared-box": ("/home/mira", ["/home/mira/code", "/home/mira/projects"], ["uv", "phoenix", "pnpm", "rails"], 20, 6),
    "notebook": ("/home/jo", ["/home/jo/dev", "/home/jo/Documents/work"], ["swift", "haskell", "uv", "meson"], 22, 1),
    "agents-only": ("/home/swarm", ["/home/swarm/repos", "/data/projects"], ["cargo", "uv", "pnpm", "meson"], 8, 12),
    "old-hand": ("/home/per", ["/home/per/src", "/home/per/projects"], ["maven", "meson", "rails", "cargo"], 30, 2),
}


def machines():
    for name, (home, places, tools, slow, swarms) in MACHINES.items():
        # Stories of the seeds 1 and 2 were looked at while the form of the judge was chosen; these were not.
        for seed in (3, 4):
            yield "%s-%d" % (name, seed), Machine(name, seed, home, places, tools, slow, swarms).tell()
