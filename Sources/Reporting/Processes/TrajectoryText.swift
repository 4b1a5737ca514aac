internal import Formats
package import Model
internal import Primitives

extension ProcessTrajectory {
    /// Where it goes, in sentences: every metric of which something can be said, then the judgement.
    package var sentences: [String] {
        let told = forecasts.filter { $0.obstacle == nil && ($0.direction != .stable || $0.metric == .memory) }
        let untold = forecasts.filter { $0.obstacle != nil }
        return told.map(\.sentence) + Self.reasons(untold) + [prospect]
    }

    /// The same in a table's cell: what moves, and when the judgement changes.
    package var brief: String {
        let moving = forecasts.filter { $0.obstacle == nil && $0.direction != .stable }.map(\.sentence)
        let change = crossing.map { [Self.text($0)] } ?? []
        return (moving + change).joined(separator: " ")
    }

    /// Metrics that share a reason share a sentence.
    private static func reasons(_ forecasts: [Forecast]) -> [String] {
        var groups: [(reason: String, names: [String])] = []
        for forecast in forecasts {
            let reason = forecast.reason
            if let place = groups.firstIndex(where: { $0.reason == reason }) {
                groups[place].names.append(forecast.metric.title)
            } else {
                groups.append((reason, [forecast.metric.title]))
            }
        }
        return groups.map { "Nothing is foretold of its \($0.names.joined(separator: ", ")): \($0.reason)." }
    }

    private var prospect: String {
        crossing.map(Self.text)
            ?? "If it goes on so, it is judged as now for three days (P(abandoned) in a day: "
            + "\(inADay.abandoned.text(decimals: 2)))."
    }

    private static func text(_ outlook: Outlook) -> String {
        "If it goes on so, it is \(outlook.classification.rawValue) with P(abandoned) "
            + "\(outlook.abandoned.text(decimals: 2)) in \(HumanDuration.text(seconds: outlook.after)): "
            + "\(outlook.recommendation.rawValue)."
    }
}

extension ProcessTrajectory.Metric {
    fileprivate var title: String {
        switch self {
        case .memory: "memory"
        case .cpu: "processor use"
        case .storage: "storage traffic"
        case .threads: "threads"
        }
    }

    /// A value in words; for changes the sign is told by the verb.
    fileprivate func text(_ value: Double) -> String {
        switch self {
        case .memory: ByteCount(UInt64(max(0, min(abs(value), 1e18)))).text
        case .storage: ByteCount(UInt64(max(0, min(abs(value), 1e18)))).text + "/s"
        case .cpu: "\(abs(value).text(decimals: 2)) cores"
        case .threads: "\(abs(value).text(decimals: 1)) threads"
        }
    }
}

extension ProcessTrajectory.Forecast {
    fileprivate var reason: String {
        switch obstacle {
        case .tooShort: "\(steps) steps, and it takes 16"
        case .courseChanged: "it took another course \(steps) steps ago"
        case .notMeasured, nil: "it could not be read at every step"
        }
    }

    fileprivate var sentence: String {
        guard let direction, let now, let rate, let rateLow, let rateHigh else { return "" }
        guard direction != .stable else { return "Its \(metric.title) stays at \(metric.text(now))." }
        let ends = [abs(rateLow), abs(rateHigh)].sorted().map(metric.text)
        let pace =
            "Its \(metric.title) \(direction == .rising ? "rises" : "falls") by \(metric.text(rate)) an hour "
            + "(\(ends[0]) to \(ends[1]))\(shape)"
        return pace + (goal ?? "") + "."
    }

    private var shape: String {
        switch course {
        case .exponential: ", ever faster"
        case .plateau: plateau.map { ", towards \(metric.text($0))" } ?? ""
        default: ""
        }
    }

    private var goal: String? {
        guard let arrival, let expected = arrival.expected else { return nil }
        let limit =
            switch arrival.limit {
            case .controlGroup: "its control group's limit"
            case .machineMemory: "all memory that is available"
            case .processors: "all processors"
            }
        let latest = arrival.latest.map { HumanDuration.text(seconds: $0) } ?? "never"
        return "; reaches \(limit) in \(HumanDuration.text(seconds: expected)) "
            + "(\(HumanDuration.text(seconds: arrival.earliest ?? expected)) to \(latest))"
    }
}
