internal import Model
internal import Primitives

/// Finds programs that somebody starts again and again: from the record, or from the dead that their parent has not reaped.
struct Respawning: Sendable {
    private let genealogy: Genealogy
    private let ticksPerSecond: Double
    /// Zombies by their parent; they keep their name and their start.
    private let dead: [Int32: [Int]]

    init(_ genealogy: Genealogy, ticksPerSecond: Int) {
        self.genealogy = genealogy
        self.ticksPerSecond = Double(max(1, ticksPerSecond))
        dead = Dictionary(grouping: genealogy.kin.indices.filter { genealogy.kin[$0].isZombie }) {
            genealogy.kin[$0].parent
        }
    }

    /// - Returns: nil for what is not started again and again as far as can be seen.
    func loop(_ index: Int) -> RespawnLoop? {
        let own = genealogy.kin[index]
        guard !own.isZombie, var loop = genealogy.processes[index].respawns ?? amongSiblings(index) else { return nil }
        guard !own.isAdopted, let place = own.parentPlace, !genealogy.kin[place].isZombie else { return loop }
        loop.parent = own.parent
        loop.parentTitle = genealogy.recognitions[place].title
        return loop
    }

    /// Several of one name that ended under the same living parent, each started seconds after the one before, and the
    /// process itself after the last: workers of a pool start together.
    private func amongSiblings(_ index: Int) -> RespawnLoop? {
        let own = genealogy.kin[index]
        guard !own.isAdopted, let siblings = dead[own.parent], siblings.count >= RespawnLoop.fewest else { return nil }
        let starts = siblings.filter {
            genealogy.processes[$0].name == genealogy.processes[index].name
                && genealogy.kin[$0].startTicks < own.startTicks
        }.map { Double(genealogy.kin[$0].startTicks) / ticksPerSecond }.sorted(by: >)
        var next = Double(own.startTicks) / ticksPerSecond
        var times = 0
        for start in starts {
            guard (1...RespawnLoop.longestRest).contains(next - start) else { break }
            times += 1
            next = start
        }
        guard times >= RespawnLoop.fewest else { return nil }
        return RespawnLoop(times: times, seconds: Double(own.startTicks) / ticksPerSecond - next)
    }
}
