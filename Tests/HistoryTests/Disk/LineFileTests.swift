import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import History

@Suite struct LineFileTests {
    private let tree: TemporaryTree

    init() throws { tree = try TemporaryTree() }

    private func file(size: UInt64 = 40, count: Int = 2) -> LineFile {
        LineFile(path: "\(tree.path)/events.jsonl", size: ByteCount(size), count: count)
    }

    private func line(_ number: Int) -> [UInt8] { Array("line number \(number)\n".utf8) }

    private func texts(_ lines: [[UInt8]]) -> [String] { lines.map { String(decoding: $0, as: UTF8.self) } }

    @Test func `it is rotated before it grows past its size, and says when the oldest went`() throws {
        let file = file()
        let hasDropped = try (1...8).map { try file.append(line($0)) }
        // Two lines a file: the third rotated file of them has no place.
        #expect(hasDropped == [false, false, false, false, false, false, true, false])
        #expect(try texts(file.lines()) == (3...8).map { "line number \($0)" })
        #expect(try FileSystem.names(in: tree.path).sorted() == ["events.jsonl", "events.jsonl.1", "events.jsonl.2"])
    }

    @Test func `lines of many that write and rotate at once are all there, each whole and once`() async throws {
        let file = file(size: 400, count: 100)
        try await withThrowingTaskGroup { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<100 { _ = try file.append(Array("writer \(writer) line \(number)\n".utf8)) }
                }
            }
            try await group.waitForAll()
        }
        let wanted = (0..<4).flatMap { writer in (0..<100).map { "writer \(writer) line \($0)" } }
        #expect(try texts(file.lines()).sorted() == wanted.sorted())
        #expect(FileSystem.exists("\(file.path).1"))
    }

    @Test func `a line behind a torn one stands alone`() throws {
        let file = file(size: 1000)
        try tree.write("{\"torn", to: "events.jsonl")
        _ = try file.append(line(1))
        #expect(try texts(file.lines()) == ["{\"torn", "line number 1"])
    }

    @Test func `only the newest bytes are read where there are more than asked for`() throws {
        let file = file(size: 1000)
        for number in 1...3 { _ = try file.append(line(number)) }
        #expect(try texts(file.lines(limit: 14)) == ["line number 3"])
    }

    @Test func `what is a link is not written through`() throws {
        let other = try tree.write("precious", to: "other")
        try #require(ChildProcess.start(SpawnRequest("ln", ["-s", other, file().path])).wait() == .exited(0))
        #expect(throws: SystemCallError.self) { try file().append(line(1)) }
        #expect(try FileSystem.read(other) == Array("precious".utf8))
    }
}
