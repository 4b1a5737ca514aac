import Model
import Primitives
import TestSupport
import Testing

@testable import ProcessTriage

struct PriorLearningTests {
    private let priors: ProcessPriors

    init() throws { priors = try embeddedPacks.get().priors }

    private func shift(_ layer: LearnedPriors, _ category: ProcessCategory) throws -> PriorShift {
        try #require(priors.shifts(layer).first { $0.category == category })
    }

    @Test func `a label adds the difference from what was expected to conjugate counts`() throws {
        // Without evidence P(class | seen) is the prior: 14 / 1.5 / 4.5 of 20.
        let layer = Labels.layer([Labels.label(.abandoned)], priors)
        let entry = try #require(layer.own.categories.first)
        #expect(entry.weight == 1)
        #expect(zip(entry.residual, [-0.7, -0.075, 0.775]).allSatisfy { abs($0 - $1) < 1e-12 })
        let used = try shift(layer, .devServer).used
        // (20 + 1) p + R, of 21: one more observation of abandoned.
        #expect(zip(used, [14.0, 1.5, 5.5]).allSatisfy { abs($0 - $1 / 21) < 1e-12 })
    }

    @Test func `what the packs foresee moves nothing, however the processes were chosen`() throws {
        var chance = Chance(seed: 11)
        let learning = PriorLearning(priors: priors)
        // All look abandoned, and as many are as was said.
        let labels = (0..<4000).map { number in
            let label = Labels.label(.useful, evidence: Double(number % 5), number: number)
            let expected = learning.posterior(label.subject.features)
            let draw = Double(chance.below(1 << 30)) / Double(1 << 30)
            let actual: ProcessClass =
                draw < expected[0] ? .useful : draw < expected[0] + expected[1] ? .usefulBad : .abandoned
            return Labels.label(actual, evidence: Double(number % 5), number: number)
        }
        #expect(abs(try shift(Labels.layer(labels, priors), .devServer).shift) < 0.1)
        // Had they been counted, half of all dev servers would now begin as abandoned.
        #expect(labels.count { $0.actual == .abandoned } > labels.count / 2)
    }

    @Test func `an old label weighs 2 percent less for every week, and one left without a word half`() {
        let year = PriorLearning.weight(Labels.label(.useful, weeks: 52), now: Labels.now)
        #expect(abs(year - 0.349_75) < 1e-4)
        var unticked = Labels.label(.useful)
        unticked.source = .unticked
        #expect(PriorLearning.weight(unticked, now: Labels.now) == 0.5)
        // A clock that was set back makes no label weigh more.
        #expect(PriorLearning.weight(Labels.label(.useful, weeks: -9), now: Labels.now) == 1)
    }

    @Test func `a category without labels shrinks to its role, and that to all`() throws {
        let labels = (0..<6).map { Labels.label(.useful, of: .test, evidence: 1, number: $0) }
        let layer = Labels.layer(labels, priors)
        let (own, sameRole, others) = (
            try shift(layer, .test), try shift(layer, .build), try shift(layer, .editor)
        )
        let shifts = [own.shift, sameRole.shift, others.shift, 0]
        #expect(zip(shifts, shifts.dropFirst()).allSatisfy { $0 < $1 }, "\(shifts)")
        #expect(own.weight == 6 && sameRole.weight == 0)
    }

    @Test func `labels beyond the limit change what is believed, not how firmly`() throws {
        let many = Labels.layer((0..<5000).map { Labels.label(.abandoned, number: $0) }, priors)
        let counts = priors.applying(many).categories[.devServer].counts
        #expect(abs(counts.reduce(0, +) - LearnedPriors.strengthAtMost) < 1e-9)
        for role in ProcessRole.allCases {
            let learned = priors.applying(many).roles[role]
            for row in learned.levels + learned.modes {
                #expect(row.reduce(0, +) <= max(LearnedPriors.strengthAtMost, 100) + 1e-9)
            }
        }
    }

    @Test(arguments: [ProcessClass.abandoned, .useful, .usefulBad])
    func `no labels move a table beyond its bounds`(actual: ProcessClass) {
        let labels = (0..<3000).map { number in
            Labels.label(
                actual, of: ProcessCategory.allCases[number % ProcessCategory.allCases.count],
                evidence: Double(number % 9) - 4, number: number,
                levels: [AttachmentLevel.allCases[number % AttachmentLevel.allCases.count]])
        }
        let learned = priors.applying(Labels.layer(labels, priors))
        for category in ProcessCategory.allCases {
            check([learned.categories[category].counts], [priors.categories[category].counts], isClassRow: true)
        }
        for role in ProcessRole.allCases {
            check(learned.roles[role].levels, priors.roles[role].levels)
            check(learned.roles[role].modes, priors.roles[role].modes)
        }
    }

    /// Compares the log odds against useful, of classes in a row or of every place in rows of classes.
    private func check(_ rows: [[Double]], _ pack: [[Double]], isClassRow: Bool = false) {
        func odds(_ rows: [[Double]]) -> [Double] {
            guard !isClassRow else { return rows[0].dropFirst().map { logarithm($0 / rows[0][0]) } }
            let shares = rows.map { row in row.map { $0 / row.reduce(0, +) } }
            return (1..<rows.count).flatMap { row in
                shares[row].indices.map { logarithm(shares[row][$0] / shares[0][$0]) }
            }
        }
        for (after, before) in zip(odds(rows), odds(pack)) {
            #expect(after - before <= LearnedBounds.towardsHarm + 1e-9)
            #expect(after - before >= -LearnedBounds.towardsUseful - 1e-9)
        }
    }

    @Test func `two halves of the labels pool to the same as all of them`() throws {
        let labels = (0..<40).map { Labels.label($0 % 3 == 0 ? .useful : .abandoned, evidence: 2, number: $0) }
        let learning = PriorLearning(priors: priors)
        let halves = learning.evidence(Array(labels[..<20]), now: Labels.now)
            .pooled(with: learning.evidence(Array(labels[20...]), now: Labels.now))
        let all = learning.evidence(labels, now: Labels.now)
        let (one, other) = (try #require(halves.categories.first), try #require(all.categories.first))
        #expect(abs(one.weight - other.weight) < 1e-9)
        #expect(zip(one.residual, other.residual).allSatisfy { abs($0 - $1) < 1e-9 })
        let (rows, rowsOfAll) = (try #require(halves.roles.first), try #require(all.roles.first))
        let pairs = zip(rows.levelResiduals.joined(), rowsOfAll.levelResiduals.joined())
        #expect(pairs.allSatisfy { abs($0 - $1) < 1e-9 })
    }

    @Test func `damaged features teach nothing`() {
        var short = Labels.label(.abandoned)
        short.subject.features.modes = [0]
        var wild = Labels.label(.abandoned)
        wild.subject.features.evidence = [0, .nan, 1e300]
        var dead = Labels.label(.abandoned)
        dead.actual = .zombie
        #expect(Labels.layer([short, wild, dead], priors).own.isEmpty)
    }

    @Test func `without labels the priors are the packs'`() {
        #expect(priors.applying(LearnedPriors()) == priors)
    }
}
