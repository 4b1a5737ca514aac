import Primitives
import SystemCalls
import Testing

@testable import History

@Suite struct UserLockTests {
    private func acquire(_ scratch: Scratch, wait: Duration = .zero) throws(TendError) -> UserLock {
        try UserLock.acquire(directory: scratch.settings.directory, purpose: "processes apply", wait: wait, now: 1000)
    }

    @Test func `a held lock is refused by the holder's name, and free again after it`() throws {
        let scratch = try Scratch()
        do {
            let lock = try acquire(scratch)
            #expect(lock.tookOverFrom == nil)
            let error = try #require(throws: TendError.self) {
                try UserLock.acquire(
                    directory: scratch.settings.directory, purpose: "x", wait: .milliseconds(30), now: 9000)
            }
            #expect(error.code == .locked)
            #expect(error.isRetryable)
            #expect(error.message.contains("PID \(Host.processID) (`processes apply`, for 8 s)"))
            withExtendedLifetime(lock) {}
        }
        #expect(try acquire(scratch).tookOverFrom == nil)
    }

    @Test(arguments: ["gone", "reused"])
    func `the entry of a holder that ended is taken over and said so`(reason: String) throws {
        let scratch = try Scratch()
        try FileSystem.makeDirectories(scratch.settings.directory)
        let boot = try #require(RunningProcess.bootID())
        let left = LockHolder(
            pid: reason == "gone" ? Int32.max : Host.processID, startTicks: 1, bootID: boot, since: 5,
            purpose: "disk clean")
        #expect(!left.isRunning)
        try FileSystem.replace("\(scratch.settings.directory)/tend.lock", with: left.fileText)
        #expect(try acquire(scratch).tookOverFrom == left)
    }

    @Test(arguments: ["", "garbage", "1 2 3", "a b c d e\n"])
    func `an entry that cannot be read names nobody`(text: String) throws {
        let scratch = try Scratch()
        try FileSystem.makeDirectories(scratch.settings.directory)
        try FileSystem.replace("\(scratch.settings.directory)/tend.lock", with: Array(text.utf8))
        #expect(try acquire(scratch).tookOverFrom == nil)
    }

    @Test func `a lock that cannot be made is no held lock`() throws {
        let scratch = try Scratch()
        try FileSystem.replace(scratch.settings.directory, with: [])
        defer { try? FileSystem.remove(scratch.settings.directory) }
        #expect(#expect(throws: TendError.self) { try acquire(scratch) }?.code == .cannotCreate)
    }
}
