import Decision
import Model
import Primitives
import TestSupport
import Testing

@testable import ProcessTriage

/// What a closer look may and may not do to a judgement.
struct DeepEvidenceTests {
    private let judge: ProcessJudge
    private let assessment: ProcessAssessment

    init() throws {
        let packs = try embeddedPacks.get()
        judge = ProcessJudge(priors: packs.priors, packVersion: "1")
        assessment = ProcessAssessment(derivation: FactDerivation(packs: packs), judge: judge)
    }

    private func weights(_ facts: ProcessFacts, _ reading: DeepReading) -> [Double] {
        var facts = facts
        facts.deep = reading
        return judge.deepWeights(facts).map { ($0.need + $0.health).array } ?? []
    }

    private func contribution(_ name: String, _ facts: ProcessFacts) -> [Double] {
        judge.ledger(facts).groups.first { $0.name == name }?.contribution(classes: 4) ?? []
    }

    private func choice(_ facts: ProcessFacts) -> ProcessRecommendation {
        assessment.findings([facts], pids: [7], waitProbability: 0)[0].choice
    }

    @Test func `the ledger's words and the judge's numbers agree, and no group exceeds its cap`() {
        var chance = Chance(seed: 11)
        for _ in 0..<500 {
            let reading = DeepReading.random(&chance)
            let facts = suspect {
                $0.deep = reading
                $0.cores = .measured(Double(chance.below(2)))
                $0.levels = [[.adrift], [.sev], [.att], [.adrift, .dmn]][chance.below(4)]
            }
            let told = judge.ledger(facts).posterior.probabilities
            for (own, told) in zip(judge.posterior(facts).probabilities, told) { #expect(abs(own - told) < 1e-12) }
            #expect(contribution("deep_need", facts).allSatisfy { abs($0) <= 1.2 })
            #expect(contribution("deep_health", facts).allSatisfy { abs($0) <= 1.5 })
            #expect(weights(facts, reading).allSatisfy { $0.isFinite })
        }
    }

    @Test func `without a closer look there is no group, and one that read nothing says exactly nothing`() {
        #expect(judge.ledger(suspect()).groups.allSatisfy { !$0.name.hasPrefix("deep") })
        for reason in [Unavailability.notCollected, .notPermitted, .overBudget, .gone] {
            var reading = DeepReading.quiet
            for probe in ProcessProbe.allCases { reading.setUnavailable(probe, reason) }
            #expect(weights(suspect(), reading) == [0, 0, 0, 0])
            let silent = suspect { $0.deep = reading }
            #expect(judge.posterior(silent) == judge.posterior(suspect()))
            let groups = judge.ledger(silent).groups.filter { $0.name.hasPrefix("deep") }
            #expect(groups.map(\.terms.count) == [DeepFact.need.count, DeepFact.health.count])
            for term in groups.flatMap(\.terms) {
                #expect(term.logLikelihood == [0, 0, 0, 0] && term.wording.sentence.hasPrefix("It says nothing: "))
            }
        }
    }

    /// One probe after the other is lost: what is left says the same as if it had never been taken.
    @Test func `a probe that could not be read weighs exactly as one that was not taken`() {
        for probe in ProcessProbe.allCases {
            var (lost, untaken) = (DeepReading.quiet, DeepReading.quiet)
            lost.setUnavailable(probe, .notPermitted)
            untaken.setUnavailable(probe, .notCollected)
            #expect(weights(suspect(), lost) == weights(suspect(), untaken), "\(probe)")
        }
    }

    @Test func `more signs that somebody is at work never make it look more abandoned`() {
        let changes: [(inout DeepReading) -> Void] = [
            { $0.directory = .measured(.with { $0.lastChange = .measured(5) }) },
            { $0.repository = .measured(.with { $0.lastChange = 5 }) },
            { $0.company = .measured([Companion(pid: 7, category: .shell)]) },
            { $0.descriptors = .measured(.with { $0.writing = 2 }) },
        ]
        for start in 0..<(1 << changes.count) {
            var reading = DeepReading.quiet
            for (place, change) in changes.enumerated() where start >> place & 1 == 1 { change(&reading) }
            let before = weights(suspect(), reading)[2]
            for change in changes {
                var more = reading
                change(&more)
                #expect(weights(suspect(), more)[2] <= before)
            }
        }
    }

    @Test func `more signs of ill health never make it look healthier`() {
        let changes: [(inout DeepReading) -> Void] = [
            { $0.faults = .measured(PageFaults(minor: 0, major: 9000)) },
            { $0.pressure = .measured(.with { $0.memoryFull = 0.9 }) },
            { $0.threads = .measured(.with { $0.uninterruptible = 3 }) },
            { $0.waitChannels = .measured([WaitChannel(name: "nfs_wait", looks: 5)]) },
            { $0.sockets = .measured(.with { ($0.listening, $0.stuck) = (1, 2) }) },
        ]
        var reading = DeepReading.quiet
        reading.sockets = .measured(.with { $0.listening = 1 })
        for change in changes {
            let before = weights(suspect(), reading)[1]
            change(&reading)
            #expect(weights(suspect(), reading)[1] >= before)
        }
    }

    @Test func `probes that hint at one fact say together no more than the fact itself would`() throws {
        for (place, fact) in DeepFact.all.enumerated() {
            let table = judge.tables.deep[place]
            let bounds = [table.holds, table.holds.map { 1 - $0 }].map { row in row.map { logarithm($0 / row[0]) } }
            for pattern in 0..<(1 << fact.tests.count) {
                let weight = table.weight(fact.tests.indices.map { pattern >> $0 & 1 == 1 ? .yes("") : .no("") })
                for index in 0..<3 {
                    let (one, other) = (bounds[0][index], bounds[1][index])
                    #expect(weight[index] >= min(one, other) - 1e-12 && weight[index] <= max(one, other) + 1e-12)
                }
            }
            let alone = abs(table.weight(fact.tests.indices.map { $0 == 0 ? .yes("") : .silent(because: "") })[2])
            let together = abs(table.weight(fact.tests.map { _ in .yes("") })[2])
            #expect(together <= 2 * alone + 1e-12, "\(fact.name)")
        }
    }

    @Test(arguments: ProcessCategory.allCases)
    func `no closer look by itself turns keeping into ending`(category: ProcessCategory) {
        var chance = Chance(seed: 17)
        for level in [AttachmentLevel.att, .dmn, .bg, .adrift, .sev] {
            let plain = suspect {
                $0.category = category
                $0.role = judge.priors.categories[category].role
                $0.levels = [level]
                $0.age = 7200
            }
            let before = choice(plain)
            for _ in 0..<60 {
                var told = plain
                told.deep = .random(&chance)
                if before == .keep { #expect(choice(told) != .stop, "\(category) \(level)") }
            }
        }
    }

    /// Idle is not abandoned: nobody about, nothing open, nothing moving, and still of use.
    @Test(
        arguments: [
            (.editor, .interactive, .att), (.shell, .interactive, .att), (.shell, .interactive, .dmn),
            (.daemon, .daemon, .dmn), (.daemon, .daemon, .sup), (.service, .daemon, .sup), (.agent, .agent, .att),
            (.languageServer, .helper, .att), (.batch, .job, .bg), (.unknown, .unknown, .dmn),
            (.browser, .interactive, .att),
        ] as [(ProcessCategory, ProcessRole, AttachmentLevel)])
    func `what is idle and not cut off stays as useful after the closest look`(
        category: ProcessCategory, role: ProcessRole, level: AttachmentLevel
    ) {
        let idle = suspect {
            ($0.category, $0.role, $0.levels) = (category, role, [level])
            $0.age = 400_000
        }
        var looked = idle
        looked.deep = .quiet
        let abandoned = ProcessClass.abandoned.index
        #expect(choice(looked) == choice(idle))
        #expect(
            judge.posterior(looked).probabilities[abandoned] <= judge.posterior(idle).probabilities[abandoned] + 0.01)
        #expect(contribution("deep_need", looked) == [0, 0, 0, 0])
    }

    @Test func `its cap at 0 silences each group alone`() throws {
        var priors = judge.priors
        priors.silence("deep_need")
        var reading = DeepReading.quiet
        reading.agentMarks = .measured(["CLAUDECODE"])
        let facts = suspect { $0.deep = reading }
        let silenced = ProcessJudge(priors: priors, packVersion: "1").ledger(facts).groups
        #expect(silenced.first { $0.name == "deep_need" }?.contribution(classes: 4) == [0, 0, 0, 0])
        #expect(
            silenced.first { $0.name == "deep_health" }?.contribution(classes: 4) == contribution("deep_health", facts))
        #expect(contribution("deep_need", facts)[2] > 0.4)
    }
}
