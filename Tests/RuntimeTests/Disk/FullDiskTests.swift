import History
import Model
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Runtime

/// A file system of 64 MiB in a file of the test's own; it is unmounted and removed with the value.
private final class SmallVolume {
    let tree: TemporaryTree
    let path: String

    static let isPossible = Host.effectiveUserID == 0 && (try? SmallVolume()) != nil
    static let reason = "a file system cannot be made and mounted here: that needs root, mkfs.ext4 and a loop device"

    init() throws {
        tree = try TemporaryTree()
        path = try tree.makeDirectory("volume")
        let image = try tree.write(to: "image")
        try FileDescriptor.open(image, [.writeOnly]).truncate(to: 64 << 20)
        try Self.run("mkfs.ext4", "-q", "-F", "-m", "0", image)
        try Self.run("mount", "-o", "loop", image, path)
    }

    deinit {
        // What stays mounted is seen by whoever looks for it; the files below it are the test's own.
        try? Self.run("umount", path)
    }

    private static func run(_ program: String, _ words: String...) throws {
        let child = try ChildProcess.start(SpawnRequest(program, words, standardError: .null))
        try #require(child.wait() == .exited(0), "\(program) failed")
    }

    /// Writes until nothing more goes in.
    func fill() throws {
        let file = try FileDescriptor.open("\(path)/ballast", [.writeOnly, .create, .append])
        for size in [1 << 20, 4096, 1] {
            let block = [UInt8](repeating: 7, count: size)
            while true {
                do throws(SystemCallError) {
                    try file.writeOnce(block, to: path)
                } catch {
                    #expect(error.isFull)
                    break
                }
            }
        }
        try file.synchronize()
    }

    func empty() throws {
        try FileSystem.remove("\(path)/ballast")
    }
}

@Suite(.enabled(if: SmallVolume.isPossible, Comment(rawValue: SmallVolume.reason)))
struct FullDiskTests {
    private func event(_ number: Int, padding: Int = 0) -> DiskEvent {
        var event = DiskEvent(at: Int64(number), kind: .removal)
        event.subject = ForeignText("/data/\(number)")
        event.result = "done"
        event.sentence = "Removed." + String(repeating: " Once more.", count: padding)
        return event
    }

    @Test func `on a full disk no event is lost, and all are where they belong once there is room`() throws {
        let volume = try SmallVolume()
        let directory = "\(volume.path)/state"
        let journal = Journal(settings: HistorySettings(directory: directory))
        let file = LineFile(path: "\(directory)/disk-events.jsonl")
        let memory = MemoryFile(
            root: try volume.tree.makeDirectory("memory"), userID: Host.effectiveUserID, name: "disk-events.jsonl")
        let logger = DiskEventLogger(
            database: JournalDatabase(journal), file: file, refuge: memory, redactor: Redactor()
        ) { _ in false }
        func numbers(_ lines: [[UInt8]]) -> Set<Int64> { Set(lines.compactMap(DiskEventLogger.event).map(\.at)) }

        logger.log([event(0)], now: 0)
        #expect(logger.complaint == nil)
        try volume.fill()
        // Beyond what the last blocks of both files still take.
        for number in 1...60 { logger.log([event(number, padding: 80)], now: Double(number)) }
        #expect(logger.complaint != nil)
        #expect(logger.dropped == 0)
        #expect(try !memory.lines().isEmpty)
        #expect(try numbers(file.lines() + memory.lines()) == Set(0...60))

        try volume.empty()
        logger.log([event(61)], now: 200)
        logger.finish()
        #expect(logger.complaint == nil)
        #expect(!memory.exists)
        #expect(try numbers(file.lines()) == Set(0...61))
        #expect(try journal.reader().diskEvents(since: 0).map(\.at) == Array(0...61))
    }
}
