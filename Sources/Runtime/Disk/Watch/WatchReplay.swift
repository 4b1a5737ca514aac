internal import Decision
internal import DiskDefence
internal import Formats
package import Model
internal import Planning
package import Primitives
internal import Reporting

/// Decides about recorded looks as a watch would have, without a clock: the same trace gives the same events, byte for byte.
///
/// What the watch did then has shaped the looks that follow, so what is decided now changes nothing of them. Ballast counts as
/// given back, scans as having brought nothing.
///
/// - Complexity: O(lines).
package struct WatchReplay {
    private var monitor: DiskMonitor
    private var policy: PolicyGuard

    package init(settings: DiskSettings) {
        monitor = DiskMonitor(
            control: settings.control, watch: settings.watch, cooldown: settings.ballast.cooldown)
        policy = PolicyGuard(mode: .enforce, settings: settings.watch.guardrails)
    }

    /// Replays a trace: lines of JSON, the volumes of one look beneath each other.
    ///
    /// - Parameters:
    ///   - trace: what `disk watch --record` has written.
    ///   - tell: told of each event.
    /// - Returns: the number of the last line where it has no end and was left out: the watch was ended while it wrote.
    /// - Throws: `TendError` (`malformed_input`) that names the first line that cannot be understood.
    package mutating func run(
        _ trace: [UInt8], tell: (DiskEvent) throws(TendError) -> Void
    ) throws(TendError) -> Int? {
        var looks: [VolumeLook] = []
        var lines = trace.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // What follows the last line's end: nothing, unless it is torn.
        let torn = lines.popLast().flatMap { $0.isEmpty ? nil : lines.count + 1 }
        for (number, line) in lines.enumerated() where !line.isEmpty {
            let look = try Self.look(line, number + 1)
            if let last = looks.last, last.seconds != look.seconds {
                for event in events(looks) { try tell(event) }
                looks = []
            }
            looks.append(look)
        }
        for event in events(looks) { try tell(event) }
        return torn
    }

    /// More ballast files than any pool has.
    private static let possibleFiles = 0...1_000_000

    private static func look(_ line: ArraySlice<UInt8>, _ number: Int) throws(TendError) -> VolumeLook {
        do throws(TendError) {
            let look = try VolumeLook.read(try JSONParser.parse(Array(line)))
            guard possibleFiles.contains(look.ballastFiles) else {
                throw TendError(
                    .malformedInput,
                    "ballast_files is not from \(possibleFiles.lowerBound) to \(possibleFiles.upperBound)")
            }
            return look
        } catch {
            throw TendError(
                .malformedInput, "line \(number) of the trace is no look at a volume: \(error.message)", area: "disk",
                hint: "traces are made by tend disk watch --record FILE")
        }
    }

    private mutating func events(_ looks: [VolumeLook]) -> [DiskEvent] {
        guard let first = looks.first else { return [] }
        return monitor.look(looks, at: first.seconds).flatMap { event($0, looks, first) }
    }

    private mutating func event(_ step: MonitorStep, _ looks: [VolumeLook], _ first: VolumeLook) -> [DiskEvent] {
        switch step {
        case .level(let mount, let before, let decision):
            return [DiskEvent(level: decision, of: mount, before: before?.rawValue, at: first.at)]
        case .release(let mount, let files):
            monitor.released(files, of: mount, at: first.seconds)
            return [Self.ballast("release", files, mount, first.at)]
        case .replenish(let mount):
            monitor.made(1, of: mount, at: first.seconds)
            return [Self.ballast("provision", 1, mount, first.at)]
        case .window(let window):
            return policy.observe(window, at: first.seconds).transition.map { [DiskEvent($0, at: first.at)] } ?? []
        case .scan(let order):
            monitor.scanned(brought: false, cost: 0)
            return [DiskEvent(order, at: first.at)]
        }
    }

    private static func ballast(_ what: String, _ files: Int, _ mount: ForeignText, _ at: Int64) -> DiskEvent {
        var event = DiskEvent(at: at, kind: .ballast)
        event.subject = mount
        event.result = what
        event.count = files
        event.sentence = "\(files) ballast files would be \(what == "release" ? "given back" : "made")."
        return event
    }
}

extension DiskEvent {
    /// A scan that is due.
    fileprivate init(_ order: ScanOrder, at: Int64) {
        self.init(at: at, kind: .scan)
        result = "ordered"
        reason = order.cause.rawValue
        count = order.batch
        let urgency = order.urgencies.values.max() ?? 0
        sentence =
            "A scan is due: \(order.level.rawValue), urgency \(urgency.text(decimals: 4)), at most \(order.batch) removals."
    }
}
