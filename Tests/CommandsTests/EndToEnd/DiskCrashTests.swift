import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

extension EndToEnd {
    /// A tend that dies in the midst of a removal, and what the next one makes of it.
    @Suite(
        .enabled(if: Unoccupied.isProven, Unoccupied.reason),
        .enabled(if: StrangeTree.python != nil, "python3 is not installed"))
    struct DiskCrashTests {
        let trial: Trial
        let target: String

        init() throws {
            trial = try Trial()
            target = try trial.makeProject("shop")
        }

        /// So many files that unlinking them takes longer than seeing that it has begun.
        private func fill() throws {
            try StrangeTree.run(
                """
                for n in range(200):
                    os.mkdir(f'target/debug/deps/{n}')
                    for m in range(500): os.close(os.open(f'target/debug/deps/{n}/{m}', os.O_CREAT | os.O_WRONLY))
                age()
                """, in: "\(trial.work)/shop")
        }

        private func leftovers() throws -> [String] {
            try FileSystem.names(in: "\(trial.work)/shop").filter { $0.hasPrefix(".tend-trash-") }
        }

        /// Begins to remove it and kills tend while it does.
        private func interrupt(_ signal: Signal) throws {
            for _ in 0..<5 {
                try fill()
                let run = try trial.begin(["disk", "clean", trial.work, "--yes", "--json"])
                try waitUntil("nothing was moved", timeout: .seconds(120)) {
                    // Either it lies beside its place, or all of it has gone already.
                    let moved = try leftovers().contains { FileSystem.exists("\(trial.work)/shop/\($0)/target") }
                    return try moved || (leftovers().isEmpty && !FileSystem.exists(target))
                }
                try run.child.send(signal)
                let status = try run.child.wait(timeout: .seconds(60))
                if try !leftovers().isEmpty {
                    #expect(
                        signal == .kill || status == .exited(ExitCode.interrupted.rawValue),
                        "\(String(describing: status))")
                    return
                }
                // It was done before it was killed: once more, with a new one.
                try trial.makeProject("shop")
            }
            Issue.record("every removal was done before it was killed")
        }

        @Test(arguments: [Signal.kill, .interrupt])
        func `what was begun is finished by the next clean, and the record says so`(signal: Signal) throws {
            try interrupt(signal)
            #expect(!FileSystem.exists(target))
            let next = try trial.run(["disk", "clean", trial.work, "--yes", "--json"])
            #expect(next.exited(.clean), "\(next)")
            #expect(try leftovers().isEmpty)
            #expect(try FileSystem.names(in: "\(trial.work)/shop") == ["Cargo.toml"])
            #expect(try trial.run("audit verify").exited(.clean))
            let outcomes = try trial.run("audit list --json --kind outcome").data().array ?? []
            #expect(!outcomes.isEmpty && outcomes.allSatisfy { $0["body"]?["result"] == "done" }, "\(outcomes)")
            // And nothing is left to be settled a second time.
            #expect(try trial.run(["disk", "clean", trial.work, "--yes", "--json"]).exited(.clean))
        }

        @Test func `a scan after it was killed neither touches nor lists what was begun`() throws {
            try interrupt(.kill)
            let before = try leftovers()
            let scan = try trial.scanWork("--json")
            #expect(try scan.candidatePaths() == [], "\(scan)")
            #expect(try leftovers() == before)
        }
    }
}
