package import Decision
package import Formats
internal import Model
package import Primitives

/// One number a class, under the class's own name; null stands for minus infinity.
private func writeClasses<Class: DecisionClass>(_ type: Class.Type, _ numbers: [Double], to writer: inout JSONWriter) {
    writer.beginObject()
    for (subject, number) in zip(Class.allCases, numbers) {
        writer.key(subject.rawValue)
        writer.number(number)
    }
    writer.endObject()
}

private func readClasses<Class: DecisionClass>(
    _ type: Class.Type, _ value: JSONValue
) throws(TendError) -> [Double] {
    var numbers: [Double] = []
    for subject in Class.allCases {
        guard let number = value[subject.rawValue] else {
            throw unexpected(value, expected: "a number for '\(subject.rawValue)'")
        }
        numbers.append(try Double.read(number))
    }
    return numbers
}

extension Posterior: FieldValue {
    package static var shape: Shape { .dictionary(.number) }
    package func write(to writer: inout JSONWriter) { writeClasses(Class.self, probabilities, to: &writer) }
    package static func read(_ value: JSONValue) throws(TendError) -> Posterior {
        Posterior(probabilities: try readClasses(Class.self, value))
    }
    package var text: String {
        zip(Class.allCases, probabilities).map { "\($0.rawValue) \($1.text(decimals: 2))" }.joined(separator: ", ")
    }
}

/// Expected loss of each action, gentlest first.
struct ExpectedLosses: FieldValue {
    var rows: [(action: ProcessRecommendation, loss: Double)]

    static var shape: Shape { .dictionary(.number) }
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for row in rows {
            writer.key(row.action.rawValue)
            writer.number(row.loss)
        }
        writer.endObject()
    }
    static func read(_ value: JSONValue) throws(TendError) -> ExpectedLosses {
        guard let object = value.object else { throw unexpected(value, expected: "an object") }
        var rows: [(action: ProcessRecommendation, loss: Double)] = []
        for member in object.members {
            let action = try ProcessRecommendation.read(.string(member.key))
            rows.append((action, try Double.read(member.value)))
        }
        return ExpectedLosses(rows: rows)
    }
    var text: String { rows.map { "\($0.action.rawValue) \($0.loss.text(decimals: 1))" }.joined(separator: ", ") }
}

/// A ledger as JSON: prior, then each group with its cap and terms, then what each adds to the log odds.
///
/// To recompute: log prior, plus for every group the sum of its terms (each within its bounds) clipped to ±cap, all of that
/// times `tempering` where there is one; normalise.
extension Ledger: FieldValue {
    package static var shape: Shape {
        .record(
            name: "ledger",
            properties: [
                .init(
                    key: "prior", shape: .dictionary(.number), summary: "Probabilities before evidence.",
                    isOptional: false),
                .init(key: "prior_source", shape: .string, summary: "Where the prior comes from.", isOptional: false),
                .init(
                    key: "groups", shape: .list(GroupRow.shape), summary: "Evidence by group.", isOptional: false
                ),
                .init(
                    key: "tempering", shape: .number,
                    summary: "Exponent of all evidence together, learned; left out where it is 1.", isOptional: true),
            ])
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("prior")
        writeClasses(Class.self, prior, to: &writer)
        writer.key("prior_source")
        writer.string(priorSource)
        writer.key("groups")
        groups.map { GroupRow($0, Class.self) }.write(to: &writer)
        if tempering != 1 {
            writer.key("tempering")
            writer.number(tempering)
        }
        writer.endObject()
    }

    package static func read(_ value: JSONValue) throws(TendError) -> Ledger {
        guard let prior = value["prior"], let source = value["prior_source"], let groups = value["groups"] else {
            throw unexpected(value, expected: "a ledger with prior, prior_source and groups")
        }
        return Ledger(
            prior: try readClasses(Class.self, prior), priorSource: try String.read(source),
            groups: try [GroupRow].read(groups).map { $0.group(Class.self) },
            tempering: try value["tempering"].map { (value) throws(TendError) in try Double.read(value) } ?? 1)
    }

    package var text: String {
        strongest.prefix(3).map { "\($0.group.name) \($0.weight.text(decimals: 1))" }
            .joined(separator: ", ")
    }
}

/// One number a class, by the class's name, in the order of the classes.
///
/// It knows no class type: a list of fields that did would be made anew at every use, for static members of generic
/// types cannot be stored.
struct ClassWeights: FieldValue {
    var names: [String]
    var numbers: [Double]

    init<Class: DecisionClass>(_ type: Class.Type, _ numbers: [Double]) {
        // No key path: one made of a generic type is looked up anew at every use.
        names = Class.allCases.map { $0.rawValue }
        self.numbers = numbers
    }

    private init(names: [String], numbers: [Double]) {
        self.names = names
        self.numbers = numbers
    }

    static let none = ClassWeights(names: [], numbers: [])

    /// The numbers in the order of the classes; 0 for a class that has none.
    func ordered<Class: DecisionClass>(_ type: Class.Type) -> [Double] {
        Class.allCases.map { subject in names.firstIndex(of: subject.rawValue).map { numbers[$0] } ?? 0 }
    }

    static var shape: Shape { .dictionary(.number) }
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for (name, number) in zip(names, numbers) {
            writer.key(name)
            writer.number(number)
        }
        writer.endObject()
    }
    static func read(_ value: JSONValue) throws(TendError) -> ClassWeights {
        guard let object = value.object else { throw unexpected(value, expected: "an object") }
        var weights = ClassWeights.none
        for member in object.members {
            weights.names.append(member.key)
            weights.numbers.append(try Double.read(member.value))
        }
        return weights
    }
    var text: String { numbers.map { $0.text(decimals: 2) }.joined(separator: " ") }
}

/// One group of a ledger.
struct GroupRow: Record {
    var groupName = ""
    var cap = 0.0
    var contribution = ClassWeights.none
    var terms: [EvidenceRow] = []

    init() {}

    init<Class: DecisionClass>(_ group: EvidenceGroup, _ type: Class.Type) {
        groupName = group.name
        cap = group.cap
        contribution = ClassWeights(type, group.contribution(classes: Class.count))
        terms = group.terms.map { EvidenceRow($0, group: group.name, type) }
    }

    func group<Class: DecisionClass>(_ type: Class.Type) -> EvidenceGroup {
        EvidenceGroup(name: groupName, cap: cap, terms: terms.map { $0.evidence(type) })
    }

    static let recordName = "evidence_group"
    static let fields: [Field<GroupRow>] = [
        Field("name", \.groupName, "Name of the group."),
        Field("cap", \.cap, "Largest weight of the group in nats, either way."),
        Field("contribution", \.contribution, "What the group adds to each class's log odds, after caps."),
        Field("terms", \.terms, "The features of the group."),
    ]
}

/// One term of evidence.
struct EvidenceRow: Record {
    var feature = ""
    var group = ""
    var value = ""
    var unit = ""
    var logLikelihood = ClassWeights.none
    var lowerBound: Double?
    var upperBound: Double?
    var effectiveSamples = 1.0
    var source = ""
    var sentence = ""

    init() {}

    init<Class: DecisionClass>(_ evidence: Evidence, group: String, _ type: Class.Type) {
        let wording = evidence.wording
        feature = evidence.feature
        self.group = group
        value = wording.value
        unit = wording.unit
        logLikelihood = ClassWeights(type, evidence.logLikelihood)
        lowerBound = evidence.bounds?.lowerBound
        upperBound = evidence.bounds?.upperBound
        effectiveSamples = evidence.effectiveSamples
        source = evidence.source
        sentence = wording.sentence
    }

    /// All terms of a ledger, heaviest against useful first.
    static func rows<Class: DecisionClass>(_ ledger: Ledger<Class>) -> [EvidenceRow] {
        ledger.groups.flatMap { group in group.terms.map { EvidenceRow($0, group: group.name, Class.self) } }
            .sorted { $0.weight > $1.weight }
    }

    private var weight: Double { logLikelihood.numbers.map(abs).max() ?? 0 }

    func evidence<Class: DecisionClass>(_ type: Class.Type) -> Evidence {
        let wording = Evidence.Wording(value: value, unit: unit, sentence: sentence)
        var bounds: ClosedRange<Double>?
        if let lowerBound, let upperBound, lowerBound <= upperBound { bounds = lowerBound...upperBound }
        return Evidence(
            feature: feature, logLikelihood: logLikelihood.ordered(type), effectiveSamples: effectiveSamples,
            bounds: bounds, source: source, wording: wording)
    }

    static let recordName = "evidence"
    static let fields: [Field<EvidenceRow>] = [
        Field("feature", \.feature, "What was looked at."),
        Field("group", \.group, "The group that it belongs to."),
        Field("value", \.value, "What was seen."),
        Field("unit", \.unit, "Unit of the value; empty where it has none."),
        Field("log_likelihood", \.logLikelihood, "Log likelihood of each class relative to useful, before caps."),
        Field(optional: "lower_bound", \.lowerBound, "Least weight of this term alone."),
        Field(optional: "upper_bound", \.upperBound, "Greatest weight of this term alone."),
        Field("effective_samples", \.effectiveSamples, "How many independent looks it is worth."),
        Field("source", \.source, "Where it was seen."),
        Field("sentence", \.sentence, "What it means."),
    ]
}
