import DiskDefence
import Model
import Testing

struct BallastReplenishmentTests {
    @Test func `one file at a time comes back, and no more than went`() {
        var work = BallastReplenishment(cooldown: 60)
        #expect(work.due(.green, at: 0) == 0)
        work.released(2, at: 100)
        #expect(work.due(.green, at: 159) == 0 && work.due(.green, at: 160) == 1)
        work.made(1, at: 160)
        #expect(work.due(.green, at: 200) == 0 && work.due(.green, at: 220) == 1)
        work.made(1, at: 220)
        #expect(work.owed == 0 && work.due(.green, at: 10_000) == 0)
    }

    @Test(arguments: [PressureLevel.yellow, .orange, .red, .critical])
    func `nothing is made while room is scarce`(level: PressureLevel) {
        var work = BallastReplenishment(cooldown: 60)
        work.released(1, at: 0)
        #expect(work.due(level, at: 10_000) == 0)
    }

    @Test func `what could not be made stays owed`() {
        var work = BallastReplenishment(cooldown: 60)
        work.released(1, at: 0)
        work.made(0, at: 60)
        #expect(work.due(.green, at: 61) == 0 && work.due(.green, at: 120) == 1)
    }
}
