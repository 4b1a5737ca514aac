import Formats
import Model
import Planning
import TestSupport
import Testing

@testable import Reporting

/// What is written is read back: a field that the reader forgets is found here, however rare it is.
@Suite struct ReadBackTests {
    /// Fields that follow from others, and are made anew instead of read.
    private static let derived: Set<String> = [
        "candidates.start_id", "candidates.classification", "candidates.confidence", "candidates.evidence",
        "candidates.why", "candidates.undecided.sentence", "candidates.next_step.words",
        "candidates.trajectory.forecasts.unit", "goal.targets.unit", "baseline.anomaly_share",
        "baseline.measures.unusual", "baseline.categories.unusual", "deep_scan.cpu_share",
        "candidates.ledger.groups.terms.group", "candidates.supervisor.can_restart",
    ]
    /// What a group adds, which follows from its terms.
    private static let contributions = ProcessClass.allCases.map {
        "candidates.ledger.groups.contribution.\($0.rawValue)"
    }

    @Test(arguments: [false, true])
    func `every field of a plan is read back, save those that follow from others`(takesLast: Bool) throws {
        let differences = try Self.differences(ProcessPlan.self, takesLast: takesLast)
        #expect(differences.filter { !Self.derived.union(Self.contributions).contains($0.field) } == [])
    }

    @Test(arguments: [false, true])
    func `every field of a report of actions is read back, save those that follow from others`(
        takesLast: Bool
    ) throws {
        let derived: Set<String> = ["actions.result", "actions.reason_code", "done", "freed_bytes", "goals.unit"]
        let differences = try Self.differences(ApplyReport.self, takesLast: takesLast)
        #expect(differences.filter { !derived.contains($0.field) } == [])
    }

    /// What differs once a value of every field was read and written again.
    private static func differences<Whole: Record>(_ type: Whole.Type, takesLast: Bool) throws -> [JSONDifference] {
        var filling = Filling(takesLast: takesLast)
        let filled = filling.value(Whole.shape, key: "")
        // As it is recorded, and as it is printed after that.
        let recorded = try JSONParser.parse(Whole.read(filled).storedJSON)
        return try JSONDifference.all(filled, JSONParser.parse(Whole.read(recorded).json))
    }
}

/// A value for every field of a shape, none of which is left out.
private struct Filling {
    /// Which of several words is taken: one of the two is no default.
    let takesLast: Bool
    private var count = 0

    init(takesLast: Bool) {
        self.takesLast = takesLast
    }

    private static let classes = ProcessClass.allCases.map(\.rawValue)
    /// The names in objects that have one number a name.
    private static let names: [String: [String]] = [
        "posterior": classes, "prior": classes, "log_likelihood": classes, "contribution": classes,
        "expected_loss": ["keep", "stop"],
    ]

    mutating func value(_ shape: Shape, key: String) -> JSONValue {
        count += 1
        switch shape {
        case .string: return .string("\(key) \(count)")
        case .integer: return .integer(Int64(count % 100 + 1))
        case .number: return .number(Double(count) + 0.5)
        case .boolean: return .bool(takesLast)
        case .words(let words): return .string((takesLast ? words.last : words.first) ?? "")
        case .optional(let wrapped): return value(wrapped, key: key)
        case .anything: return ["unavailable": "not_permitted"]
        case .list(let element): return .array([value(element, key: key), value(element, key: key)])
        case .dictionary(let element):
            let members = (Self.names[key] ?? ["a"]).map {
                JSONObject.Member(key: $0, value: value(element, key: key))
            }
            return .object(JSONObject(members))
        case .record(_, let properties):
            let members = properties.map {
                JSONObject.Member(key: $0.key, value: value($0.shape, key: $0.key))
            }
            return .object(JSONObject(members))
        }
    }
}
