internal import Model
internal import Primitives

/// The fields of `/proc/PID/stat` that tend uses; numbers in the names below are those of proc(5).
struct ProcStat: Equatable {
    /// Where the name stands in the text; any bytes, chosen by the process.
    var name: Range<Int>
    var state: ProcessState
    var parent: Int32
    var processGroup: Int32
    var session: Int32
    var terminal: Int32
    var terminalForeground: Int32
    var flags: UInt64
    var minorFaults: UInt64
    var majorFaults: UInt64
    var userTicks: UInt64
    var systemTicks: UInt64
    var nice: Int32
    var threads: Int32
    var startTicks: UInt64
    var virtualBytes: UInt64
    var residentPages: UInt64
    var ignoredSignals: UInt64

    /// `PF_KTHREAD`.
    var isKernelThread: Bool { flags & 0x0020_0000 != 0 }
    /// Bit 0 is SIGHUP, signal 1.
    var ignoresHangup: Bool { ignoredSignals & 1 != 0 }

    /// Takes the text apart.
    ///
    /// - Throws: `TendError` (`malformed_input`) that names the field.
    init(parsing bytes: UnsafeBufferPointer<UInt8>) throws(TendError) {
        guard let open = bytes.firstIndex(of: UInt8(ascii: "(")),
            let close = bytes.lastIndex(of: UInt8(ascii: ")")), open < close
        else { throw Self.malformed("there is no name in parentheses") }
        name = (open + 1)..<close
        var fields = StatFields(bytes, from: close + 1)
        state = try fields.state()
        parent = try fields.signed(4, "ppid")
        processGroup = try fields.signed(5, "pgrp")
        session = try fields.signed(6, "session")
        terminal = try fields.signed(7, "tty_nr")
        terminalForeground = try fields.signed(8, "tpgid")
        flags = try fields.unsigned(9, "flags")
        minorFaults = try fields.unsigned(10, "minflt")
        fields.skip(1)
        majorFaults = try fields.unsigned(12, "majflt")
        fields.skip(1)
        userTicks = try fields.unsigned(14, "utime")
        systemTicks = try fields.unsigned(15, "stime")
        fields.skip(3)
        nice = try fields.signed(19, "nice")
        threads = try fields.signed(20, "num_threads")
        fields.skip(1)
        startTicks = try fields.unsigned(22, "starttime")
        virtualBytes = try fields.unsigned(23, "vsize")
        residentPages = try fields.unsigned(24, "rss")
        fields.skip(8)
        ignoredSignals = try fields.unsigned(33, "sigignore")
    }

    static func malformed(_ what: String) -> TendError {
        TendError(.malformedInput, "stat: \(what)", area: "processes")
    }
}

/// The fields behind the name, one after the other.
private struct StatFields {
    private var text: KernelText

    init(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int) {
        text = KernelText(bytes, from: position)
    }

    mutating func skip(_ count: Int) {
        for _ in 0..<count {
            text.skipBlanks()
            text.skip { $0 != UInt8(ascii: " ") }
        }
    }

    mutating func state() throws(TendError) -> ProcessState {
        text.skipBlanks()
        guard !text.isAtEnd, text.current != UInt8(ascii: "\n") else {
            throw ProcStat.malformed("field 3 (state) is missing")
        }
        let letter = text.current
        text.advance()
        return ProcessState(letter: letter)
    }

    mutating func unsigned(_ field: Int, _ name: StaticString) throws(TendError) -> UInt64 {
        text.skipBlanks()
        let start = text
        if let number = text.number() { return number }
        throw Self.problem(field, name, at: start)
    }

    mutating func signed(_ field: Int, _ name: StaticString) throws(TendError) -> Int32 {
        text.skipBlanks()
        let start = text
        let isNegative = text.current == UInt8(ascii: "-")
        if isNegative { text.advance() }
        guard let magnitude = text.number(), let positive = Int64(exactly: magnitude),
            let number = Int32(exactly: isNegative ? -positive : positive)
        else { throw Self.problem(field, name, at: start) }
        return number
    }

    private static func problem(_ field: Int, _ name: StaticString, at start: KernelText) -> TendError {
        let isMissing = start.isAtEnd || start.current == UInt8(ascii: "\n")
        return ProcStat.malformed("field \(field) (\(name)) is \(isMissing ? "missing" : "not a number that fits")")
    }
}

extension ProcessState {
    /// Through a table of bytes: making a `Character` for each process of each sample would cost more than reading it.
    init(letter: UInt8) {
        switch letter {
        case UInt8(ascii: "R"): self = .running
        case UInt8(ascii: "S"): self = .sleeping
        case UInt8(ascii: "D"): self = .uninterruptible
        case UInt8(ascii: "T"): self = .stopped
        case UInt8(ascii: "t"): self = .traced
        case UInt8(ascii: "Z"): self = .zombie
        case UInt8(ascii: "X"), UInt8(ascii: "x"): self = .dead
        case UInt8(ascii: "I"): self = .idleKernel
        case UInt8(ascii: "P"): self = .parked
        default: self = .unknown
        }
    }
}
