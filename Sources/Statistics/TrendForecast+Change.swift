/// Where a series last took another course: by a jump, or by another pace.
enum CourseChange {
    /// The first number of the newest course; 0 where there was no change.
    ///
    /// A jump is an increment far off the others after which the numbers stay apart; three or more in one direction are a
    /// course of their own. Another pace is looked for by Bayesian online change-point detection in the increments of means
    /// of blocks.
    static func lastChange(_ values: [Double]) -> Int {
        guard let start = lastJump(values) else { return 0 }
        let rest = Array(values[start...])
        // With fewer there is no telling, and the caller looks at the length.
        guard rest.count >= 2 * TrendForecast.shortestSeries else { return start }
        let block = max(2, rest.count / 32)
        let first = rest.count % block
        let means = stride(from: first, to: rest.count, by: block).map { rest[$0..<$0 + block].mean }
        let steps = zip(means, means.dropFirst()).map { $1 - $0 }
        let centre = steps.median
        let scale = max(steps.map { abs($0 - centre) }.median * 1.4826, steps.map { abs($0 - centre) }.mean / 2)
        guard scale > 0, let prior = NormalRun(mean: 0, kappa: 0.05, alpha: 2, beta: 2),
            var filter = RunLengthFilter(prior: prior, hazard: 1 / 64, longest: 96)
        else { return start }
        for step in steps { filter.observe((step - centre) / scale) }
        let run = filter.likeliest
        // Certain only where the runs that reach back to the begin are all but impossible.
        guard run < steps.count - 1, filter.probability(ofAtMost: run + 1) > 0.95 else { return start }
        return start + max(0, first + (steps.count - run) * block)
    }

    /// Nil where jumping is the course.
    private static func lastJump(_ values: [Double]) -> Int? {
        let steps = zip(values, values.dropFirst()).map { $1 - $0 }
        let centre = steps.median
        let gaps = steps.map { abs($0 - centre) }
        let deviation = gaps.map { $0 * $0 }.mean.squareRoot()
        let scale = max(1.4826 * gaps.median, deviation / 2)
        guard scale > 0 else { return 0 }
        let jumps = steps.indices.filter { step in
            guard gaps[step] > 6 * scale else { return false }
            // A spike comes back, and of the newest two numbers that is not known yet.
            let (before, after) = (values[max(0, step - 4)...step], values[(step + 1)...].prefix(5))
            return after.count >= 3 && abs(after.median - before.median - centre) > 3 * scale
        }
        guard let last = jumps.last else { return 0 }
        let rises = jumps.count { steps[$0] > centre }
        return jumps.count >= 3 && (rises == 0 || rises == jumps.count) ? nil : last + 1
    }
}
