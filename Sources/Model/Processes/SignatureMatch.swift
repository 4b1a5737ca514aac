internal import Primitives

/// Where a signature comes from; one of a later source replaces one of the same name of an earlier.
///
/// The raw values appear in machine output and the record and never change.
package enum SignatureSource: String, Sendable, CaseIterable {
    case builtin, organisation, user
}

/// What a signature may ask of a process beside its words, its category and its level.
package enum SignatureCriterion: String, Ordinal {
    case age, cpu, memory, progress, ports, directory
    case directoryDeleted = "directory_deleted"
    case executable
}

/// A set of criteria.
package struct SignatureCriteria: Sendable, Equatable {
    private var bits: UInt16 = 0

    package init() {}

    package var count: Int { bits.nonzeroBitCount }
    package var names: [String] { SignatureCriterion.allCases.filter(contains).map(\.rawValue) }

    package mutating func insert(_ criterion: SignatureCriterion) { bits |= Self.bit(criterion) }
    package func contains(_ criterion: SignatureCriterion) -> Bool { bits & Self.bit(criterion) != 0 }

    package func subtracting(_ other: SignatureCriteria) -> SignatureCriteria {
        var rest = self
        rest.bits &= ~other.bits
        return rest
    }

    private static func bit(_ criterion: SignatureCriterion) -> UInt16 {
        1 << UInt16(criterion.ordinal)
    }
}

/// What a signature says of the processes that fit it; one object for all of them.
package final class SignatureClaim: Sendable {
    package let name: String
    /// Raised by whoever changes what it asks for or says.
    package let version: Int
    package let source: SignatureSource
    /// What such a process usually is: useful, useful_bad or abandoned.
    package let expects: ProcessClass
    /// What a whole match says for that, in nats.
    package let weight: Double
    /// Why, in one sentence.
    package let sentence: String
    package let asked: SignatureCriteria
    /// Name, version and source in one, as evidence tells where it comes from.
    package let label: String

    package init(
        name: String, version: Int, source: SignatureSource, expects: ProcessClass, weight: Double, sentence: String,
        asked: SignatureCriteria
    ) {
        self.name = name
        self.version = version
        self.source = source
        self.expects = expects
        self.weight = weight
        self.sentence = sentence
        self.asked = asked
        label = "signature \(name) \(version) (\(source.rawValue))"
    }
}

/// A process that fits a signature, wholly or in part.
package struct SignatureMatch: Sendable, Equatable {
    package let claim: SignatureClaim
    /// Those of the criteria asked for that hold; what could not be read does not.
    package let held: SignatureCriteria

    package init(_ claim: SignatureClaim, held: SignatureCriteria) {
        self.claim = claim
        self.held = held
    }

    /// Share of the criteria that hold, 0...1; 1 where nothing is asked for beside the program.
    package var score: Double {
        claim.asked.count == 0 ? 1 : Double(held.count) / Double(claim.asked.count)
    }

    package static func == (left: SignatureMatch, right: SignatureMatch) -> Bool {
        left.claim === right.claim && left.held == right.held
    }
}
