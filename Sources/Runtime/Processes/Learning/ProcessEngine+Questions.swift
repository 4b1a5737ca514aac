internal import Decision
internal import Model
internal import Planning
internal import Primitives
internal import ProcessTriage

/// A random few of the kept processes, about which a person is asked: who labels only what looks abandoned teaches a judge
/// to agree with itself.
struct KeepDraw {
    /// Recorded with the plan: the same machine, day and processes give the same questions.
    let seed: UInt32

    /// FNV-1a over machine and day.
    init(hostID: String, at: Int64) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in "\(hostID) \(at / LabelSubject.millisecondsPerDay)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        seed = UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    }

    /// Places of the chosen ones, those with the least draws first; what is protected or young is not asked about.
    func chosen(_ assessed: ProcessEngine.Assessed, minimumAge: Double) -> [Int] {
        var drawn: [(draw: Double, place: Int)] = []
        for decision in assessed.decisions where decision.recommendation == .keep {
            let facts = assessed.findings[decision.index].facts
            guard facts.protections.isEmpty, facts.age >= minimumAge, facts.state != .zombie else { continue }
            let identity = assessed.sample.processes[decision.index].identity
            let number = UInt64(seed) << 32 ^ identity.startTicks << 16 ^ UInt64(UInt32(bitPattern: identity.pid))
            var random = SeededRandom(seed: number)
            let draw = random.unit()
            if draw < LabelQuestion.share { drawn.append((draw, decision.index)) }
        }
        return drawn.sorted { $0 < $1 }.prefix(LabelQuestion.most).map(\.place)
    }
}

extension LabelQuestion {
    init(_ process: PlannedProcess) {
        self.init()
        pid = process.pid
        startID = process.target.identity.startID
        title = process.title
        command = process.command
        abandoned = process.posterior[.abandoned] + process.posterior[.zombie]
        decisionID = process.decisionID
    }
}
