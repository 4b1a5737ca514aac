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
/// To recompute: log prior, plus for every group the sum of its terms (each within its bounds) clipped to ±cap; normalise.
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
                    key: "groups", shape: .list(GroupRow<Class>.shape), summary: "Evidence by group.", isOptional: false
                ),
            ])
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("prior")
        writeClasses(Class.self, prior, to: &writer)
        writer.key("prior_source")
        writer.string(priorSource)
        writer.key("groups")
        groups.map { GroupRow<Class>($0) }.write(to: &writer)
        writer.endObject()
    }

    package static func read(_ value: JSONValue) throws(TendError) -> Ledger {
        guard let prior = value["prior"], let source = value["prior_source"], let groups = value["groups"] else {
            throw unexpected(value, expected: "a ledger with prior, prior_source and groups")
        }
        return Ledger(
            prior: try readClasses(Class.self, prior), priorSource: try String.read(source),
            groups: try [GroupRow<Class>].read(groups).map(\.group))
    }

    package var text: String {
        strongest.prefix(3).map { "\($0.group.name) \($0.weight.text(decimals: 1))" }
            .joined(separator: ", ")
    }
}

/// Log likelihoods a class, relative to the class that is harmless to keep.
struct ClassWeights<Class: DecisionClass>: FieldValue {
    var numbers: [Double]
    static var shape: Shape { .dictionary(.number) }
    func write(to writer: inout JSONWriter) { writeClasses(Class.self, numbers, to: &writer) }
    static func read(_ value: JSONValue) throws(TendError) -> ClassWeights {
        ClassWeights(numbers: try readClasses(Class.self, value))
    }
    var text: String { numbers.map { $0.text(decimals: 2) }.joined(separator: " ") }
}

/// One group of a ledger.
struct GroupRow<Class: DecisionClass>: Record {
    var groupName = ""
    var cap = 0.0
    var contribution = ClassWeights<Class>(numbers: [])
    var terms: [EvidenceRow<Class>] = []

    init() {}

    init(_ group: EvidenceGroup) {
        groupName = group.name
        cap = group.cap
        contribution = ClassWeights(numbers: group.contribution(classes: Class.count))
        terms = group.terms.map { EvidenceRow($0, group: group.name) }
    }

    var group: EvidenceGroup {
        EvidenceGroup(name: groupName, cap: cap, terms: terms.map(\.evidence))
    }

    static var recordName: String { "evidence_group" }
    static var fields: [Field<GroupRow>] {
        [
            Field("name", \.groupName, "Name of the group."),
            Field("cap", \.cap, "Largest weight of the group in nats, either way."),
            Field("contribution", \.contribution, "What the group adds to each class's log odds, after caps."),
            Field("terms", \.terms, "The features of the group."),
        ]
    }
}

/// One term of evidence.
struct EvidenceRow<Class: DecisionClass>: Record {
    var feature = ""
    var group = ""
    var value = ""
    var unit = ""
    var logLikelihood = ClassWeights<Class>(numbers: [])
    var lowerBound: Double?
    var upperBound: Double?
    var effectiveSamples = 1.0
    var source = ""
    var sentence = ""

    init() {}

    init(_ evidence: Evidence, group: String) {
        let wording = evidence.wording
        feature = evidence.feature
        self.group = group
        value = wording.value
        unit = wording.unit
        logLikelihood = ClassWeights(numbers: evidence.logLikelihood)
        lowerBound = evidence.bounds?.lowerBound
        upperBound = evidence.bounds?.upperBound
        effectiveSamples = evidence.effectiveSamples
        source = evidence.source
        sentence = wording.sentence
    }

    /// All terms of a ledger, heaviest against useful first.
    static func rows(_ ledger: Ledger<Class>) -> [EvidenceRow] {
        ledger.groups.flatMap { group in group.terms.map { EvidenceRow($0, group: group.name) } }
            .sorted { $0.weight > $1.weight }
    }

    private var weight: Double { logLikelihood.numbers.map(abs).max() ?? 0 }

    var evidence: Evidence {
        let wording = Evidence.Wording(value: value, unit: unit, sentence: sentence)
        var bounds: ClosedRange<Double>?
        if let lowerBound, let upperBound, lowerBound <= upperBound { bounds = lowerBound...upperBound }
        return Evidence(
            feature: feature, logLikelihood: logLikelihood.numbers, effectiveSamples: effectiveSamples, bounds: bounds,
            source: source, wording: wording)
    }

    static var recordName: String { "evidence" }
    static var fields: [Field<EvidenceRow>] {
        [
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
}
