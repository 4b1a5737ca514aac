import DiskDefence
import Model
import Primitives
import Testing

struct ScanSchedulerTests {
    private func paths(_ count: Int) -> [ForeignText] {
        (0..<count).map { ForeignText("/data/\($0 < 10 ? "0" : "")\($0)") }
    }

    private func scheduler(_ count: Int, budget: Int = 5) -> ScanScheduler {
        var settings = ScanSettings()
        settings.budget = budget
        var scheduler = ScanScheduler(settings: settings)
        scheduler.watch(paths(count))
        return scheduler
    }

    /// What each place gives: the first ones much, the others nothing.
    private func results(_ plan: ScanPlan, rich: Int = 4) -> [ScanResult] {
        let rich = paths(rich)
        return plan.chosen.map {
            ScanResult(
                path: $0.path, reclaimed: ByteCount(rich.contains($0.path) ? 1 << 33 : 0), reads: 1000, candidates: 1)
        }
    }

    @Test func `four fifths of the budget go to the highest utilities, the rest to who has waited longest`() {
        var scheduler = scheduler(20)
        for cycle in 0..<60 {
            let plan = scheduler.plan(at: Double(cycle) * 60)
            #expect(plan.cycle == cycle && !plan.isRoundRobin)
            #expect(plan.chosen.map(\.purpose) == [.exploit, .exploit, .exploit, .exploit, .explore])
            #expect(plan.skipped.count == 15 && plan.skipped.allSatisfy { $0.purpose == nil })
            #expect(Set((plan.chosen + plan.skipped).map(\.path)) == Set(paths(20)))
            let exploited = plan.chosen.prefix(4).map(\.utility)
            #expect(plan.skipped.map(\.utility).max() ?? 0 <= exploited.last ?? 0)
            for utilities in [exploited, plan.skipped.map(\.utility)] {
                #expect(utilities == utilities.sorted(by: >))
            }
            if cycle > 30 { #expect(Set(plan.chosen.prefix(4).map(\.path)) == Set(paths(4))) }
            scheduler.record(results(plan), at: Double(cycle) * 60 + 30)
        }
    }

    @Test(arguments: [(1, 0), (2, 1), (3, 1), (4, 1), (5, 1), (8, 2), (10, 2), (20, 4)])
    func `of a budget so much explores`(budget: Int, exploring: Int) {
        var scheduler = scheduler(50, budget: budget)
        let plan = scheduler.plan(at: 0)
        #expect(plan.chosen.count == budget)
        #expect(plan.chosen.count { $0.purpose == .explore } == exploring)
    }

    @Test func `equal places go by their paths`() {
        var scheduler = scheduler(9)
        let plan = scheduler.plan(at: 0)
        #expect(plan.chosen.map(\.path) == Array(paths(9).prefix(5)))
        #expect(plan.skipped.map(\.path) == Array(paths(9).suffix(4)))
    }

    @Test func `the order in which places are named changes nothing, and every run is the same`() {
        func run(_ order: [ForeignText]) -> [ScanPlan] {
            var scheduler = ScanScheduler()
            scheduler.watch(order)
            return (0..<80).map { cycle in
                let plan = scheduler.plan(at: Double(cycle) * 600)
                scheduler.record(results(plan), at: Double(cycle) * 600)
                return plan
            }
        }
        #expect(run(paths(30)) == run(paths(30)))
        #expect(run(paths(30)) == run(paths(30).reversed()))
    }

    /// ⌈places / exploring scans a cycle⌉; with a budget of 1 every fifth cycle explores.
    @Test(arguments: [(20, 5, 20), (7, 2, 7), (50, 10, 25), (6, 1, 30), (3, 5, 1)], [true, false])
    func `every place is chosen within a bounded number of cycles, however the clock goes`(
        size: (places: Int, budget: Int, cycles: Int), isRecorded: Bool
    ) {
        var scheduler = scheduler(size.places, budget: size.budget)
        var noise = Noise(seed: 8)
        var last = [ForeignText: Int](uniqueKeysWithValues: paths(size.places).map { ($0, -1) })
        for cycle in 0..<400 {
            let now = noise.next() * 1e6
            let plan = scheduler.plan(at: now)
            for item in plan.chosen { last[item.path] = cycle }
            if isRecorded { scheduler.record(results(plan, rich: size.budget), at: now) }
            #expect(last.values.allSatisfy { cycle - $0 <= size.cycles })
        }
    }

    @Test func `a place that is added is explored next, one that is taken away is forgotten`() throws {
        var scheduler = scheduler(20)
        for cycle in 0..<40 {
            let plan = scheduler.plan(at: Double(cycle))
            scheduler.record(results(plan), at: Double(cycle))
        }
        let new = ForeignText("/new")
        scheduler.watch(paths(19) + [new])
        #expect(scheduler.plan(at: 41).chosen.contains { $0.path == new })
        #expect(scheduler.statistics(of: paths(20)[19]) == nil)
        #expect(try #require(scheduler.statistics(of: paths(1)[0])).scans > 20)
        scheduler.record([ScanResult(path: ForeignText("/unknown"), reclaimed: ByteCount(5))], at: 42)
        #expect(scheduler.statistics(of: ForeignText("/unknown")) == nil)
    }

    @Test func `three wrong cycles running lead to turns, and five right ones back`() {
        var scheduler = scheduler(10)
        func cycle(_ bytes: UInt64) -> ScanPlan {
            let plan = scheduler.plan(at: 0)
            scheduler.record(
                plan.chosen.map { ScanResult(path: $0.path, reclaimed: ByteCount(bytes), reads: 1) }, at: 0)
            return plan
        }
        // Every place once, so that there are expectations.
        for _ in 0..<30 { _ = cycle(1000) }
        #expect(scheduler.trust.isTrusted)
        _ = cycle(400)
        _ = cycle(1_000_000)
        _ = cycle(0)
        #expect(!scheduler.trust.isTrusted)
        var rightOnes = 0
        var chosen: [ForeignText] = []
        while !scheduler.trust.isTrusted, rightOnes < 200 {
            let plan = cycle(1000)
            #expect(plan.isRoundRobin && plan.chosen.allSatisfy { $0.purpose == .roundRobin })
            chosen += plan.chosen.map(\.path)
            rightOnes += (scheduler.trust.newestError ?? 9) <= 0.5 ? 1 : 0
        }
        #expect(rightOnes >= 5 && rightOnes < 200)
        #expect(Set(chosen.prefix(10)) == Set(paths(10)))
        #expect(!scheduler.plan(at: 0).isRoundRobin)
    }

    @Test func `a right cycle among wrong ones keeps the utilities, and one that says nothing ends no run`() {
        var scheduler = scheduler(2, budget: 2)
        func record(_ bytes: UInt64?) {
            let results = bytes.map { bytes in
                paths(2).map { ScanResult(path: $0, reclaimed: ByteCount(bytes), reads: 1) }
            }
            scheduler.record(results ?? [], at: 0)
        }
        record(1000)
        for bytes in [0, 0, 490, 0, 0] as [UInt64] { record(bytes) }
        #expect(scheduler.trust.isTrusted)
        record(nil)
        #expect(scheduler.trust.isTrusted)
        record(0)
        #expect(!scheduler.trust.isTrusted)
    }

    @Test func `no places make an empty plan`() {
        var scheduler = ScanScheduler()
        #expect(scheduler.plan(at: 0) == ScanPlan())
    }

    @Test func `the defaults are valid, and a value out of range is named by its key`() throws {
        try ScanSettings().validate()
        let wrong: [(String, (inout ScanSettings) -> Void)] = [
            ("disk.scan.budget", { $0.budget = 0 }), ("disk.scan.exploit_share", { $0.exploitShare = .nan }),
            ("disk.scan.established_scans", { $0.establishedScans = 2 }), ("disk.scan.alpha", { $0.alpha = 0 }),
        ]
        for (key, change) in wrong {
            var settings = ScanSettings()
            change(&settings)
            let error = #expect(throws: TendError.self) { try settings.validate() }
            #expect(error?.message.hasPrefix("\(key) is ") == true, "\(key)")
        }
    }
}
