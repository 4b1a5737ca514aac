internal import Collectors
internal import Decision
package import Model
internal import Planning
internal import Primitives
internal import ProcessTriage

extension ProcessEngine {
    /// Where one process of an assessed scan is going.
    ///
    /// What would be so later is judged as anything else is; gates are asked, the error rate of a plan is not.
    /// - Parameters:
    ///   - index: of the process, in the sample.
    ///   - assessed: the scan.
    ///   - isLive: whether this machine may be asked for the control group's limit.
    /// - Returns: the course of every metric, and the judgement that follows from them.
    package func trajectory(_ index: Int, in assessed: Assessed, isLive: Bool) -> ProcessTrajectory {
        let finding = assessed.findings[index]
        let assessment = assessed.assessment
        let host = assessed.sample.host
        let room =
            isLive ? assessed.raw.processes[index].controlGroups.value.flatMap { ControlGroupMemory.room($0) } : nil
        var trajectory = ProcessTrajectory(
            finding.facts,
            Headroom(controlGroup: room, machineMemory: host.memoryAvailable, processors: host.processors))
        let course = trajectory
        // Time alone changes nothing about what the past says, and asking it is what costs.
        let ledger = finding.ledger
        func outlook(_ seconds: Double) -> ProcessTrajectory.Outlook {
            let later = assessment.finding(
                finding.facts.ahead(by: seconds, course), like: finding, ledger, keepsPast: true)
            var outlook = ProcessTrajectory.Outlook()
            outlook.after = seconds
            outlook.classification = later.posterior.top
            outlook.abandoned = later.disposable
            outlook.recommendation = ProcessPlanner.recommendation(later, assessed.gates.findings(later))
            return outlook
        }
        trajectory.inADay = outlook(86_400)
        trajectory.crossing = Self.crossing(from: outlook(0), outlook)
        return trajectory
    }

    /// The first moment at which class or recommendation differ from now, to within a minute.
    private static func crossing(
        from now: ProcessTrajectory.Outlook, _ outlook: (Double) -> ProcessTrajectory.Outlook
    ) -> ProcessTrajectory.Outlook? {
        func differs(_ later: ProcessTrajectory.Outlook) -> Bool {
            later.classification != now.classification || later.recommendation != now.recommendation
        }
        var before = 0.0
        for hours in [0.25, 0.5, 1, 2, 4, 8, 16, 24, 48, 72] {
            var later = outlook(hours * 3600)
            guard differs(later) else {
                before = hours * 3600
                continue
            }
            while later.after - before > 60 {
                let middle = outlook((before + later.after) / 2)
                if differs(middle) { later = middle } else { before = middle.after }
            }
            return later
        }
        return nil
    }
}
