import DiskDefence
import Model
import Testing

struct PressureLevelsTests {
    @Test(arguments: [
        (100.0, PressureLevel.green), (20, .green), (19.999, .yellow), (14, .yellow), (13.999, .orange),
        (10, .orange), (9.999, .red), (6, .red), (5.999, .red), (3, .red), (2.999, .critical), (0, .critical),
    ])
    func `a percentage alone has this level`(percent: Double, level: PressureLevel) {
        #expect(PressureLevels().level(at: percent) == level)
        var levels = PressureLevels()
        #expect(levels.observe(freePercent: percent) == level)
    }

    @Test func `levels are ordered from green to critical`() {
        #expect(PressureLevel.allCases == PressureLevel.allCases.sorted())
        #expect(PressureLevel.red < .critical)
    }

    @Test func `it gets worse at once, by as many levels as it must`() {
        var levels = PressureLevels()
        #expect(levels.observe(freePercent: 50) == .green)
        #expect(levels.observe(freePercent: 2) == .critical)
    }

    @Test func `it gets better after two looks that are a point above the threshold`() {
        var levels = PressureLevels()
        #expect(levels.observe(freePercent: 9) == .red)
        #expect(levels.observe(freePercent: 10.5) == .red)
        #expect(levels.observe(freePercent: 10.9) == .red)
        #expect(levels.observe(freePercent: 11) == .red)
        #expect(levels.observe(freePercent: 11) == .orange)
    }

    @Test(arguments: [(60, 15.5), (15.5, 60)])
    func `two better looks that differ promise what both allow`(first: Double, second: Double) {
        var levels = PressureLevels()
        _ = levels.observe(freePercent: 2)
        #expect(levels.observe(freePercent: first) == .critical)
        #expect(levels.observe(freePercent: second) == .yellow)
    }

    @Test func `a worse look, a look that failed and a number that is none end a run`() {
        for interruption in 0..<3 {
            var levels = PressureLevels()
            _ = levels.observe(freePercent: 9)
            _ = levels.observe(freePercent: 30)
            switch interruption {
            case 0: _ = levels.observe(freePercent: 9.5)
            case 1: levels.miss()
            default: #expect(levels.observe(freePercent: .nan) == .red)
            }
            #expect(levels.observe(freePercent: 30) == .red)
            #expect(levels.observe(freePercent: 30) == .green)
        }
    }

    @Test func `a second look at the same moment confirms nothing, but may worsen`() {
        var levels = PressureLevels()
        _ = levels.observe(freePercent: 9)
        _ = levels.observe(freePercent: 30)
        #expect(levels.observe(freePercent: 30, isLater: false) == .red)
        #expect(levels.observe(freePercent: 2, isLater: false) == .critical)
    }

    @Test(arguments: [20.0, 14, 10, 3])
    func `noise around a threshold changes the level once`(threshold: Double) {
        var noise = Noise(seed: 11)
        var levels = PressureLevels()
        var changes = 0
        var before = levels.observe(freePercent: threshold + 0.9)
        for _ in 0..<5000 {
            let level = levels.observe(freePercent: threshold + noise.next() * 0.99)
            if level != before { changes += 1 }
            before = level
        }
        #expect(changes == 1)
    }

    @Test func `without margin and with one look it follows every percentage`() {
        var settings = ControlSettings()
        settings.recoveryMargin = 0
        settings.recoveryLooks = 1
        var (levels, noise) = (PressureLevels(settings: settings), Noise(seed: 2))
        for _ in 0..<500 {
            let percent = 15 + noise.next() * 15
            #expect(levels.observe(freePercent: percent) == levels.level(at: percent))
        }
    }
}
