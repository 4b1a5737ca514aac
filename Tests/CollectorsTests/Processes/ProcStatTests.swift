import Model
import Primitives
import Testing

@testable import Collectors

@Suite struct ProcStatTests {
    private func parse(_ bytes: [UInt8]) throws -> (stat: ProcStat, name: [UInt8]) {
        try bytes.withUnsafeBufferPointer { text in
            let stat = try ProcStat(parsing: text)
            return (stat, [UInt8](text[stat.name]))
        }
    }

    private func parse(_ text: String) throws -> ProcStat {
        try parse(Array(text.utf8)).stat
    }

    @Test func `every field stands where proc(5) says`() throws {
        let text =
            "4242 (node) R 7 42 41 34817 43 4194560 95 96 3 97 10 4 98 99 20 -5 12 0 123456 5586944 448 "
            + "18446744073709551615 1 1 0 0 0 0 2 4097 8 1 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
        let stat = try parse(text)
        #expect(stat.state == .running)
        #expect([stat.parent, stat.processGroup, stat.session] == [7, 42, 41])
        #expect([stat.terminal, stat.terminalForeground] == [34817, 43])
        #expect([stat.minorFaults, stat.majorFaults, stat.userTicks, stat.systemTicks] == [95, 3, 10, 4])
        #expect([stat.nice, stat.threads] == [-5, 12])
        #expect([stat.startTicks, stat.virtualBytes, stat.residentPages] == [123_456, 5_586_944, 448])
        #expect(stat.ignoredSignals == 4097)
        #expect(stat.ignoresHangup)
        #expect(!stat.isKernelThread)
    }

    @Test(arguments: ["bash", "a b", "a) S 7 (b", "", "(((", ")", "line\nbreak", "1 (x) R 9"])
    func `a name may hold anything, parentheses included`(name: String) throws {
        let (stat, parsed) = try parse(Array(ProcTree.stat(9, name: name, parent: 77).utf8))
        #expect(parsed == Array(name.utf8))
        #expect(stat.parent == 77)
    }

    @Test func `a name need not be UTF-8`() throws {
        let text = Array("9 (".utf8) + [0xff, 0xc0, 0x01] + Array(ProcTree.stat(9).utf8.drop { $0 != 41 })
        #expect(try parse(text).name == [0xff, 0xc0, 0x01])
    }

    @Test(arguments: [
        ("", "stat: there is no name in parentheses"),
        ("12 sleep S 1", "stat: there is no name in parentheses"),
        (") 1 (", "stat: there is no name in parentheses"),
        ("12 (a)", "stat: field 3 (state) is missing"),
        ("12 (a) S", "stat: field 4 (ppid) is missing"),
        ("12 (a) S x", "stat: field 4 (ppid) is not a number that fits"),
        ("12 (a) S 99999999999", "stat: field 4 (ppid) is not a number that fits"),
        (
            "12 (a) S 1 2 3 0 -1 0 9 9 9 9 123456789012345678901234567890 1",
            "stat: field 14 (utime) is not a number that fits"
        ),
        ("12 (a) S 1 2 3 0 -1 0 9 9 9 9 -4 1", "stat: field 14 (utime) is not a number that fits"),
        ("12 (a) S 1 2 3 0 -1 0 9 9 9 9 4 1 1 1 20 0 1 0 77 1 1 1 2 3", "stat: field 33 (sigignore) is missing"),
    ])
    func `what is wrong is named`(text: String, message: String) {
        let error = #expect(throws: TendError.self) { try parse(text) }
        #expect(error?.message == message)
        #expect(error?.qualifiedCode == "processes.malformed_input")
    }

    @Test func `text cut anywhere is an error, never a crash`() {
        let whole = Array(ProcTree.stat(9, name: "a b").utf8)
        for length in 0..<whole.count {
            _ = try? parse(Array(whole[..<length]))
        }
    }

    @Test func `the largest numbers fit`() throws {
        let largest = String(UInt64.max)
        let text =
            "9 (x) S 2147483647 -2147483648 1 0 -1 \(largest) 1 1 1 1 \(largest) 1 1 1 20 0 1 0 \(largest) 1 1 "
            + "1 1 1 1 1 1 1 1 1 1 1"
        let stat = try parse(text)
        #expect(stat.parent == .max)
        #expect(stat.processGroup == .min)
        #expect(stat.userTicks == .max)
        #expect(stat.startTicks == .max)
        #expect(stat.ignoresHangup)
        #expect(stat.isKernelThread)
    }
}
