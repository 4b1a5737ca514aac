internal import Model
internal import Statistics

extension FamilyActivity {
    /// How stiff an edge is, one over the variance of a difference of log-odds: relatives differ by 1.
    private static let stiffness = 1.0
    /// Steps of one process hang together: so many count as one.
    private static let stepsPerLook = 4.0

    /// One entry a process; nil for one without a past or without relatives that have one.
    ///
    /// - Complexity: O(*n*) processes, and their steps.
    static func all(_ facts: [ProcessFacts]) -> [FamilyActivity?] {
        var result = [FamilyActivity?](repeating: nil, count: facts.count)
        guard facts.contains(where: { $0.series != nil }) else { return result }
        let parents = facts.map { fact in
            guard case .living = fact.attachment.parent else { return -1 }
            return fact.parentPlace ?? -1
        }
        var (values, weights, shares) = ([Double](), [Double](), [Double]())
        for fact in facts {
            let look = Look(fact.series)
            values.append(look.logOdds)
            weights.append(look.weight / stepsPerLook)
            shares.append(look.share)
        }
        var relatives = [Int](repeating: 0, count: facts.count)
        for (index, parent) in parents.enumerated() where parent >= 0 {
            if weights[parent] > 0 { relatives[index] += 1 }
            if weights[index] > 0 { relatives[parent] += 1 }
        }
        guard
            // Parents that run in a circle exist only in a forged recording; relatives then say nothing.
            let smoothed = try? ForestSmoothing.smooth(
                parents: parents, values: values, weights: weights,
                couplings: parents.map { $0 >= 0 ? stiffness : 0 })
        else { return result }
        for index in facts.indices where weights[index] > 0 && relatives[index] > 0 && smoothed[index].isFinite {
            result[index] = FamilyActivity(
                own: shares[index], smoothed: 1 / (1 + exponential(-smoothed[index])), relatives: relatives[index])
        }
        return result
    }

    /// The log-odds of working in a step, and one over their variance; a weight of 0 where nothing is known.
    private struct Look {
        var logOdds = 0.0
        var weight = 0.0
        var share = 0.0

        init(_ series: ProcessSeries?) {
            guard let series, series.count > 0 else { return }
            let count = Double(series.count)
            let active = Double(series.shares.count { $0 > ProcessPast.activeShare })
            share = active / count
            logOdds = logarithm((active + 0.5) / (count - active + 0.5))
            weight = (active + 0.5) * (count - active + 0.5) / (count + 1)
        }
    }
}
