import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// What an ordinary user may not do or see; root may everything, so the program is run as nobody, where it sees only
    /// its own processes.
    @Suite(.enabled(if: Seclusion.isPossible, Seclusion.reason))
    struct DiskUserTests: UsingTwoProjects {
        let projects: TwoProjects

        init() throws { projects = try TwoProjects() }

        /// Gives everything to nobody, lets root do something, and runs the program as nobody.
        private func scanAndClean(_ script: String) throws -> (scan: Answer, clean: Answer) {
            try trial.giveToNobody()
            try trial.shell(script)
            let program = Seclusion.entrance + [trial.path("tend")]
            let scan = try trial.scanWork("--json", program: program)
            return (scan, try trial.cleanWork("--json", program: program))
        }

        @Test func `nobody removes what is nobody's`() throws {
            let (scan, clean) = try scanAndClean(":")
            #expect(try scan.artifact(target)?["decision"] == "delete", "\(scan)")
            #expect(try clean.removal(target)?["result"] == "done", "\(clean)")
            #expect(!FileSystem.exists(target))
        }

        @Test func `where nothing may be removed from the directory that holds it, it stays`() throws {
            let (scan, clean) = try scanAndClean("chmod 555 work/shop")
            #expect(try scan.vetoes(target) == ["parent_not_writable"], "\(scan)")
            #expect(try clean.skipped(target)?["reason_code"] == "parent_not_writable", "\(clean)")
            #expect(FileSystem.exists("\(target)/debug/deps/shop.o") && !FileSystem.exists(plain))
        }

        @Test func `what belongs to root stays, whoever owns the directory around it`() throws {
            let (scan, clean) = try scanAndClean("chown 0:0 work/shop/target/debug/deps/shop.o")
            #expect(try scan.vetoes(target) == ["foreign_owner"], "\(scan)")
            #expect(try clean.skipped(target)?["reason_code"] == "foreign_owner", "\(clean)")
            #expect(FileSystem.exists("\(target)/debug/deps/shop.o") && !FileSystem.exists(plain))
        }

        @Test func `what cannot be read stays, for nobody knows what it holds`() throws {
            let (scan, clean) = try scanAndClean("chmod 000 work/shop/target/debug/deps")
            #expect(try scan.vetoes(target) == ["unreadable_content"], "\(scan)")
            #expect(scan.exited(.partial), "\(scan)")
            #expect(try clean.skipped(target)?["reason_code"] == "unreadable_content", "\(clean)")
            #expect(clean.exited(.partial), "\(clean)")
            try trial.shell("chmod 755 work/shop/target/debug/deps")
            #expect(FileSystem.exists("\(target)/debug/deps/shop.o") && !FileSystem.exists(plain))
        }

        @Test func `a directory that its owner made read-only goes with the rest`() throws {
            let (_, clean) = try scanAndClean("chmod 555 work/shop/target/debug/deps work/shop/target/debug")
            #expect(try clean.removal(target)?["result"] == "done", "\(clean)")
            #expect(!FileSystem.exists(target))
        }

        @Test func `where others may write, a person decides`() throws {
            let (scan, clean) = try scanAndClean("chmod 777 work/shop/target")
            let gates = try scan.artifact(target)?["gates"]?.array?.compactMap { $0["reason_code"]?.string }
            #expect(gates == ["shared_directory"], "\(scan)")
            #expect(try scan.artifact(target)?["decision"] == "review")
            #expect(try clean.skipped(target)?["reason_code"] == "shared_directory", "\(clean)")
        }

        @Test(.enabled(if: Unoccupied.python != nil, "python3 is not installed"))
        func `a process of one's own that hides itself may use anything, so nothing goes`() throws {
            let python = try #require(Unoccupied.python)
            try trial.giveToNobody()
            // PR_SET_DUMPABLE (4) off: its files are root's to see from then on.
            let hiding =
                "import ctypes, time; ctypes.CDLL(None).prctl(4, 0); open('ready', 'w').close(); time.sleep(600)"
            let script = #"""
                rm -f ready; \#(python) -c "\#(hiding)" & while ! [ -e ready ]; do sleep 0.05; done; "$0" "$@"
                """#
            let program = Seclusion.entrance + ["sh", "-c", script, trial.path("tend")]
            let scan = try trial.scanWork("--json", program: program)
            #expect(try scan.vetoes(target) == ["process_unreadable"], "\(scan)")
            let clean = try trial.cleanWork("--json", program: program)
            #expect(try clean.skipped(target)?["reason_code"] == "process_unreadable", "\(clean)")
            #expect(try clean.skipped(plain)?["reason_code"] == "process_unreadable", "\(clean)")
            #expect(FileSystem.exists(target) && FileSystem.exists(plain))
        }

        @Test func `a directory that may not be read is a problem, and the others are scanned`() throws {
            let (scan, _) = try scanAndClean("mkdir work/closed; chmod 700 work/closed")
            #expect(scan.exited(.partial), "\(scan)")
            let problems = try #require(try scan.data()["problems"]?.array)
            #expect(problems.map { $0["path"]?.string } == ["\(trial.work)/closed"])
            #expect(problems.first?["error_code"] == "disk.not_permitted")
            #expect(try scan.artifact(target)?["decision"] == "delete")
        }
    }
}
