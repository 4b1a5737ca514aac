import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// Everything that keeps build output from being removed, in the words of every answer.
    @Suite(.enabled(if: Unoccupied.isProven, Unoccupied.reason))
    struct DiskVetoTests: UsingTwoProjects {
        let projects: TwoProjects

        init() throws { projects = try TwoProjects() }

        /// Expects that scan and clean keep the one and remove the other, and say why.
        private func expectKept(
            _ code: String, program: [String] = [Installation.path], keepsAll: Bool = false,
            sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            let before = try trial.said("cd work/shop; find . | LC_ALL=C sort")
            let scan = try trial.scanWork("--json", program: program)
            #expect(try scan.vetoes(target) == [code], "\(scan)", sourceLocation: sourceLocation)
            #expect(try scan.artifact(target)?["decision"] == "keep", sourceLocation: sourceLocation)
            let other: JSONValue = keepsAll ? "keep" : "delete"
            #expect(try scan.artifact(plain)?["decision"] == other, "\(scan)", sourceLocation: sourceLocation)
            let table = try trial.scanWork(program: program)
            let line = try #require(table.line(target), "\(table)", sourceLocation: sourceLocation)
            #expect(line.hasPrefix("keep") && line.contains(code), "\(line)", sourceLocation: sourceLocation)
            let clean = try trial.cleanWork("--json", program: program)
            let kept = try #require(try clean.skipped(target), "\(clean)", sourceLocation: sourceLocation)
            #expect(kept["result"] == "blocked", "\(kept)", sourceLocation: sourceLocation)
            #expect(kept["reason_code"]?.string == code, "\(kept)", sourceLocation: sourceLocation)
            #expect(try trial.said("cd work/shop; find . | LC_ALL=C sort") == before, sourceLocation: sourceLocation)
            #expect(FileSystem.exists(plain) == keepsAll, "\(clean)", sourceLocation: sourceLocation)
        }

        // MARK: What lies in it, around it or above it

        @Test func `what nothing speaks for goes`() throws {
            let clean = try trial.cleanWork("--json")
            #expect(clean.exited(.goalNotAchievable), "\(clean)")
            #expect(try clean.removal(target)?["result"] == "done" && clean.removal(plain)?["result"] == "done")
            #expect(!FileSystem.exists(target) && !FileSystem.exists(plain))
            #expect(
                try trial.said("cd work; find . -type f | LC_ALL=C sort") == "./plain/Cargo.toml\n./shop/Cargo.toml\n")
        }

        /// What is done to the project's directory, and the reason that it makes.
        private static let cases: [(name: String, script: String, code: String)] = [
            ("a marker of tend's beside it", "touch .tend-protect", "protected_marker"),
            ("a marker of the other tool's beside it", "touch .sbh-protect", "protected_marker"),
            ("a marker at its top", "touch target/.tend-protect", "protected_marker"),
            ("a marker deep in it", "mkdir -p target/a/b/c; touch target/a/b/c/.sbh-protect", "protected_marker"),
            ("a marker that is a directory", "mkdir target/debug/.tend-protect", "protected_marker"),
            ("a repository in it", "mkdir -p target/debug/other/.git/objects", "git_inside"),
            ("a work tree's file in it", "mkdir target/other; echo gitdir: /x > target/other/.git", "git_inside"),
            (
                "a bare repository in it",
                "mkdir -p target/a/b.git/objects target/a/b.git/refs; touch target/a/b.git/HEAD",
                "git_inside"
            ),
            ("a bare repository that it is", "mkdir target/objects target/refs; touch target/HEAD", "git_inside"),
            ("a young file", "touch target/debug/deps/shop.o; touch -d '1 day ago' target", "too_young"),
            ("a file from the future", "touch -d '1 year' target/debug/deps/shop.o", "too_young"),
            ("a young directory", "mkdir target/debug/new", "too_young"),
        ]

        @Test(arguments: cases.indices)
        func `whatever protects it is named`(index: Int) throws {
            let (name, script, code) = Self.cases[index]
            try trial.shell("cd work/shop; \(script)")
            if code != "too_young" { try trial.age("work/shop") }
            withKnownName(name) { try expectKept(code) }
        }

        /// Names the case in what fails of it.
        private func withKnownName(_ name: String, _ body: () throws -> Void) {
            do {
                try body()
            } catch {
                Issue.record(error, "\(name)")
            }
        }

        @Test func `a marker above everything that is scanned protects all of it`() throws {
            try trial.shell("touch .tend-protect")
            try expectKept("protected_marker", keepsAll: true)
        }

        @Test(.enabled(if: Installation.areInstalled("git"), "git is not installed"))
        func `what git tracks stays, though its tool could make it again`() throws {
            try trial.shell("cd work/shop; git init -q .; git add -f target/debug/deps/shop.o")
            try trial.age("work/shop")
            try expectKept("tracked_by_git")
        }

        @Test(.enabled(if: Installation.isRoot, "only root can give files away"))
        func `what belongs to another user stays`() throws {
            try trial.shell("chown -h 65534 work/shop/target/debug/.fingerprint/a/b")
            try expectKept("foreign_owner")
        }

        // MARK: Mounts and links

        /// Runs the program where something was mounted, with words of its own.
        private func mounted(_ mount: String, _ words: [String]) -> [String] {
            let script = #"cd "$HOME"; \#(mount); exec "$0" "$@" \#(words.joined(separator: " "))"#
            return ["unshare", "-m", "sh", "-ec", script, Installation.path]
        }

        private static let canMount = Installation.isRoot && Installation.canMakeMountNamespace

        @Test(
            .enabled(if: canMount, "mounting needs root"),
            arguments: [
                "mount -t tmpfs none work/shop/target/debug/deps",
                "mount --bind work/plain work/shop/target/debug/deps",
            ], [[], ["--cross-device"]])
        func `what holds a mount point stays, whatever may be entered`(mount: String, words: [String]) throws {
            try expectKept("mount_point", program: mounted(mount, words))
        }

        @Test(.enabled(if: canMount, "mounting needs root"), arguments: [[], ["--cross-device"]])
        func `what is a mount point itself shows nothing of who made it, and stays`(words: [String]) throws {
            let program = mounted("mount --bind work/shop/target work/shop/target", words)
            let clean = try trial.cleanWork("--json", program: program)
            #expect(try clean.removal(plain)?["result"] == "done", "\(clean)")
            #expect(try clean.removal(target) == nil, "\(clean)")
            #expect(FileSystem.exists("\(target)/debug/deps/shop.o"))
        }

        @Test func `a link that bears the name is no candidate, and what it leads to stays`() throws {
            try trial.shell(
                """
                mkdir elsewhere; mv work/shop/target elsewhere/kept; ln -s "$HOME/elsewhere/kept" work/shop/target
                touch -h -d '40 days ago' work/shop/target
                """)
            let clean = try trial.cleanWork("--json")
            #expect(try clean.removal(target) == nil && clean.skipped(target) == nil, "\(clean)")
            #expect(try trial.said("find elsewhere -type f | wc -l") == "3\n")
        }

        @Test func `links in it go, and what they lead to stays`() throws {
            try trial.shell(
                """
                mkdir elsewhere; echo dear > elsewhere/file
                ln -s "$HOME/elsewhere" work/shop/target/debug/out; ln -s ../../.. work/shop/target/debug/up
                ln -s "$HOME/elsewhere/file" work/shop/target/file
                """)
            try trial.age("work/shop")
            let clean = try trial.cleanWork("--json")
            #expect(try clean.removal(target)?["result"] == "done", "\(clean)")
            #expect(!FileSystem.exists(target) && FileSystem.exists("\(trial.work)/shop/Cargo.toml"))
            #expect(try trial.read("elsewhere/file") == "dear\n")
        }

        // MARK: Use

        /// What a process does with the output (in the shell, from the project's directory), and how it shows that it does.
        private static let uses: [(name: String, prepare: String, command: String, ready: String, code: String)] = [
            (
                "works in it", ":", #"cd target/debug; : > "$HOME/ready"; exec sleep 600"#, #"[ -e "$HOME/ready" ]"#,
                "in_use"
            ),
            (
                "has a file open", ":", #"exec 7< target/debug/deps/shop.o; : > "$HOME/ready"; exec sleep 600"#,
                #"[ -e "$HOME/ready" ]"#, "in_use"
            ),
            (
                "has a directory open", ":", #"exec 7< target/debug; : > "$HOME/ready"; exec sleep 600"#,
                #"[ -e "$HOME/ready" ]"#, "in_use"
            ),
            (
                "has the output itself open", ":", #"exec 7< target; : > "$HOME/ready"; exec sleep 600"#,
                #"[ -e "$HOME/ready" ]"#, "in_use"
            ),
            (
                "runs a program in it", #"cp "$(command -v sleep)" target/debug/shop"#, "exec target/debug/shop 600",
                #"[ "$(cat /proc/$PID/comm)" = shop ]"#, "in_use"
            ),
            (
                "holds a lock", ": > target/debug/.cargo-lock",
                #"exec flock -F target/debug/.cargo-lock sh -c ': > "$HOME/ready"; exec sleep 600'"#,
                #"[ -e "$HOME/ready" ]"#, "lock_held"
            ),
        ]

        @Test(.enabled(if: Installation.areInstalled("flock"), "flock is not installed"), arguments: uses.indices)
        func `what a process uses stays`(index: Int) throws {
            let use = Self.uses[index]
            try trial.shell("cd work/shop; \(use.prepare)")
            try trial.age("work/shop")
            let child = try trial.start("sh", ["-ec", "cd \"$HOME/work/shop\"; \(use.command)"])
            try waitUntil("it never \(use.name)") {
                try trial.start("sh", ["-c", "PID=\(child.pid); \(use.ready)"]).wait() == .exited(0)
            }
            withKnownName(use.name) { try expectKept(use.code) }
        }

        private static let mapping = """
            import mmap, os, time
            number = os.open("work/shop/target/debug/deps/shop.o", os.O_RDONLY)
            held = mmap.mmap(number, 4096, access=mmap.ACCESS_READ)
            os.close(number)
            """

        @Test(.enabled(if: Unoccupied.python != nil, "python3 is not installed"))
        func `what a process has mapped stays, open or not`() throws {
            let python = try #require(Unoccupied.python)
            // mmap of Python's keeps a descriptor of its own: it is closed as well.
            let script = """
                \(Self.mapping)
                for name in os.listdir("/proc/self/fd"):
                    if int(name) > 2:
                        try: os.close(int(name))
                        except OSError: pass
                open("ready", "w").close()
                time.sleep(600)
                """
            _ = try trial.start(python, ["-c", script])
            try waitUntil("it was not mapped") { FileSystem.exists(trial.path("ready")) }
            try expectKept("in_use")
        }
    }
}
