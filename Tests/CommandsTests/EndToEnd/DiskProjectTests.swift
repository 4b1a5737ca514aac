import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// Projects that the real tools have made, and what of them may go.
    @Suite(.enabled(if: Unoccupied.isProven, Unoccupied.reason))
    struct DiskProjectTests {
        /// A project: the tools that it needs, the script that makes it in an empty directory, and what they can make again.
        struct Project: Sendable {
            var name: String
            var tools: [String]
            var script: String
            var again: [String]
        }

        private static let projects = [
            Project(
                name: "rust", tools: ["cargo"],
                script: """
                    cargo init -q --vcs none --name shop .; cargo build -q --offline; cargo build -q --release --offline
                    cargo test -q --offline --no-run
                    """, again: ["target"]),
            Project(
                name: "web", tools: ["npm", "node", "git"],
                script: """
                    mkdir -p parts/lib src
                    echo '{"name": "parts", "version": "1.0.0", "main": "lib/a.js"}' > parts/package.json
                    head -c 200000 /dev/zero | tr '\\0' ';' > parts/lib/a.js
                    (cd parts; npm pack --silent > /dev/null); mv parts/parts-1.0.0.tgz .
                    echo '{"name": "web", "version": "1.0.0", "private": true}' > package.json
                    echo 'require("parts")' > src/index.js
                    npm install --offline --no-audit --no-fund --silent ./parts-1.0.0.tgz
                    echo node_modules > .gitignore; git init -q .; git add .
                    git -c user.name=a -c user.email=a@b commit -q -m web
                    """, again: ["node_modules"]),
            Project(
                name: "native", tools: ["cmake", "make", "cc"],
                script: """
                    echo 'int main(void) { return 0; }' > main.c
                    printf 'cmake_minimum_required(VERSION 3.10)\\nproject(shop C)\\nadd_executable(shop main.c)\\n' > CMakeLists.txt
                    cmake -S . -B build > /dev/null; cmake --build build > /dev/null
                    """, again: ["build"]),
            Project(
                name: "python", tools: ["python3"],
                script: """
                    mkdir shop; echo 'x = 1' > shop/a.py; : > shop/__init__.py; echo > requirements.txt
                    python3 -m venv --without-pip .venv; python3 -m compileall -q shop
                    head -c 200000 /dev/zero > .venv/lib/padding
                    """, again: [".venv", "shop/__pycache__"]),
            Project(
                name: "letters", tools: ["git"],
                script: """
                    mkdir build target notes; echo dear > build/a.txt; echo you > target/b.md; echo me > notes/c
                    git init -q .; git add .; git -c user.name=a -c user.email=a@b commit -q -m letters
                    """, again: []),
        ]

        let trial: Trial
        private var made: [Project] = []

        init() throws {
            trial = try Trial()
            let home = Host.environment("HOME") ?? "/nowhere"
            // rustup finds its toolchain by these.
            for (name, folder) in [("RUSTUP_HOME", ".rustup"), ("PYENV_ROOT", ".pyenv")] {
                trial.environment.append((name, Host.environment(name) ?? "\(home)/\(folder)"))
            }
            trial.environment.append(("CARGO_HOME", try trial.makeDirectory("cargo-home")))
            for project in Self.projects {
                guard project.tools.allSatisfy({ Installation.areInstalled($0) }) else {
                    print("left out \(project.name): not all of \(project.tools.joined(separator: ", ")) are installed")
                    continue
                }
                let folder = "work/ada/projects/\(project.name)"
                try trial.shell("mkdir -p \(folder); cd \(folder); \(project.script)")
                made.append(project)
            }
            try trial.age("work")
        }

        /// What may go, as paths below the work.
        private var again: [String] {
            made.flatMap { project in project.again.map { "ada/projects/\(project.name)/\($0)" } }
        }

        /// Everything that must stay, with what it holds.
        private func remainder() throws -> String {
            let pruned = again.map { "-path './\($0)' -prune -o" }.joined(separator: " ")
            return try trial.said("cd work; find . \(pruned) -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum")
        }

        /// What du counts of all that may go.
        private func staleBytes() throws -> Double {
            let paths = again.map { "'\($0)'" }.joined(separator: " ")
            let sizes = try trial.said("cd work; du -s --block-size=1 \(paths)").split(separator: "\n")
            return sizes.reduce(0) { $0 + (Double($1.split(separator: "\t").first ?? "") ?? 0) }
        }

        /// Where the projects lie by the program's lights, and how it is run there.
        private struct Place {
            var work: String
            var program: [String]
        }

        /// Where temporary files lie, and, where that can be pretended, among the projects of a user's home.
        private var places: [Place] {
            var places = [Place(work: trial.work, program: [Installation.path])]
            if Installation.isRoot && Installation.canMakeMountNamespace && FileSystem.exists("/home") {
                let script = #"mount --bind "$HOME/work" /home; export HOME=/home/ada; exec "$0" "$@""#
                places.append(
                    Place(work: "/home", program: ["unshare", "-m", "sh", "-ec", script, Installation.path]))
            }
            return places
        }

        private func scan(_ place: Place, urgency: String) throws -> Answer {
            let words = ["disk", "scan", place.work, "--urgency", urgency, "--json"]
            return try trial.begin(words, program: place.program).finish(timeout: .seconds(300))
        }

        /// Bytes of the candidates with one of these decisions; each of them has to be what may go.
        private func bytes(_ scan: Answer, _ decisions: [String], _ place: Place) throws -> Double {
            let rows = try #require(try scan.data()["candidates"]?.array, "\(scan)")
            return try rows.reduce(0) { sum, row in
                let path = try #require(row["path"]?.string)
                guard decisions.contains(row["decision"]?.string ?? "") else { return sum }
                let mayGo = again.contains { path == "\(place.work)/\($0)" || path.hasPrefix("\(place.work)/\($0)/") }
                #expect(mayGo, "\(path) is advised to go: \(row["pattern"]?.text() ?? "")")
                return sum + (row["bytes"]?.double ?? 0)
            }
        }

        @Test func `of what real tools made nine tenths of the stale bytes are found, and nothing else is touched`()
            throws
        {
            try #require(made.count > 1, "no tools are installed")
            let stale = try staleBytes()
            for place in places {
                let pressed = try bytes(try scan(place, urgency: "0.5"), ["delete"], place)
                #expect(pressed >= 0.9 * stale, "\(pressed) of \(stale) in \(place.work)")
                let calm = try bytes(try scan(place, urgency: "0"), ["delete", "review"], place)
                #expect(calm >= 0.9 * stale, "\(calm) of \(stale) in \(place.work)")
            }
            let before = try remainder()
            let clean = try trial.cleanWork("--json")
            #expect(clean.exited(.goalNotAchievable), "\(clean)")
            #expect(try remainder() == before)
            let left = again.filter { FileSystem.exists("\(trial.work)/\($0)") }
            #expect(left.isEmpty, "\(left): \(clean)")
            #expect(try trial.run("audit verify").exited(.clean))
        }

        @Test(.enabled(if: Installation.areInstalled("cmake", "make", "cc"), "cmake is not installed"))
        func `what somebody works on goes on working after everything stale went`() throws {
            _ = try trial.cleanWork("--json")
            try trial.shell("cd work/ada/projects/native; cmake -S . -B build; cmake --build build; ./build/shop")
            let scan = try trial.scanWork("--json")
            #expect(try scan.vetoes("\(trial.work)/ada/projects/native/build") == ["too_young"], "\(scan)")
        }
    }
}
