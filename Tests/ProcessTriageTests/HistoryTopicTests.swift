import Decision
import Model
import Primitives
import TestSupport
import Testing

@testable import ProcessTriage

/// The layers on simulated pasts of every class, and that what looks at the same numbers counts once.
@Suite struct HistoryTopicTests {
    private func answer(_ layer: HistoryLayer, _ steps: [Pasts.Step]) throws -> Bool? {
        layer.ask(try Pasts.series(steps))?.holds
    }

    private func steps(_ count: Int, _ step: (Int) -> Pasts.Step) -> [Pasts.Step] { (0..<count).map(step) }

    @Test func `work that moves less data than it used to yields less`() throws {
        let work = { (step: Int, bytes: UInt64) -> Pasts.Step in
            step % 5 < 3 ? (0.4, 50, bytes + UInt64(step % 7) * 100) : (0, 50, 0)
        }
        #expect(try answer(.yield, steps(100) { work($0, $0 < 50 ? 900_000 : 9_000) }) == true)
        #expect(try answer(.yield, steps(100) { work($0, 900_000) }) == false)
        #expect(try answer(.yield, steps(100) { work($0, $0 < 50 ? 9_000 : 900_000) }) == false)
        #expect(try answer(.yield, steps(100) { ($0 % 2 == 0 ? 0.4 : 0, 50, nil) }) == nil)
    }

    @Test func `memory of another size is told from memory that wanders`() throws {
        #expect(try answer(.memoryShift, steps(60) { (0, $0 < 30 ? 100 : 190, 0) }) == true)
        #expect(try answer(.memoryShift, steps(60) { (0, $0 < 30 ? 190 : 100, 0) }) == false)
        #expect(try answer(.memoryShift, steps(60) { (0, 100 + Double($0 % 3), 0) }) == false)
        #expect(try answer(.memoryShift, steps(60) { (0, $0 % 2 == 0 ? 100 : 190, 0) }) == false)
    }

    @Test func `a load beyond all earlier spikes is extreme, one as high as they were is not`() throws {
        var random = Chance(seed: 31)
        let spiky = steps(120) { step -> Pasts.Step in
            (step % 5 == 0 ? Double.random(in: 0.4...0.7, using: &random) : 0.1, 50, 0)
        }
        let ending = { (cores: Double) in spiky.prefix(115) + Array(repeating: (cores, 50.0, UInt64?(0)), count: 5) }
        #expect(try answer(.extremeLoad, Array(ending(3.5))) == true)
        #expect(try answer(.extremeLoad, Array(ending(0.65))) == false)
        #expect(try answer(.extremeLoad, Array(ending(0.2))) == nil)
        #expect(try answer(.extremeLoad, steps(120) { _ in (0, 50, 0) }) == nil)
    }

    @Test func `a load that drifts is told from one that flickers`() throws {
        var random = Chance(seed: 8)
        let drift = steps(128) { (Double($0) / 128 + Double.random(in: 0...0.05, using: &random), 50, 0) }
        let noise = steps(128) { _ in (Double.random(in: 0...1, using: &random), 50, 0) }
        #expect(try answer(.slowLoad, drift) == true)
        #expect(try answer(.slowLoad, drift.reversed()) == false)
        #expect(try answer(.slowLoad, noise) == false)
    }

    @Test func `work that no longer goes with storage is seen in the joint picture alone`() throws {
        var random = Chance(seed: 21)
        let joint = steps(120) { step -> Pasts.Step in
            let cores = Double.random(in: 0.1...0.9, using: &random)
            return (cores, 50 + Double(step % 2), UInt64(cores * 1e6))
        }
        // Each quantity stays as it was; only which goes with which is turned round.
        let torn = joint.enumerated().map { step, was -> Pasts.Step in
            step < 113 ? was : (was.cores, was.memory, UInt64(max(0, 1 - was.cores) * 1e6))
        }
        let apart = steps(120) { _ -> Pasts.Step in
            (
                Double.random(in: 0.1...0.9, using: &random), 50,
                UInt64.random(in: 1...1_000_000, using: &random)
            )
        }
        #expect(try answer(.together, joint) == false)
        #expect(try answer(.together, torn) == true)
        #expect(try answer(.together, apart) == nil)
    }

    @Test func `a rest that is longer than all before is one, and an ordinary one is not`() throws {
        let often = steps(140) { step -> Pasts.Step in (step < 80 && step % 4 == 0 ? 0.3 : 0, 50, 10) }
        let lately = steps(140) { step -> Pasts.Step in (step % 4 == 0 ? 0.3 : 0, 50, 10) }
        let few = steps(140) { step -> Pasts.Step in (step == 20 || step == 60 ? 0.3 : 0, 50, 10) }
        #expect(try answer(.longPause, often) == true)
        #expect(try answer(.longPause, lately) == false)
        #expect(try answer(.longPause, few) == nil)
        #expect(try answer(.lastChange, often) == true)
        #expect(try answer(.lastChange, lately) == false)
    }

    @Test func `the switch is off after work has ended, and on while it goes on`() throws {
        let ended = steps(120) { step -> Pasts.Step in (step < 70 && step % 3 != 0 ? 0.5 : 0, 50, 0) }
        let going = steps(120) { step -> Pasts.Step in (step % 3 != 0 ? 0.5 : 0, 50, 0) }
        #expect(try answer(.atWork, ended) == true)
        #expect(try answer(.atWork, going) == false)
        #expect(try answer(.atWork, steps(120) { _ in (0, 50, 0) }) == nil)
    }

    @Test func `who waits for relatives at work does not rest`() throws {
        let rest = try Pasts.series(steps(60) { _ in (0, 50, 0) })
        func ask(_ smoothed: Double) -> Bool? {
            let family = FamilyActivity(own: 0, smoothed: smoothed, relatives: 2)
            return HistoryLayer.familyRests.answer(ProcessPast(rest, family: family))?.holds
        }
        #expect(ask(0.004) == true)
        #expect(ask(0.2) == false)
        #expect(HistoryLayer.familyRests.ask(rest) == nil)
    }

    @Test func `spells of work are told from a steady trickle`() throws {
        let spells = steps(120) { step -> Pasts.Step in (step % 30 < 6 ? 0.5 : 0, 50, 0) }
        let trickle = steps(120) { step -> Pasts.Step in (step % 2 == 0 ? 0.02 : 0.03, 50, 0) }
        #expect(try answer(.spellsOfWork, spells) == true)
        #expect(try answer(.spellsOfWork, trickle) != true)
    }

    @Test func `data that follows work is told from data that comes by itself`() throws {
        var random = Chance(seed: 2)
        var followed: [Pasts.Step] = []
        var alone: [Pasts.Step] = []
        var pending = false
        for _ in 0..<160 {
            let works = Double.random(in: 0...1, using: &random) < 0.2
            followed.append((works ? 0.4 : 0, 50, pending ? 1_000_000 : 0))
            alone.append((works ? 0.4 : 0, 50, Double.random(in: 0...1, using: &random) < 0.2 ? 1_000_000 : 0))
            pending = works
        }
        followed[159].cores = 0.4
        alone[159].cores = 0.4
        #expect(try answer(.answeredWork, followed) == true)
        #expect(try answer(.answeredWork, alone) == false)
    }

    @Test func `sizes of bursts speak where large ones call forth more`() throws {
        var random = Chance(seed: 4)
        var (cascade, even): ([Pasts.Step], [Pasts.Step]) = ([], [])
        var children = 0
        for step in 0..<200 {
            let starts = step % 40 == 0
            cascade.append((starts ? 3 : children > 0 ? 0.05 : 0, 50, 0))
            children = starts ? 9 : max(0, children - 1)
            let burst = step % 40 < 10
            even.append((burst ? Double.random(in: 0.04...0.06, using: &random) : 0, 50, 0))
        }
        #expect(try answer(.burstSizes, cascade) == true)
        #expect(try answer(.burstSizes, even) == false)
    }

    @Test func `answers of one topic together count as one`() throws {
        var random = Chance(seed: 12)
        for past in [Pasts.forgotten(&random), Pasts.leak(&random), Pasts.used(&random)] {
            let readings = HistoryLayer.readings(try Pasts.series(past), isHeld: false)
            for topic in HistoryTopic.allCases {
                let shares = readings.filter { $0.layer.topic == topic && $0.share > 0 }.map(\.share)
                #expect(shares.isEmpty || abs(shares.reduce(0, +) - 1) < 1e-12, "\(topic)")
            }
        }
    }

    @Test func `a layer that is left out says so and gives its part to the others of its topic`() throws {
        var random = Chance(seed: 12)
        let series = try Pasts.series(Pasts.leak(&random))
        let readings = HistoryLayer.readings(series, isHeld: false, without: ["memory_trend"])
        let left = try #require(readings.first { $0.layer.name == "memory_trend" })
        #expect(left.share == 0)
        #expect(readings.filter { $0.layer.topic == .memory }.map(\.share).reduce(0, +) == 1)
    }

    /// What the past adds on average for a class, over many simulated processes of one kind.
    private func weight(
        _ subject: ProcessClass, _ kind: (inout Chance) -> [Pasts.Step]
    ) throws -> (need: Double, health: Double) {
        let judge = ProcessJudge(priors: try ProcessPacks.embedded().priors, packVersion: "test")
        var random = Chance(seed: 77)
        var sum = (need: 0.0, health: 0.0)
        for _ in 0..<20 {
            let series = try Pasts.series(kind(&random))
            for (index, reading) in HistoryLayer.readings(series, isHeld: false).enumerated() {
                guard case .answered(let answer) = reading.outcome else { continue }
                let nats = judge.tables.history[index][answer.holds][subject.index] * reading.share / 20
                if reading.layer.question == .need { sum.need += nats } else { sum.health += nats }
            }
        }
        return sum
    }

    @Test func `simulated pasts of every class speak for their class`() throws {
        let abandoned = ProcessClass.abandoned
        #expect(try weight(abandoned, { Pasts.forgotten(&$0) }).need > 0.5)
        #expect(try weight(abandoned, { Pasts.dormant(&$0) }).need > 0.2)
        #expect(try weight(abandoned, { Pasts.used(&$0) }).need < 0)
        #expect(try weight(.usefulBad, { Pasts.leak(&$0) }).health > 1)
        let used = try weight(.usefulBad, { Pasts.used(&$0) }).health
        #expect(used < 0)
        #expect(try weight(.usefulBad, { Pasts.runaway(&$0) }).health > used + 0.5)
        #expect(try weight(.usefulBad, { Pasts.job(&$0) }).health < 0)
    }
}
