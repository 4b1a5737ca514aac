import Decision
import Model
import Primitives
import TestSupport
import Testing

@testable import ProcessTriage

/// Questions to a past that can only hold back.
@Suite struct PastQuestionsTests {
    private func answers(_ looks: [PastLook], role: ProcessRole = .job) throws -> PastChecks {
        let priors = try embeddedPacks.get().priors
        return PastQuestions(
            looks: looks, rates: UseRates(role, priors), role: role, error: 0.05, surprise: 0.005
        ).answers
    }

    private func looks(_ count: Int, share: Double = 0, moved: Bool? = false) -> [PastLook] {
        Array(repeating: PastLook(seconds: 60, share: share, moved: moved), count: count)
    }

    private func holding(_ checks: PastChecks) -> Set<String> {
        Set(
            checks.checks.compactMap { check in
                guard case .measured(let value, let bound, _) = check.outcome, !(value <= bound) else { return nil }
                return check.step
            })
    }

    @Test func `a job that moves data in look after look is in use, by every test, and its evidence shrinks`() throws {
        let found = try answers(looks(40, share: 0.6, moved: true))
        #expect(
            holding(found) == [
                "past: SPRT", "past: mixture SPRT", "past: GLR", "past: e-process", "past: empirical Bernstein",
                "past: martingale",
            ])
        #expect(found.logEvidenceOfUse > 3)
    }

    @Test func `what is left behind is held back by none`() throws {
        for looks in [looks(40), looks(120, share: 0.95), looks(120, share: 0.001)] {
            let found = try answers(looks)
            #expect(holding(found).isEmpty)
            #expect(found.logEvidenceOfUse == 0)
        }
    }

    @Test func `work that has ended says nothing of now`() throws {
        let found = try answers(looks(40, share: 0.6, moved: true) + looks(20))
        #expect(holding(found).isEmpty)
        #expect(found.logEvidenceOfUse == 0)
    }

    @Test(arguments: [ProcessRole.server, .helper, .daemon, .interactive, .unknown])
    func `what a server or a helper writes is no sign of use`(role: ProcessRole) throws {
        let found = try answers(looks(60, share: 0.6, moved: true), role: role)
        #expect(holding(found).isEmpty && found.logEvidenceOfUse == 0)
    }

    @Test func `somebody who begins again is noticed, and a change of a moment`() throws {
        let begun = looks(60) + looks(20, share: 0.4, moved: false)
        #expect(holding(try answers(begun)).contains("past: posterior predictive check"))
        let sudden = looks(120, share: 0.02) + looks(1, share: 0.9)
        #expect(holding(try answers(sudden)).contains("past: conformal prediction"))
        #expect(!holding(try answers(looks(121, share: 0.02))).contains("past: conformal prediction"))
    }

    @Test(arguments: [0, 1, 7, 15, 83])
    func `a past too short says exactly nothing, and why`(count: Int) throws {
        let found = try answers(looks(count, share: 0.6, moved: true))
        #expect(count >= 8 || found.logEvidenceOfUse == 0)
        for check in found.checks {
            let needed = check.reasonCode == "past_shows_use" ? 8 : check.reasonCode == "past_was_quieter" ? 16 : 85
            guard count < needed else { continue }
            guard case .silent(let reason) = check.outcome else {
                Issue.record("\(check.step) answered")
                continue
            }
            #expect(reason.contains("needs \(needed)"), "\(check.step)")
        }
    }

    @Test func `unreadable storage counters say nothing of use`() throws {
        let found = try answers(looks(40, share: 0.6, moved: nil))
        #expect(!holding(found).contains { $0 != "past: conformal prediction" } && found.logEvidenceOfUse == 0)
    }

    @Test func `short steps are joined to looks, and a rest too short is left out`() throws {
        let series = try HistoryLayerTests().series([(0.5, 1, 0), (1.0, 1, 8), (0.1, 1, 0)])
        #expect(PastLook.all(series, lasting: 120).map(\.moved) == [true])
        #expect(abs((PastLook.all(series, lasting: 120).first?.share ?? 0) - 0.75) < 1e-9)
        #expect(PastLook.all(series, lasting: 60).map(\.moved) == [false, true, false])
    }

    /// Random pasts at the rate of what is left behind: each test holds back at most a share alpha of them, ever.
    @Test func `looking after every look rarely holds back what is left behind`() throws {
        let priors = try embeddedPacks.get().priors
        let rate = UseRates(.job, priors).moved.abandoned
        var random = Chance(seed: 8)
        let worlds = 150
        var held: [String: Int] = [:]
        for _ in 0..<worlds {
            var past: [PastLook] = []
            var ever: Set<String> = []
            for _ in 0..<60 {
                let isWorking = Double.random(in: 0...1, using: &random) < rate
                past.append(PastLook(seconds: 60, share: isWorking ? 0.5 : 0, moved: isWorking))
                ever.formUnion(holding(try answers(past)).filter { $0 != "past: posterior predictive check" })
            }
            for step in ever { held[step, default: 0] += 1 }
        }
        // Twice alpha: the SPRT's bound is for one pair of rates, and 150 worlds tell no finer.
        for (step, count) in held { #expect(Double(count) / Double(worlds) <= 0.1, "\(step): \(count)") }
    }
}

/// How long a suspect may stay undecided.
@Suite struct UndecidedClockTests {
    private func time(
        _ probabilities: [Double], role: ProcessRole = .job, cores: Double? = nil
    ) throws -> UndecidedTime {
        let packs = try embeddedPacks.get()
        let assessment = ProcessAssessment(
            derivation: FactDerivation(packs: packs), judge: ProcessJudge(priors: packs.priors, packVersion: "1"))
        var machine = Machine()
        machine.add(400, parent: 1, "python3 job.py", age: 40_000)
        var finding = try #require(assessment.findings(machine.sample).last)
        finding.posterior.probabilities = probabilities
        finding.facts.role = role
        finding.facts.cores = cores.map { .measured($0) } ?? .unavailable(.firstSample)
        return assessment.undecidedTime(finding)
    }

    @Test func `the open question may wait longest, and what a look cannot change is decided soonest`() throws {
        let open = try time([0.65, 0.05, 0.3, 0])
        #expect(open.lookValue > open.lookPrice && open.looks > 0)
        #expect(open.most > 1800)
        let sure = try time([0.001, 0, 0.999, 0])
        #expect(sure.lookValue <= sure.lookPrice && sure.looks == 0 && sure.most == 1800)
    }

    @Test func `the value of a look falls with each that shows nothing, and waiting ends`() throws {
        for useful in stride(from: 0.05, through: 0.9, by: 0.05) {
            let time = try time([useful, 0.02, 0.98 - useful, 0])
            #expect(time.most <= 7 * 86_400 && time.most >= 1800, "\(useful)")
            #expect((time.looks > 0) == (time.lookValue > time.lookPrice), "\(useful)")
        }
    }

    @Test func `what uses processors may wait less`() throws {
        let idle = try time([0.65, 0.05, 0.3, 0], cores: 0)
        let busy = try time([0.65, 0.05, 0.3, 0], cores: 8)
        #expect(busy.processorSeconds == 2700)
        #expect(busy.most <= 2700 && busy.most < idle.most)
        #expect(idle.processorSeconds == nil)
    }
}
