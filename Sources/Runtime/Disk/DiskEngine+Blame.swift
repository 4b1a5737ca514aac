internal import Collectors
internal import DiskDefence
package import Model
package import Primitives
internal import SystemCalls

extension DiskEngine {
    /// Who writes how much: two looks, and what each process wrote between them.
    ///
    /// `seconds` lie between both looks. With a path, only processes that work on its volume count. `agentName` gives the
    /// name of the agent that a process is, and nil for any other.
    /// - Throws: `TendError`: `unavailable` without `/proc`, `interrupted`, `not_found` for a path that does not exist.
    package func blame(
        seconds: Double, path: String?, agentName: @escaping (WriterObservation) -> String?
    ) throws(TendError) -> BlameReport {
        let volume = try path.map { path throws(TendError) in
            try self.volume(of: path, among: reports().map(\.volume))
        }
        let survey = WriteSurvey(homes: homes)
        do throws(SystemCallError) {
            let start = Clocks.monotonicSeconds()
            let first = try survey.counts()
            Clocks.sleep(seconds: seconds)
            guard !Interruption.hasOccurred else { throw SystemCallError(call: "nanosleep", on: "window", .timedOut) }
            let processes = try survey.observe(since: first)
            let passed = max(0.001, Clocks.monotonicSeconds() - start)
            var report = BlameLedger(processes, agentName: agentName).report(
                seconds: passed, device: volume?.deviceNumber)
            report.volume = volume?.mount
            return report
        } catch {
            guard !Interruption.hasOccurred else {
                throw TendError(.interrupted, "it was interrupted before the second look", area: "disk")
            }
            throw TendError(
                .unavailable, "the processes cannot be read", area: "disk", hint: "tend disk needs /proc to be mounted",
                cause: error)
        }
    }
}
