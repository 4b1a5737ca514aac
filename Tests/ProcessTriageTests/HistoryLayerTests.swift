import Decision
import Model
import Primitives
import TestSupport
import Testing

@testable import ProcessTriage

/// What is asked of a process's past, and that a past too short says exactly nothing.
@Suite struct HistoryLayerTests {
    func series(_ steps: [Pasts.Step]) throws -> ProcessSeries { try Pasts.series(steps) }

    private func steady(_ count: Int, cores: Double = 0, memory: Double = 100, moved: UInt64? = 0) throws
        -> ProcessSeries
    {
        try series(Array(repeating: (cores, memory, moved), count: count))
    }

    @Test func `a series has a step between each two readings`() throws {
        let series = try steady(5, cores: 0.5, memory: 64, moved: 10)
        #expect(series.count == 5)
        #expect(series.shares.allSatisfy { abs($0 - 0.5) < 1e-9 })
        #expect(series.memory == [64, 64, 64, 64, 64])
        #expect(series.moved == [10, 10, 10, 10, 10])
        #expect(series.span == 300)
    }

    @Test func `always busy without a byte moved is a sustained load, and a byte is none`() throws {
        #expect(HistoryLayer.sustainedLoad.ask(try steady(30, cores: 1))?.holds == true)
        #expect(HistoryLayer.sustainedLoad.ask(try steady(30, cores: 1, moved: 1))?.holds == false)
        #expect(HistoryLayer.sustainedLoad.ask(try steady(30, cores: 0.3))?.holds == false)
        #expect(HistoryLayer.sustainedLoad.ask(try steady(30, cores: 1, moved: nil)) == nil)
    }

    @Test func `memory that only climbs is told from memory that comes down`() throws {
        let climbing = (0..<60).map { (cores: 0.1, memory: 100 + 40 * Double($0 / 15), moved: UInt64?(0)) }
        let wave = (0..<60).map { (cores: 0.1, memory: $0 / 15 % 2 == 0 ? 100.0 : 160, moved: UInt64?(0)) }
        #expect(HistoryLayer.memorySteps.ask(try series(climbing))?.holds == true)
        #expect(HistoryLayer.memorySteps.ask(try series(wave))?.holds == false)
        #expect(HistoryLayer.memorySteps.ask(try steady(60))?.holds == false)
    }

    @Test func `a later half that is busier beyond chance is a shift`() throws {
        let half = Array(repeating: (cores: 0.1, memory: 10.0, moved: UInt64?(0)), count: 20)
        let busy = Array(repeating: (cores: 1.2, memory: 10.0, moved: UInt64?(0)), count: 20)
        #expect(HistoryLayer.loadShift.ask(try series(half + busy))?.holds == true)
        #expect(HistoryLayer.loadShift.ask(try series(busy + half))?.holds == false)
        #expect(HistoryLayer.loadShift.ask(try steady(40, cores: 0.5))?.holds == false)
    }

    @Test func `a load that jumps is unsteady, and an idle one is not asked`() throws {
        let jumping = (0..<60).map { (cores: $0 % 2 == 0 ? 0.0 : 2.0, memory: 10.0, moved: UInt64?(0)) }
        #expect(HistoryLayer.unsteadiness.ask(try series(jumping))?.holds == true)
        #expect(HistoryLayer.unsteadiness.ask(try steady(60, cores: 0.5))?.holds == false)
        #expect(HistoryLayer.unsteadiness.ask(try steady(60)) == nil)
    }

    @Test func `it went quiet only where it worked before and long ago`() throws {
        let work = Array(repeating: (cores: 0.4, memory: 10.0, moved: UInt64?(0)), count: 30)
        let rest = Array(repeating: (cores: 0.0, memory: 10.0, moved: UInt64?(0)), count: 40)
        #expect(HistoryLayer.wentQuiet.ask(try series(work + rest))?.holds == true)
        #expect(HistoryLayer.wentQuiet.ask(try series(work + rest.prefix(9)))?.holds == false)
        #expect(HistoryLayer.wentQuiet.ask(try series(Array(rest))) == nil)
    }

    @Test func `dormant is who did nothing for hours`() throws {
        #expect(HistoryLayer.dormancy.ask(try steady(90))?.holds == true)
        #expect(HistoryLayer.dormancy.ask(try steady(90, moved: 1))?.holds == false)
        #expect(HistoryLayer.dormancy.ask(try steady(90, cores: 0.05))?.holds == false)
        #expect(HistoryLayer.dormancy.ask(try steady(30)) == nil)
    }

    @Test(arguments: [1, 11, 15, 19, 23])
    func `below its shortest series a layer says exactly nothing, and why`(count: Int) throws {
        for reading in HistoryLayer.readings(try steady(count, cores: 1), isHeld: false)
        where count < reading.layer.shortest {
            guard case .silent(let reason) = reading.outcome else {
                Issue.record("\(reading.layer.name) answered")
                continue
            }
            #expect(reason.words.contains("needs \(reading.layer.shortest)"))
        }
    }

    @Test func `whether it is needed is not asked of what something holds`() throws {
        let held = HistoryLayer.readings(try steady(90), isHeld: true)
        #expect(held.count == HistoryLayer.all.count)
        for reading in held where reading.layer.question == .need {
            guard case .silent = reading.outcome else {
                Issue.record("\(reading.layer.name) answered")
                continue
            }
        }
    }

    /// Random pasts, hostile ones among them: an answer or a reason, and a finite statistic.
    @Test func `no past makes a layer fail`() throws {
        var random = Chance(seed: 3)
        for _ in 0..<200 {
            let steps = (0..<Int.random(in: 1...80, using: &random)).map { _ in
                (
                    cores: Bool.random() ? 0 : Double.random(in: 0...200, using: &random),
                    memory: Bool.random() ? 0 : Double.random(in: 0...1e9, using: &random),
                    moved: Bool.random() ? nil : UInt64.random(in: 0...(1 << 50), using: &random)
                )
            }
            for reading in HistoryLayer.readings(try series(steps), isHeld: false) {
                if case .answered(let answer) = reading.outcome {
                    #expect(answer.value.isFinite && !answer.sentence.isEmpty, "\(reading.layer.name)")
                }
            }
        }
    }
}

extension HistoryLayerTests {
    @Test func `memory that grows along a line is a trend, and noise is none`() throws {
        let growing = (0..<60).map { step in
            let memory = 200 + Double(3 * step + step % 3)
            return (cores: 0.1, memory: memory, moved: UInt64?(0))
        }
        let noisy = (0..<60).map { step in
            let memory = 200 + Double(step * 7 % 11)
            return (cores: 0.1, memory: memory, moved: UInt64?(0))
        }
        #expect(HistoryLayer.memoryTrend.ask(try series(growing))?.holds == true)
        #expect(HistoryLayer.memoryTrend.ask(try series(noisy))?.holds == false)
    }

    @Test func `a load that rose and stays raises an alarm, one that fell again does not`() throws {
        let low = Array(repeating: (cores: 0.1, memory: 10.0, moved: UInt64?(0)), count: 20)
        let high = Array(repeating: (cores: 0.9, memory: 10.0, moved: UInt64?(0)), count: 15)
        #expect(HistoryLayer.loadAlarm.ask(try series(low + high))?.holds == true)
        #expect(HistoryLayer.loadAlarm.ask(try series(low + high + low))?.holds == false)
    }

    @Test func `bursts are told from a steady trickle, and from work that ended long ago`() throws {
        let bursty = (0..<120).map { (cores: $0 % 40 < 6 || $0 > 115 ? 0.5 : 0, memory: 10.0, moved: UInt64?(0)) }
        let trickle = (0..<120).map { (cores: $0 % 7 == 0 ? 0.5 : 0, memory: 10.0, moved: UInt64?(0)) }
        let ended = (0..<120).map { (cores: $0 < 20 ? 0.5 : 0, memory: 10.0, moved: UInt64?(0)) }
        #expect(HistoryLayer.bursts.ask(try series(bursty))?.holds == true)
        #expect(HistoryLayer.bursts.ask(try series(trickle))?.holds == false)
        #expect(HistoryLayer.bursts.ask(try series(ended)) == nil)
        #expect(HistoryLayer.dormancy.ask(try series(ended)) == nil)
    }

    @Test func `a clock is told from chance`() throws {
        let clock = (0..<128).map { (cores: $0 % 8 == 0 ? 0.3 : 0, memory: 10.0, moved: UInt64?(0)) }
        var random = Chance(seed: 5)
        let chance = (0..<128).map { _ in
            (cores: Double.random(in: 0...1, using: &random), memory: 10.0, moved: UInt64?(0))
        }
        #expect(HistoryLayer.rhythm.ask(try series(clock))?.holds == true)
        #expect(HistoryLayer.rhythm.ask(try series(chance))?.holds == false)
    }
}
