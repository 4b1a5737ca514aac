import Model
import Testing

@testable import ProcessTriage

struct PatternSummaryTests {
    @Test func `the frequent patterns of a long record are found, and no count is too small`() throws {
        var summary = PatternSummary(seed: 9)
        // Far more patterns than there is room for, and two that stand out.
        for number in 0..<20_000 {
            summary.meet("rare-\(number)", isRespawning: false)
            if number.isMultiple(of: 10) {
                summary.meet("node app/worker.js", isRespawning: number.isMultiple(of: 100))
            }
            if number.isMultiple(of: 20) {
                summary.meet("jest", isRespawning: false)
                summary.stop("jest", cameBack: number.isMultiple(of: 200))
            }
        }
        let top = summary.top(2)
        #expect(top.map(\.pattern) == ["node app/worker.js", "jest"])
        let (worker, jest) = (top[0], top[1])
        #expect(worker.processes >= 2000 && worker.processes - worker.processesTooMany <= 2000)
        #expect(worker.respawning >= 200 && worker.respawning <= 200 + worker.stopsTooMany)
        #expect(jest.processes >= 1000 && jest.processes - jest.processesTooMany <= 1000)
        #expect(jest.stopped >= 1000 && jest.stopped <= 1000 + jest.stopsTooMany)
        #expect(jest.respawned >= 100 && jest.respawned <= 100 + jest.stopsTooMany)
        #expect(worker.stopped <= worker.stopsTooMany)
    }

    @Test func `groups of rare keys are dropped once there are too many, those of frequent ones stay`() {
        var keys = FrequentKeys(capacity: 4)
        var groups: [String: Int] = [:]
        for number in 0..<1000 {
            for key in ["often", "rare-\(number)"] {
                keys.add(key)
                groups[key, default: 0] += 1
            }
            keys.prune(&groups)
            #expect(groups.count <= 9)
        }
        #expect(groups["often"] == 1000)
    }

    @Test(arguments: [
        ("/usr/bin/node /srv/app/worker.js --go", "node app/worker.js"),
        ("sleep 60", "sleep"), ("", ""),
    ])
    func `a pattern is what tells a command`(command: String, pattern: String) throws {
        let words = command.split(separator: " ").map(String.init)
        #expect(try embeddedPacks.get().pattern(of: words) == pattern)
    }
}
