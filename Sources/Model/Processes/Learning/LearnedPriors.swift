package import Primitives

/// What labels have taught the judge: a layer over the packs' priors, versioned by itself.
///
/// It holds what was seen and not what follows from it, so that layers can be pooled and applied to newer packs.
package struct LearnedPriors: Sendable, Equatable {
    /// Readers refuse a layer of another version rather than guess.
    package static let currentVersion = 1
    /// Pack and labels together count as at most so many observations.
    package static let strengthAtMost = 200.0

    package var version = LearnedPriors.currentVersion
    /// Counts the changes of the layer on this machine.
    package var revision = 0
    /// Milliseconds since 1970 of the last change.
    package var madeAt: Int64 = 0
    package var profile = HostProfile()
    /// Labels of this machine that went in, and of how many programs.
    package var labels = 0
    package var programs = 0
    /// Labels of before this time (milliseconds since 1970) are not counted.
    package var since: Int64 = 0
    /// Exponent of the summed evidence, `temperingAtLeast`...1.
    package var tempering = 1.0
    /// From labels of this machine.
    package var own = PriorEvidence()
    /// From other machines.
    package var imported = PriorEvidence()
    /// Checksums of what was imported: the same file counts once.
    package var importedFrom: [String] = []
    /// Fitted laws of age and quiet time; what has none keeps the pack's.
    package var laws: [FittedLaw] = []

    package static let temperingAtLeast = 0.5
    /// What an evaluation without it is called.
    package static let ablationName = "learned_priors"

    package init() {}

    /// Whether it says anything beyond the packs.
    package var isEmpty: Bool {
        own.isEmpty && imported.isEmpty && laws.isEmpty && tempering == 1
    }

    /// Names it in ledgers, sessions and plans.
    package var label: String {
        let source = importedFrom.isEmpty ? "" : " and \(importedFrom.count) imported"
        return "learned \(revision) (\(labels) labels\(source))"
    }
}

/// What a set of labels says, as sums that can be added up.
///
/// For every thing that is counted: how much was expected of it, and by how much the labels differ from what the packs
/// had said of the same processes. Where the packs were right on average the differences cancel, however the processes
/// were chosen for labelling.
package struct PriorEvidence: Sendable, Equatable {
    package var categories: [CategoryEvidence] = []
    package var roles: [RoleEvidence] = []

    package init() {}

    package var isEmpty: Bool { categories.isEmpty && roles.isEmpty }
}

/// Labels of one category.
package struct CategoryEvidence: Sendable, Equatable {
    package var category = ProcessCategory.unknown
    /// Summed weights of the labels.
    package var weight = 0.0
    /// Sum of label - P(class | seen), for useful, useful_bad and abandoned; sums to 0.
    package var residual: [Double] = [0, 0, 0]

    package init() {}

    package init(_ category: ProcessCategory) { self.category = category }
}

/// Labels of one role: its attachment levels and activity modes.
package struct RoleEvidence: Sendable, Equatable {
    package var role = ProcessRole.unknown
    /// Expected weight of useful (useful_bad among it) and of abandoned.
    package var levelWeights: [Double] = [0, 0]
    /// A row for each of the two, a number a level.
    package var levelResiduals: [[Double]] = Array(
        repeating: Array(repeating: 0, count: AttachmentLevel.allCases.count), count: 2)
    /// Expected weight of useful, useful_bad and abandoned.
    package var modeWeights: [Double] = [0, 0, 0]
    /// A row a class, a number a mode.
    package var modeResiduals: [[Double]] = Array(
        repeating: Array(repeating: 0, count: ActivityMode.allCases.count), count: 3)

    package init() {}

    package init(_ role: ProcessRole) { self.role = role }
}

/// A Lomax law that fits labels better than the pack's.
package struct FittedLaw: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Age at a scan, of one category.
        case age
        /// Time since last seen at work, of one role.
        case quiet
    }

    package var kind = Kind.age
    /// The category, or the role.
    package var subject = ""
    /// useful, useful_bad or abandoned.
    package var actual = ProcessClass.useful
    package var shape = 1.0
    /// Hours.
    package var scale = 1.0
    /// Labels that it was fitted to.
    package var labels = 0

    package init() {}
}

/// What kind of machine it is, without its name: priors travel best between machines alike.
package struct HostProfile: Sendable, Equatable {
    package enum Memory: String, Sendable, CaseIterable {
        case under8 = "under_8_gib"
        case to32 = "8_to_32_gib"
        case to128 = "32_to_128_gib"
        case over128 = "over_128_gib"

        package init(_ memory: ByteCount) {
            switch memory.bytes >> 30 {
            case ..<8: self = .under8
            case ..<32: self = .to32
            case ..<128: self = .to128
            default: self = .over128
            }
        }
    }

    package enum Virtualization: String, Sendable, CaseIterable {
        case none, container, vm
    }

    package var processors = 0
    package var memory = Memory.under8
    package var virtualization = Virtualization.none
    package var hasSystemd = false
    /// What its user calls such machines, `devbox` or `ci`; empty where nobody said.
    package var purpose = ""

    package init() {}
}
