import Decision
import Model
import Primitives
import TestSupport
import Testing

@testable import Planning

@Suite struct ActionLimitsTests {
    /// Decides on findings of these probabilities without error rate, so that only the limits hold back.
    private func decide(
        _ limits: ActionLimits, _ chances: [Double], parents: [Int?]? = nil, memory: [Int] = [],
        categories: [ProcessCategory] = []
    ) -> [ProcessPlanner.Decision] {
        let findings = chances.indices.map { index in
            var facts = orphan()
            if categories.indices.contains(index) { facts.category = categories[index] }
            return finding(facts, abandoned: chances[index])
        }
        return ProcessPlanner(gates: gates, discovery: DiscoveryControl(alpha: 1), limits: limits)
            .decide(
                findings, copies: Array(chances.indices), parents: parents ?? chances.map { _ in nil },
                preselectionLimit: nil,
                reach: { .init(memory: ByteCount(UInt64(memory.isEmpty ? 0 : memory[$0])), processes: 3) })
    }

    private func limits(_ change: (inout ActionLimits) -> Void) -> ActionLimits {
        var limits = ActionLimits()
        change(&limits)
        return limits
    }

    private func reasons(_ decisions: [ProcessPlanner.Decision]) -> [String] {
        decisions.map { decision in decision.gates.first { $0.gate == "limit" }?.reasonCode ?? "" }
    }

    @Test func `what a limit holds back is for a person, by name, and is never preselected`() {
        let cases: [(ActionLimits, String)] = [
            (limits { $0.minimumPosterior = 0.985 }, "below_min_posterior"),
            (limits { $0.excludedCategories = [.agent, .test] }, "category_excluded"),
            (limits { $0.onlyCategories = [.build] }, "category_excluded"),
            (limits { $0.kills = 0 }, "max_kills"),
            (limits { $0.blastRadius = ByteCount(99) }, "blast_radius"),
            (limits { $0.blastProcesses = 2 }, "blast_radius"),
        ]
        for (limits, reason) in cases {
            let decisions = decide(limits, [0.98], memory: [100])
            #expect(decisions.map(\.recommendation) == [.review], "\(reason)")
            #expect(reasons(decisions) == [reason])
            #expect(!decisions[0].isPreselected)
        }
    }

    @Test func `unknown programs are left to a person only where that is asked for`() {
        for asked in [false, true] {
            let decisions = decide(
                limits { $0.abortsOnUnknown = asked }, [0.98, 0.98], categories: [.unknown, .test])
            #expect(reasons(decisions) == [asked ? "unknown_program" : "", ""])
        }
    }

    private static func match(_ expects: ProcessClass, holds: Bool) -> SignatureMatch {
        var asked = SignatureCriteria()
        asked.insert(.age)
        let claim = SignatureClaim(
            name: "s", version: 1, source: .builtin, expects: expects, weight: 1, sentence: "Known.", asked: asked)
        return SignatureMatch(claim, held: holds ? asked : SignatureCriteria())
    }

    @Test(
        arguments: [
            (nil, true), (match(.abandoned, holds: true), false), (match(.abandoned, holds: false), true),
            (match(.useful, holds: true), true), (match(.usefulBad, holds: true), false),
        ] as [(SignatureMatch?, Bool)])
    func `where a known pattern is required, only one of what is left behind will do, and wholly`(
        match: SignatureMatch?, isHeld: Bool
    ) {
        var facts = orphan()
        facts.signature = match
        let gates = limits { $0.requiresKnownSignature = true }.findings(finding(facts))
        #expect(gates.map(\.reasonCode) == (isHeld ? ["no_known_signature"] : []))
        #expect(ActionLimits().findings(finding(facts)).isEmpty)
    }

    @Test func `the surest count first, and what still fits is ended`() {
        let decisions = decide(limits { $0.kills = 2 }, [0.97, 0.99, 0.98, 0.96])
        #expect(decisions.map(\.recommendation) == [.review, .stop, .stop, .review])
        let byMemory = decide(
            limits { $0.blastRadius = ByteCount(100) }, [0.99, 0.98, 0.97], memory: [70, 60, 30])
        #expect(byMemory.map(\.recommendation) == [.stop, .review, .stop])
    }

    @Test func `a tree goes as a whole or stays, and its least sure member says how sure it is`() {
        // 0 <- 1 <- 2, and 3 alone.
        let parents: [Int?] = [nil, 0, 1, nil]
        let chances = [0.99, 0.99, 0.96, 0.97]
        let two = decide(limits { $0.kills = 3 }, chances, parents: parents)
        #expect(two.map(\.recommendation) == [.review, .review, .review, .stop])
        #expect(reasons(two) == ["max_kills", "max_kills", "max_kills", ""])
        let all = decide(limits { $0.kills = 4 }, chances, parents: parents)
        #expect(all.map(\.recommendation) == [.stop, .stop, .stop, .stop])
    }

    @Test func `a member that is held back keeps what it started`() {
        let decisions = decide(
            limits { $0.excludedCategories = [.shell] }, [0.99, 0.99], parents: [nil, 0], categories: [.shell, .test])
        #expect(decisions.map(\.recommendation) == [.review, .review])
        #expect(decisions[1].gates.map(\.reasonCode) == ["parent_stays"])
    }

    @Test func `limits only tighten: nothing is stopped that would not be without them`() {
        var random = Chance(seed: 11)
        for _ in 0..<300 {
            let count = random.below(8)
            let chances = (0..<count).map { _ in 0.9 + 0.001 * Double(random.below(100)) }
            let parents = (0..<count).map { index in
                index > 0 && random.below(2) == 0 ? random.below(index) : Int?.none
            }
            let memory = (0..<count).map { _ in random.below(100) }
            let limits = limits {
                $0.kills = random.below(8)
                $0.blastRadius = ByteCount(UInt64(random.below(300)))
                $0.minimumPosterior = 0.9 + 0.001 * Double(random.below(50))
            }
            let free = decide(ActionLimits(), chances, parents: parents, memory: memory)
            let held = decide(limits, chances, parents: parents, memory: memory)
            let stops = held.indices.filter { held[$0].recommendation == .stop }
            #expect(stops.allSatisfy { free[$0].recommendation == .stop })
            #expect(stops.count <= limits.kills)
            #expect(stops.allSatisfy { chances[$0] >= limits.minimumPosterior })
            #expect(stops.allSatisfy { place in parents[place].map { held[$0].recommendation == .stop } ?? true })
        }
    }

    @Test func `two limits together are the stricter of each`() {
        let one = limits {
            $0.minimumPosterior = 0.9
            $0.kills = 5
            $0.onlyCategories = [.test, .build]
            $0.excludedCategories = [.agent]
        }
        let other = limits {
            $0.minimumPosterior = 0.8
            $0.kills = 3
            $0.onlyCategories = [.build, .batch]
            $0.excludedCategories = [.shell]
            $0.abortsOnUnknown = true
        }
        let both = one.tightened(by: other)
        #expect(both == other.tightened(by: one))
        #expect(both.minimumPosterior == 0.9 && both.kills == 3 && both.abortsOnUnknown)
        #expect(both.onlyCategories == [.build] && both.excludedCategories == [.shell, .agent])
        #expect(one.tightened(by: ActionLimits()) == one)
    }
}
