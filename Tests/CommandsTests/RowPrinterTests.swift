import Commands
import SystemCalls
import TestSupport
import Testing

@Suite struct RowPrinterTests {
    private let directory: TemporaryTree

    init() throws { directory = try TemporaryTree() }

    private func line(_ number: Int, length: Int = 5000) -> [UInt8] {
        Array(repeating: UInt8(ascii: "a") + UInt8(number % 26), count: length - 1) + [UInt8(ascii: "\n")]
    }

    private func isPrinted(_ outcome: RowPrinter.Outcome) -> Bool {
        if case .printed = outcome { true } else { false }
    }

    @Test func `what nobody reads is counted after one wait, and no line is torn`() throws {
        let pipe = try DescriptorPair.pipe()
        var printer = RowPrinter(pipe.second, patience: .milliseconds(300)) { false }
        let start = ContinuousClock.now
        var printed = (0..<30).count { isPrinted(printer.print(line($0))) }
        #expect(start.duration(to: .now) < .seconds(3), "each line waited anew")
        #expect((5..<20).contains(printed) && printer.unprinted == 30 - printed)
        var bytes = try pipe.readToEnd(limit: 1)
        printed += (30..<33).count { isPrinted(printer.print(line($0))) }
        pipe.closeSecond()
        bytes += try pipe.readToEnd(limit: 1 << 20)
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 33 - printer.unprinted && lines.count >= printed)
        #expect(lines.allSatisfy { $0.count == 4999 && Set($0).count == 1 })
    }

    @Test func `a slow reader gets every line`() throws {
        let pipe = try DescriptorPair.pipe()
        let copy = "\(directory.path)/copy"
        let reader = try ChildProcess.start(
            SpawnRequest(
                "sh", ["-c", "for step in 1 2 3 4; do sleep 0.2; head -c 50000; done; exec cat"],
                standardInput: .descriptor(pipe.first), standardOutput: .file(copy, [.writeOnly, .create])))
        defer { reader.end() }
        pipe.closeFirst()
        var printer = RowPrinter(pipe.second, patience: .seconds(20)) { false }
        for number in 0..<100 { #expect(isPrinted(printer.print(line(number)))) }
        pipe.closeSecond()
        #expect(try reader.wait(timeout: .seconds(20)) == .exited(0))
        #expect(try FileSystem.read(copy) == (0..<100).flatMap { line($0) })
        #expect(printer.unprinted == 0)
    }

    @Test func `an end ends the wait, however long it might be`() throws {
        let pipe = try DescriptorPair.pipe()
        var asked = 0
        var printer = RowPrinter(pipe.second, patience: nil) {
            asked += 1
            return asked > 50
        }
        #expect((0..<20).count { isPrinted(printer.print(line($0))) } < 20)
        #expect(printer.unprinted > 0)
    }

    @Test func `what is full fails and is no reader that has gone`() throws {
        let full = try FileDescriptor.open("/dev/full", [.writeOnly])
        var printer = RowPrinter(full.number, patience: nil) { false }
        for _ in 0..<2 {
            guard case .failed(let error) = printer.print(line(0)) else {
                Issue.record("it was printed")
                return
            }
            #expect(error.isFull)
        }
        #expect(printer.unprinted == 2)
    }

    @Test(arguments: [0, 1, 3, 4, 5, 6, 7, 8, 9, 100])
    func `the newest rows are kept, and the others counted`(count: Int) {
        var rows = NewestRows<Int>(limit: 4)
        for row in 0..<count { rows.append(row) }
        #expect(Array(rows.elements) == Array((0..<count).suffix(4)))
        #expect(rows.leftOut == max(0, count - 4))
    }
}
