import Decision
import Formats
import History
import Primitives
import Runtime
import SystemCalls
import Testing

extension EndToEnd {
    /// The record as a process has it that stays, with several connections, while others come and go.
    @Suite struct SharedRecordTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        /// What this process has open below the test's directory and was removed from it.
        private func removedFiles() throws -> [String] {
            let files = try ProcFileSystem()
            return try FileSystem.names(in: "/proc/self/fd").compactMap { name in
                // A descriptor of another test may be closed by now.
                guard let number = Int32(name),
                    let link = try? files.readLink(pid: Host.processID, "fd", number)
                else { return nil }
                let target = String(decoding: link, as: UTF8.self)
                return target.hasPrefix(trial.stateDirectory) && target.hasSuffix("(deleted)") ? target : nil
            }
        }

        @Test func `another process does not take the log from under two connections of one`() throws {
            let settings = HistorySettings(directory: trial.stateDirectory)
            let (first, second) = (Journal(settings: settings), Journal(settings: settings))
            func set(_ journal: Journal, _ from: PolicyMode, _ to: PolicyMode) throws {
                try journal.setMode(
                    PolicyChange(from: from, to: to, reason: "test"), of: "disk", redactor: Redactor(home: nil))
            }
            try set(first, .observe, .enforce)
            _ = try second.store()
            for journal in [first, second] {
                #expect(second.mode(of: "disk") == .enforce)
                #expect(try trial.run("policy demote disk").exited(.actionsDone))
                #expect(try removedFiles() == [])
                #expect(first.mode(of: "disk") == .observe)
                #expect(second.mode(of: "disk") == .observe)
                try set(journal, .observe, .enforce)
            }
            #expect(first.mode(of: "disk") == .enforce)
            let shown = try trial.run("policy show --json").data()["domains"]?.array ?? []
            #expect(shown.first { $0["domain"] == "disk" }?["mode"] == "enforce")
            #expect(try trial.run("audit verify").exited(.clean))
        }
    }
}
