import History
import Model
import Primitives
import ProcessTriage
import SystemCalls
import TestSupport

@testable import Runtime

/// A record of its own for one test, removed with it.
final class LearningScratch {
    let directory = "/tmp/tend-learning-\(Host.processID)-\(UInt64.random(in: .min ... .max))"

    init() throws {
        try FileSystem.makeDirectories(directory)
    }

    deinit {
        // What cannot be removed lies under /tmp and harms nothing.
        for name in (try? FileSystem.names(in: directory)) ?? [] { try? FileSystem.remove("\(directory)/\(name)") }
        try? FileSystem.removeDirectory(directory)
    }

    /// An engine with the packs that are built in, as they are or changed.
    func engine(_ change: @escaping (inout ProcessPacks) -> Void = { _ in }) -> ProcessEngine {
        ProcessEngine(
            settings: ProcessSettings(), journal: Journal(settings: HistorySettings(directory: directory)),
            redactor: Redactor(home: "/home/ada"), key: GroupingKey.load(directory: directory)
        ) {
            () throws(TendError) in
            var packs = try ProcessPacks.embedded()
            change(&packs)
            return packs
        }
    }
}
