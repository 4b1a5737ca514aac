internal import Model
internal import Primitives

/// Settles every process's level: parents before children, and clients until nothing changes any more.
struct AttachmentLevels {
    let genealogy: Genealogy

    init(_ genealogy: Genealogy) {
        self.genealogy = genealogy
    }

    func settle(_ facts: inout [ProcessFacts]) {
        let order = parentsFirst()
        let serving = facts.indices.filter { index in
            // Whether it listens has been read already.
            facts[index].attachment.listens == true
                || genealogy.processes[index].descriptors.value?.clients.value?.isEmpty == false
        }
        for index in facts.indices {
            // Who listens on nothing has no clients unless at the ends of its pipes; whether it listens may be unknown.
            facts[index].attachment.clients = facts[index].attachment.listens == false ? 0 : nil
        }
        for index in serving { facts[index].attachment.clients = 0 }
        assign(order, &facts)
        guard !serving.isEmpty else { return }
        for _ in 0..<8 {
            var changed = false
            for index in serving {
                let count = clients(of: index, facts)
                if count != facts[index].attachment.clients {
                    facts[index].attachment.clients = count
                    changed = true
                }
            }
            guard changed else { return }
            assign(order, &facts)
        }
    }

    private func assign(_ order: [Int], _ facts: inout [ProcessFacts]) {
        for index in order {
            if case .living(let pid, _) = facts[index].attachment.parent {
                let inherited = genealogy.kin[index].parentPlace.map { facts[$0].levels } ?? [.att]
                // An empty list is a parent not yet settled: only a circle in a forged recording does that.
                facts[index].attachment.parent = .living(
                    pid: pid, levels: inherited.isEmpty ? .all : inherited)
            }
            facts[index].levels = Attachment.levels(facts[index].attachment)
        }
    }

    /// Living clients outside its own tree; one that is itself cut off shows no need.
    private func clients(of index: Int, _ facts: [ProcessFacts]) -> Int? {
        guard let connected = genealogy.processes[index].descriptors.value?.clients.value else { return nil }
        let family = Set(genealogy.ancestors(of: index))
        return connected.count { client in
            // At PID 0 the far end is on another machine, or could not be found: somebody is there.
            guard client.pid != 0, let place = genealogy.places[client.pid] else { return true }
            guard place != index, !family.contains(place), !genealogy.ancestors(of: place).contains(index) else {
                return false
            }
            return facts[place].state != .zombie && facts[place].levels.contains { $0 != .adrift && $0 != .sev }
        }
    }

    /// Every process after its parent; where parents run in a circle, in any order.
    private func parentsFirst() -> [Int] {
        var order: [Int] = []
        var isPlaced = [Bool](repeating: false, count: genealogy.kin.count)
        order.reserveCapacity(isPlaced.count)
        for start in isPlaced.indices where !isPlaced[start] {
            var line = [start]
            while let last = line.last, let parent = genealogy.kin[last].parentPlace,
                !isPlaced[parent], parent != last, !line.contains(parent)
            {
                line.append(parent)
            }
            for index in line.reversed() where !isPlaced[index] {
                isPlaced[index] = true
                order.append(index)
            }
        }
        return order
    }
}
