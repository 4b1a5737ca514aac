import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

extension EndToEnd {
    /// Trees that break what is written carelessly: names of any bytes, any length and depth, and a great many of them.
    @Suite(
        .enabled(if: Unoccupied.isProven, Unoccupied.reason),
        .enabled(if: StrangeTree.python != nil, "python3 is not installed"))
    struct DiskHostileTests {
        let trial: Trial
        let target: String

        init() throws {
            trial = try Trial()
            target = try trial.makeProject("shop")
        }

        private static let contents: [(name: String, script: String)] = [
            ("any bytes", "hostile()"),
            ("a path of 400 kB", "number = chain(2000, 'd' * 200); write('end', 100000, number)"),
            (
                "a hundred thousand files",
                "os.mkdir('many')\nfor n in range(100000): os.close(os.open(f'many/{n}', os.O_CREAT | os.O_WRONLY))"
            ),
            ("links in a circle", "os.makedirs('a/b'); os.symlink('..', 'a/b/up'); os.symlink('self', 'self')"),
            ("pipes and sockets", "os.mkfifo('pipe'); s = socket.socket(socket.AF_UNIX); s.bind('socket'); s.close()"),
            ("a file of holes", "with open('holes', 'wb') as file: file.truncate(1 << 40)"),
            ("links to one file", "write('a', 1 << 20); os.link('a', 'b')"),
            ("any tree", "tree(7)"),
        ]

        @Test(arguments: contents.indices)
        func `whatever lies in it, it is sized as du sizes it and goes`(index: Int) throws {
            let (name, script) = Self.contents[index]
            try StrangeTree.run(
                "os.mkdir('target/strange'); os.chdir('target/strange')\n\(script)\nos.chdir('../..'); age()\nos.sync()",
                in: "\(trial.work)/shop")
            let scan = try trial.scanWork("--json")
            let found = try #require(try scan.artifact(target), "\(name): \(scan)")
            #expect(found["bytes"]?.unsigned == (try StrangeTree.allocated(target)), "\(name)")
            #expect(found["reclaimable_bytes"] == found["bytes"], "\(name)")
            #expect(found["decision"] == "delete", "\(name): \(found)")
            let clean = try trial.cleanWork("--json")
            #expect(try clean.removal(target)?["result"] == "done", "\(name): \(clean)")
            #expect(try FileSystem.names(in: "\(trial.work)/shop") == ["Cargo.toml"], "\(name)")
        }

        /// Where a project may lie: below directories with such names.
        private static let places: [(name: String, folder: String, depth: Int)] = [
            ("a line break", "b'a\\nb'", 1), ("no text at all", "b'\\xff\\xfe'", 1),
            ("escape sequences", "b'\\x1b[31m'", 1),
            ("quotes", "b'\"a\\'b\\\\'", 1), ("an option", "b'-rf'", 1), ("255 bytes", "b'n' * 255", 1),
            ("more than a path may hold", "b'long' * 50", 40),
        ]

        @Test(arguments: places.indices)
        func `whatever the directories above it are called, it is found and goes`(index: Int) throws {
            let (name, folder, depth) = Self.places[index]
            try StrangeTree.run(
                """
                number = chain(\(depth), \(folder))
                os.rename('shop', 'shop', dst_dir_fd=number)
                os.close(number)
                age()
                """, in: trial.work)
            let scan = try trial.scanWork("--json")
            let path = try #require(try scan.candidatePaths().first, "\(name): \(scan)")
            #expect(try scan.artifact(path)?["decision"] == "delete", "\(name): \(scan)")
            for format in ["table", "md", "summary", "jsonl"] {
                let shown = try trial.scanWork("--format", format)
                #expect(!shown.output.contains(0x1b), "\(name) as \(format)")
            }
            let clean = try trial.cleanWork("--json")
            #expect(try clean.removal(path)?["result"] == "done", "\(name): \(clean)")
            let left = try StrangeTree.run(
                "print(subprocess.check_output(['find', '.', '-type', 'f', '-printf', '%f ']).decode())", in: trial.work
            )
            #expect(left.split(whereSeparator: \.isWhitespace) == ["Cargo.toml"], "\(name): \(left)")
        }

        @Test(arguments: [true, false])
        func `a file that is open by a path too long to be told is in use, and keeps nothing else`(isInside: Bool)
            throws
        {
            let python = try #require(StrangeTree.python)
            let place = isInside ? "work/shop/target/debug" : "elsewhere"
            let script = """
                import os, time
                os.makedirs("\(place)", exist_ok=True)
                os.chdir("\(place)")
                for level in range(40):
                    os.mkdir("d" * 200)
                    os.chdir("d" * 200)
                open("held", "w").close()
                held = open("held")
                os.chdir("/")
                open(os.environ["HOME"] + "/ready", "w").close()
                time.sleep(600)
                """
            _ = try trial.start(python, ["-c", script])
            try waitUntil("it was not opened") { FileSystem.exists(trial.path("ready")) }
            try StrangeTree.run("age()", in: "\(trial.work)/shop")
            let scan = try trial.scanWork("--json")
            #expect(try scan.vetoes(target) == (isInside ? ["in_use"] : []), "\(scan)")
            let clean = try trial.cleanWork("--json")
            #expect(try clean.skipped(target)?["reason_code"] == (isInside ? "in_use" : nil), "\(clean)")
            #expect(FileSystem.exists("\(target)/debug") == isInside)
        }

        @Test func `what was kept below a directory with any name can be put back`() throws {
            try StrangeTree.run(
                "os.mkdir(b'\\xff\\n'); os.rename('shop', b'\\xff\\n/shop'); age()", in: trial.work)
            let clean = try trial.cleanWork("--quarantine", "1d", "--json")
            let session = try #require(try clean.data()["session_id"]?.string, "\(clean)")
            let undone = try trial.run(["disk", "undo", session, "--json"])
            #expect(undone.exited(.actionsDone), "\(undone)")
            let left = try StrangeTree.run(
                "print(len(os.listdir(b'\\xff\\n/shop/target')), len(os.listdir(b'\\xff\\n/shop')))", in: trial.work)
            #expect(left.hasPrefix("2 2"), "\(left)")
        }

        @Test func `a file that is linked from elsewhere is not counted as room, and stays there`() throws {
            try StrangeTree.run(
                "write('target/debug/big', 1 << 20); os.link('target/debug/big', '../big'); age(); os.sync()",
                in: "\(trial.work)/shop")
            let scan = try trial.scanWork("--json")
            let found = try #require(try scan.artifact(target))
            #expect(found["bytes"]?.unsigned == (try StrangeTree.allocated(target)))
            let (bytes, back) = (found["bytes"]?.unsigned ?? 0, found["reclaimable_bytes"]?.unsigned ?? 0)
            #expect(bytes - back >= 1 << 20 && bytes - back < 2 << 20, "\(bytes), \(back)")
            _ = try trial.cleanWork()
            #expect(try FileSystem.metadata("\(trial.work)/big")?.size == 1 << 20)
            #expect(!FileSystem.exists(target))
        }

        @Test func `a repository whose path is no text protects what it tracks`() throws {
            try #require(Installation.areInstalled("git"))
            try StrangeTree.run(
                """
                os.mkdir(b'\\xff'); os.rename('shop', b'\\xff/shop'); os.chdir(b'\\xff')
                subprocess.check_call(['git', 'init', '-q', '.'])
                subprocess.check_call(['git', 'add', '-f', 'shop/target/debug/deps/shop.o'])
                age()
                """, in: trial.work)
            let scan = try trial.scanWork("--json")
            let path = try #require(try scan.candidatePaths().first, "\(scan)")
            #expect(try scan.artifact(path)?["decision"] != "delete", "\(scan)")
            #expect(try trial.cleanWork("--json").data()["removed"] == [])
        }
    }
}
