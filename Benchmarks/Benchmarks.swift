import Primitives
import SystemCalls

/// The benchmarks by name.
enum Benchmarks {
    static func run(_ arguments: [String]) {
        do {
            switch arguments.first {
            case "processes": try ProcessBenchmark(arguments: Array(arguments.dropFirst())).run()
            case "disk": try DiskBenchmark(arguments: Array(arguments.dropFirst())).run()
            case PeakMemory.verb: try PeakMemory.print(arguments.dropFirst())
            default:
                throw TendError(
                    .usage,
                    "usage: bench processes|disk --work DIRECTORY [--count N] [--files N] [--repeats N] [--json]",
                    area: "bench")
            }
        } catch {
            let text = (error as? TendError)?.message ?? String(describing: error)
            // Nothing is left to be done where even standard error is closed.
            try? writeAll(Array("bench: \(text)\n".utf8), to: 2)
            exitProgram((error as? TendError)?.exitCode ?? .internalError)
        }
    }
}

/// One line of a benchmark's result.
struct Measurement {
    var name: String
    var label: String
    /// The median, in the unit.
    var value = 0.0
    var unit = "ms"
    /// What it is compared with: the name of another line.
    var reference: String?
    /// How it compares with that.
    var ratio: Double?
    /// What the ratio must not exceed, or the value where there is no ratio.
    var budget: Double?

    var meetsBudget: Bool {
        guard let budget else { return true }
        return (ratio ?? value) <= budget
    }
}

enum MeasurementTable {
    static func text(_ rows: [Measurement]) -> String {
        let width = rows.map(\.label.count).max() ?? 0
        return rows.map { row in
            let ratio = row.ratio.map { "  \(fixed($0, 2))x" } ?? ""
            let budget =
                row.budget.map { budget in
                    let most =
                        row.reference == nil
                        ? "\(fixed(budget, budget < 1 ? 1 : 0)) \(row.unit)" : "\(fixed(budget, 2))x"
                    return "  (budget \(most)\(row.meetsBudget ? "" : ", EXCEEDED"))"
                } ?? ""
            let label = row.label + String(repeating: " ", count: width - row.label.count)
            return "\(label)  \(fixed(row.value, 2)) \(row.unit)\(ratio)\(budget)\n"
        }.joined()
    }

    static func json(_ rows: [Measurement], benchmark: String, count: Int) -> String {
        let items = rows.map { row in
            let key = row.unit == "ms" ? "milliseconds" : "megabytes"
            var fields = ["\"name\": \"\(row.name)\"", "\"\(key)\": \(fixed(row.value, 4))"]
            if let ratio = row.ratio { fields.append("\"ratio\": \(fixed(ratio, 4))") }
            if let budget = row.budget {
                fields += ["\"budget\": \(fixed(budget, 2))", "\"meets_budget\": \(row.meetsBudget)"]
            }
            return "{\(fields.joined(separator: ", "))}"
        }
        return
            "{\"benchmark\": \"\(benchmark)\", \"count\": \(count), \"results\": [\(items.joined(separator: ", "))]}\n"
    }

    /// A number that is not negative, with so many decimals.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        var scale = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = Int((max(0, value) * Double(scale)).rounded())
        guard decimals > 0 else { return "\(scaled)" }
        let fraction = String(scaled % scale)
        return "\(scaled / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }
}

/// The middle of the values; 0 of none.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
