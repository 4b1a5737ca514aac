internal import Formats
internal import Model
internal import PackFiles
internal import Primitives

/// What a signature asks of a process at this moment; each thing asked for counts the same.
struct SignatureCircumstances: Sendable {
    static let keys = [
        "age_at_least", "age_at_most", "cpu_at_least", "cpu_at_most", "memory_at_least", "memory_at_most", "progress",
        "ports", "directory_any", "directory_deleted", "executable_any",
    ]

    /// Seconds.
    private let age: ClosedRange<Double>?
    /// Cores.
    private let cpu: ClosedRange<Double>?
    private let memory: ClosedRange<ByteCount>?
    private let progress: Bool?
    private let ports: [ClosedRange<UInt16>]
    private let directory: [WordPattern]
    private let directoryDeleted: Bool?
    private let executable: [WordPattern]
    let asked: SignatureCriteria

    init(_ table: PackTable) throws(TendError) {
        age = try table.span("age", unbounded: 0...Double.infinity) { key throws(TendError) in try table.seconds(key) }
        cpu = try table.span("cpu", unbounded: 0...Double.infinity) { key throws(TendError) in
            try table.number(key, in: 0...100_000)
        }
        memory = try table.span("memory", unbounded: .zero...ByteCount(.max)) { key throws(TendError) in
            try table.byteCount(key)
        }
        progress = try table.bool("progress")
        ports = try table.ports("ports")
        directory = try table.words("directory_any").map(WordPattern.init)
        directoryDeleted = try table.bool("directory_deleted")
        executable = try table.words("executable_any").map(WordPattern.init)
        var asked = SignatureCriteria()
        if age != nil { asked.insert(.age) }
        if cpu != nil { asked.insert(.cpu) }
        if memory != nil { asked.insert(.memory) }
        if progress != nil { asked.insert(.progress) }
        if !ports.isEmpty { asked.insert(.ports) }
        if !directory.isEmpty { asked.insert(.directory) }
        if directoryDeleted != nil { asked.insert(.directoryDeleted) }
        if !executable.isEmpty { asked.insert(.executable) }
        self.asked = asked
    }

    /// Those that hold; what could not be read does not.
    func held(_ facts: ProcessFacts, _ process: borrowing ProcessObservation) -> SignatureCriteria {
        var held = SignatureCriteria()
        if let age, age.contains(facts.age) { held.insert(.age) }
        if let cpu, let cores = facts.cores.value, cpu.contains(cores) { held.insert(.cpu) }
        if let memory, let last = process.counters.last, memory.contains(last.residentMemory) { held.insert(.memory) }
        if let progress, facts.progress.value == progress { held.insert(.progress) }
        if !ports.isEmpty, listens(process) { held.insert(.ports) }
        if !directory.isEmpty, Self.isPart(directory, of: process.workingDirectory.value) { held.insert(.directory) }
        if let directoryDeleted, facts.workingDirectoryDeleted.value == directoryDeleted {
            held.insert(.directoryDeleted)
        }
        if !executable.isEmpty, Self.isPart(executable, of: process.executable.value) { held.insert(.executable) }
        return held
    }

    private func listens(_ process: borrowing ProcessObservation) -> Bool {
        process.descriptors.value?.listeners.value?.contains { listener in
            listener.kind != .unix && ports.contains { $0.contains(listener.port) }
        } ?? false
    }

    private static func isPart(_ patterns: [WordPattern], of path: ForeignText?) -> Bool {
        guard let path else { return false }
        return patterns.contains { $0.isPart(of: path.bytes.span) }
    }
}

extension PackTable {
    /// A range given by `KEY_at_least` and `KEY_at_most`; nil where neither is.
    fileprivate func span<Bound: Comparable>(
        _ key: String, unbounded: ClosedRange<Bound>, _ read: (String) throws(TendError) -> Bound
    ) throws(TendError) -> ClosedRange<Bound>? {
        let (least, most) = ("\(key)_at_least", "\(key)_at_most")
        guard has(least) || has(most) else { return nil }
        let lower = has(least) ? try read(least) : unbounded.lowerBound
        let upper = has(most) ? try read(most) : unbounded.upperBound
        guard lower <= upper else {
            throw error("`\(least)` is above `\(most)` in \(subject)", line: line(of: least), hint: "exchange the two")
        }
        return lower...upper
    }

    fileprivate func seconds(_ key: String) throws(TendError) -> Double {
        let text = try string(key)
        guard let duration = HumanDuration.parse(text) else {
            throw error(
                "`\(key)` in \(subject) is no duration: `\(text)`", line: line(of: key),
                hint: "write `10m`, `4h` or `2d`")
        }
        return duration / .seconds(1)
    }

    /// Ports and ranges of them, as words: `3000 5173-5180`.
    fileprivate func ports(_ key: String) throws(TendError) -> [ClosedRange<UInt16>] {
        var ports: [ClosedRange<UInt16>] = []
        for word in try words(key) {
            let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
            guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, 0 < first, first <= last
            else {
                throw error("`\(word)` is no port", line: line(of: key), hint: "write `3000` or `5173-5180`")
            }
            ports.append(first...last)
        }
        return ports
    }
}
