internal import Decision
internal import History
package import Model
package import Primitives
internal import ProcessTriage

extension ProcessEngine {
    /// How far what was said agrees with labels and outcomes.
    package func calibration() throws(TendError) -> CalibrationReport {
        guard let reader = try readerIfAny() else { return report(TrialTally([], []), []) }
        let labels = try storedLabels(reader)
        return report(TrialTally(try reader.trials(domain: "processes"), labels), labels)
    }

    private func report(_ tally: TrialTally, _ labels: [ProcessLabel]) -> CalibrationReport {
        var report = CalibrationReport()
        // Half a label is no observation of a probability.
        let firm = labels.filter { $0.source != .unticked && $0.isUsable }
        report.labels = firm.count
        report.programs = Set(firm.map(\.subject.program)).count
        report.abandoned = firm.count { $0.actual == .abandoned }
        let curve = CalibrationCurve(
            firm.map { .init(said: $0.subject.claimed, isSo: $0.actual == .abandoned, at: $0.at) })
        report.expectedCalibrationError = curve.error
        report.curve = curve.bins.map { bin in
            var row = CalibrationReport.Bin()
            (row.labels, row.said, row.seen) = (bin.count, bin.said, bin.seen)
            (row.seenAtLeast, row.seenAtMost) = (bin.interval.lowerBound, bin.interval.upperBound)
            return row
        }
        report.conformalRadius = curve.conformalRadius
        report.conformalRadiusByDay = curve.conformalRadiusByDay
        report.stops = tally.report
        report.missing = Self.missing(report)
        return report
    }

    private static func missing(_ report: CalibrationReport) -> [String] {
        var missing: [String] = []
        let stops = report.stops
        if stops.stillNeeded > 0 {
            let most = (StopEvidence.tolerated * 100).text(decimals: 0)
            missing.append(
                "\(stops.stillNeeded) more independent stops without a wrong one, until at most \(most) % are wrong with 95 % "
                    + "credibility (\(stops.trials) so far, \(stops.wrong) wrong).")
        }
        // Equal bins of so few labels would say little.
        if report.labels < 100 {
            missing.append("\(100 - report.labels) more labels, until each of ten bins holds ten.")
        }
        return missing
    }
}
