import Model
import Primitives
import TestSupport
import Testing

private import func Glibc.log
private import func Glibc.pow

@testable import ProcessTriage

struct RefittingTests {
    private let priors: ProcessPriors

    init() throws { priors = try embeddedPacks.get().priors }

    /// Ages of a Lomax law by inversion.
    private func aged(_ count: Int, shape: Double, scale: Double) -> [ProcessLabel] {
        var chance = Chance(seed: 5)
        return (0..<count).map { number in
            let draw = (Double(chance.below(1 << 30)) + 0.5) / Double(1 << 30)
            return Labels.label(
                .abandoned, evidence: 3, number: number, hours: scale * (pow(draw, -1 / shape) - 1))
        }
    }

    @Test func `a law is refitted to the largest marginal likelihood within its bounds`() throws {
        // The pack says Lomax(1, 48 h).
        let labels = aged(400, shape: 1, scale: 30)
        let changes = LawFitting(priors: priors).changes(labels, labels.map { _ in 1 })
        let change = try #require(changes.first)
        #expect(changes.count == 1)
        #expect(change.law.subject == "dev_server" && change.law.actual == .abandoned)
        #expect(change.isTaken && change.gain > 5)
        #expect((24...38).contains(change.law.scale / change.law.shape), "\(change.law)")
        // Nothing next to it is likelier.
        func likelihood(_ scale: Double) -> Double {
            labels.reduce(0) {
                let shape = change.law.shape
                let hours = $1.subject.features.ageHours
                return $0 + log(shape / scale) - (shape + 1) * log(1 + hours / scale)
            }
        }
        #expect(likelihood(change.law.scale) >= likelihood(change.law.scale * 1.05))
        #expect(likelihood(change.law.scale) >= likelihood(change.law.scale * 0.95))
    }

    @Test func `no times move a law beyond twice or half of the pack's`() throws {
        let labels = (0..<50).map { Labels.label(.useful, evidence: 3, number: $0, hours: 100_000) }
        let change = try #require(LawFitting(priors: priors).changes(labels, labels.map { _ in 1 }).first)
        let pack = priors.categories[.devServer].age[0]
        #expect(change.law.scale <= pack.scale * 2 + 1e-9 && change.law.shape >= pack.shape / 2 - 1e-9)
        var forged = LearnedPriors()
        forged.laws = [change.law]
        forged.laws[0].scale = 1e6
        #expect(priors.applying(forged).categories[.devServer].age[0].scale == pack.scale * 2)
    }

    @Test func `a law that fits as the pack's does is not worth its parameters, and few labels are no fit`() throws {
        let labels = aged(60, shape: 1, scale: 48)
        let change = try #require(LawFitting(priors: priors).changes(labels, labels.map { _ in 1 }).first)
        #expect(!change.isTaken && change.gain >= 0)
        #expect(LawFitting(priors: priors).changes(Array(labels.prefix(7)), labels.map { _ in 1 }).isEmpty)
    }

    /// Evidence of so many nats, of which a part only is true.
    private func overstated(_ nats: Double, worth: Double) -> [ProcessLabel] {
        var chance = Chance(seed: 3)
        let counts = priors.categories[.devServer].counts
        return (0..<400).map { number in
            let sign = number.isMultiple(of: 2) ? 1.0 : -1.0
            let odds = counts[2] / (counts[0] + counts[1]) * pow(2.718_281_828, sign * nats * worth)
            let draw = Double(chance.below(1 << 30)) / Double(1 << 30)
            return Labels.label(
                draw < odds / (1 + odds) ? .abandoned : .useful, evidence: sign * nats, number: number)
        }
    }

    @Test func `evidence that says too much is softened to what it is worth`() {
        let labels = overstated(3, worth: 0.7)
        let fit = Tempering.fit(labels, labels.map { _ in 1 }, by: priors, pack: priors)
        #expect((0.55...0.85).contains(fit.exponent), "\(fit)")
        #expect(fit.gain >= Tempering.leastGain)
    }

    @Test func `evidence is never sharpened, and few labels soften nothing`() {
        let labels = overstated(2, worth: 2)
        #expect(Tempering.fit(labels, labels.map { _ in 1 }, by: priors, pack: priors).exponent == 1)
        let few = Array(overstated(3, worth: 0.2).prefix(29))
        #expect(Tempering.fit(few, few.map { _ in 1 }, by: priors, pack: priors).exponent == 1)
    }

    @Test func `a report says what is gained, on labels learned from and on the newest that were not`() throws {
        let labels = (0..<100).map {
            Labels.label(.useful, evidence: 3, weeks: Int64(100 - $0) / 10, number: $0)
        }
        let fit = PriorLearning(priors: priors).refitted(LearnedPriors(), from: labels, now: Labels.now)
        let (packs, after) = (try #require(fit.report.scorePacks), try #require(fit.report.scoreAfter))
        #expect(after > packs + 0.1)
        #expect(fit.report.scoreBefore == packs)
        let heldOut = try #require(fit.report.heldOut)
        #expect(heldOut.labels == 20)
        #expect(heldOut.scoreLearned > heldOut.scorePacks)
        #expect(fit.report.labels == 100 && fit.report.programs == 100)
        #expect(fit.layer.labels == 100)
        // Learned once more from the same, nothing is gained.
        let again = PriorLearning(priors: priors).refitted(fit.layer, from: labels, now: Labels.now)
        #expect(again.layer == fit.layer)
        #expect(again.report.scoreBefore == again.report.scoreAfter)
    }

    @Test func `labels of before a reset are not counted`() {
        var layer = LearnedPriors()
        layer.since = Labels.now
        let learning = PriorLearning(priors: priors)
        #expect(learning.updated(layer, from: [Labels.label(.useful, weeks: 1)], now: Labels.now).isEmpty)
        #expect(!learning.updated(layer, from: [Labels.label(.useful)], now: Labels.now).isEmpty)
    }
}
