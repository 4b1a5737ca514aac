internal import Collectors
package import Decision
package import Model
internal import Planning
package import Primitives
internal import ProcessTriage

extension ProcessEngine {
    /// Judges a scan of this machine; where the judgement hangs on what a supervisor knows, asks it and judges again.
    ///
    /// Asked is about what would be ended by its supervisor, and about what is for a person only because nobody knows
    /// whether one runs it: a few processes at most, and most scans have none.
    ///
    /// - Parameters:
    ///   - raw: as scanned; the answers become part of it, so that its recording is judged the same.
    ///   - mode: the policy's.
    ///   - named: processes that somebody wants to know about whatever is recommended for them.
    ///   - isPatient: a supervisor's answer is what somebody waits for.
    /// - Returns: the judgement, with the answers in its samples.
    /// - Throws: `TendError` for packs that cannot be read; a supervisor that is silent is no error.
    package func assess(
        _ raw: MachineSample, mode: PolicyMode, asking named: Set<Int32>, isPatient: Bool = false
    ) throws(TendError) -> Assessed {
        let first = try assess(raw, mode: mode)
        guard let inquiry else { return first }
        let places = first.decisions.filter {
            Self.hangsOnSupervisor($0) || named.contains(raw.processes[$0.index].pid)
        }.map(\.index)
        guard !places.isEmpty else { return first }
        let questions = try judgement().derivation.questions(about: places, in: raw)
        let answers = (isPatient ? inquiry.patient : inquiry).ask(questions, as: raw.host.viewer.userID)
        guard !answers.isEmpty else { return first }
        var told = raw
        told.host.supervisors = answers
        return try assess(told, mode: mode)
    }

    private static func hangsOnSupervisor(_ decision: ProcessPlanner.Decision) -> Bool {
        switch decision.recommendation {
        case .stopUnit, .restart: true
        case .review: decision.gates.contains { $0.reasonCode == "supervision_unknown" }
        default: false
        }
    }
}
