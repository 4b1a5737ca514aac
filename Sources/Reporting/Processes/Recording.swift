internal import Formats
package import Model
package import Primitives

/// A scan as a file: a header line, then one line a process.
///
/// Judged from it, the answer is the same on any machine.
package enum Recording {
    package static let version = 1

    /// The header line of a recording.
    private struct Header: Record {
        var kind = "tend.recording"
        var version = Recording.version
        var processes = 0
        var host = HostFacts()
        static let recordName = "recording"
        static let fields: [Field<Header>] = [
            Field("kind", \.kind, "Says what the file is."),
            Field("version", \.version, "Version of the format."),
            Field("processes", \.processes, "Lines that follow."),
            Field("host", \.host, "The machine and the viewer."),
        ]
    }

    /// A recording; as one JSON list where the record wants a single value.
    ///
    /// The lines of its processes are taken as they are where they were written before.
    /// - Complexity: O(*n*) processes, about 1 KiB each.
    package static func encode(_ sample: MachineSample, asList: Bool = false, lines: [UInt8]? = nil) -> [UInt8] {
        let lines = lines ?? self.lines(sample.processes[...], asList: asList)
        var writer = JSONWriter()
        Header(processes: sample.processes.count, host: sample.host).write(to: &writer)
        var bytes: [UInt8] = asList ? Array("[\n".utf8) : []
        bytes.reserveCapacity(writer.bytes.count + lines.count + 8)
        bytes += writer.bytes
        bytes += lines
        return bytes + Array((asList ? "\n]\n" : "\n").utf8)
    }

    /// The lines of some processes, each led by the end of the line before it.
    package static func lines(_ processes: ArraySlice<ProcessObservation>, asList: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1024 * processes.count)
        let end = Array((asList ? ",\n" : "\n").utf8)
        var writer = JSONWriter()
        for process in processes {
            bytes += end
            writer.removeAll()
            process.write(to: &writer)
            bytes += writer.bytes
        }
        return bytes
    }

    /// Reads a recording back.
    ///
    /// - Throws: `TendError` (`malformed_input`, `unsupported_version`) that names the file and, where it can, the line.
    package static func decode(_ bytes: [UInt8], file: String) throws(TendError) -> MachineSample {
        let values = try located(file, 1) { () throws(TendError) -> Values in try Values(bytes) }
        guard values.count > 0 else { throw malformed(file, 1, "the file is empty") }
        let header = try located(file, 1) { () throws(TendError) -> Header in
            try self.header(values.value(0))
        }
        guard values.count - 1 == header.processes else {
            throw malformed(
                file, values.count,
                "it announces \(header.processes) processes and holds \(values.count - 1); it was cut short")
        }
        var processes: [ProcessObservation] = []
        processes.reserveCapacity(header.processes)
        var last: Int32 = -1
        for index in 1..<values.count {
            var process = try located(file, index + 1) { () throws(TendError) in
                try ProcessObservation.read(values.value(index))
            }
            guard process.pid > last else { throw malformed(file, index + 1, "PIDs must rise from line to line") }
            last = process.pid
            process.identity.bootID = header.host.bootID
            processes.append(process)
        }
        return MachineSample(host: header.host, processes: processes)
    }

    /// The lines of a file, or the elements of the one list that the record keeps.
    private enum Values {
        case lines([ArraySlice<UInt8>])
        case list([JSONValue])

        init(_ bytes: [UInt8]) throws(TendError) {
            guard bytes.first == UInt8(ascii: "[") else {
                self = .lines(bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true))
                return
            }
            self = .list(try JSONParser.parse(bytes).array ?? [])
        }

        var count: Int {
            switch self {
            case .lines(let lines): lines.count
            case .list(let elements): elements.count
            }
        }

        func value(_ index: Int) throws(TendError) -> JSONValue {
            switch self {
            case .lines(let lines): try JSONParser.parse(Array(lines[index]))
            case .list(let elements): elements[index]
            }
        }
    }

    private static func header(_ value: JSONValue) throws(TendError) -> Header {
        guard value["kind"]?.string == "tend.recording" else {
            throw TendError(.malformedInput, "this is no recording of tend", area: "processes")
        }
        guard value["version"]?.integer == Int64(version) else {
            throw TendError(
                .unsupportedVersion,
                "this recording has a version that this tend does not read (it reads \(version))",
                area: "processes", hint: "record again with this tend, or read it with the one that wrote it")
        }
        let header = try Header.read(value)
        guard header.host.ticksPerSecond > 0, header.host.samples > 0, header.host.window >= 0 else {
            throw TendError(.malformedInput, "ticks per second and samples must be above 0", area: "processes")
        }
        return header
    }

    private static func located<Value>(
        _ file: String, _ line: Int, _ body: () throws(TendError) -> Value
    ) throws(TendError) -> Value {
        do {
            return try body()
        } catch {
            var located = error
            located.area = "processes"
            located.message = "\(file):\(line): \(error.message)"
            if located.hint == nil { located.hint = "make a new one with: tend processes record --out FILE" }
            throw located
        }
    }

    private static func malformed(_ file: String, _ line: Int, _ what: String) -> TendError {
        TendError(
            .malformedInput, "\(file):\(line): \(what)", area: "processes",
            hint: "make a new one with: tend processes record --out FILE")
    }
}
