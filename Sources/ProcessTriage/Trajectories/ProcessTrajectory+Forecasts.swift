package import Model
package import Primitives
internal import Statistics

/// What a process may run into on this machine.
package struct Headroom: Sendable, Equatable {
    /// What its memory may grow by until its control group's limit is reached; nil without a limit that could be read.
    package var controlGroup: ByteCount?
    package var machineMemory: ByteCount
    package var processors: Int

    package init(controlGroup: ByteCount?, machineMemory: ByteCount, processors: Int) {
        self.controlGroup = controlGroup
        self.machineMemory = machineMemory
        self.processors = processors
    }
}

extension ProcessTrajectory {
    /// Follows every metric of a process's past.
    ///
    /// A past too short, or a course that began a short while ago, foretells nothing and says so.
    /// - Complexity: O(*n*) steps, some hundred operations each.
    package init(_ facts: ProcessFacts, _ headroom: Headroom) {
        self.init()
        forecasts = Metric.allCases.map { Self.forecast($0, facts.series, headroom, level: confidence) }
    }

    private static func forecast(
        _ metric: Metric, _ series: ProcessSeries?, _ headroom: Headroom, level: Double
    ) -> Forecast {
        var forecast = Forecast()
        forecast.metric = metric
        forecast.steps = series?.count ?? 0
        guard let series, let values = values(metric, series) else {
            forecast.obstacle = series == nil ? .tooShort : .notMeasured
            return forecast
        }
        var hour = 0.0
        let times = series.durations.map { seconds in
            hour += seconds / 3600
            return hour
        }
        do throws(TrendForecast.Obstacle) {
            let trend = try TrendForecast(times: times, values: values, level: level)
            forecast.fill(trend, span: series.span)
            forecast.arrival = arrival(metric, trend, headroom)
        } catch {
            switch error {
            case .tooShort: forecast.obstacle = .tooShort
            case .notNumbers: forecast.obstacle = .notMeasured
            case .changed(let steps): (forecast.obstacle, forecast.steps) = (.courseChanged, steps)
            }
        }
        return forecast
    }

    /// In the unit of the metric; nil where a step could not be read.
    private static func values(_ metric: Metric, _ series: ProcessSeries) -> [Double]? {
        switch metric {
        case .memory: return series.memory.map { $0 * 1_048_576 }
        case .cpu: return series.shares
        case .threads: return series.threads
        case .storage:
            let known = zip(series.moved, series.durations).compactMap { moved, seconds in moved.map { $0 / seconds } }
            return known.count == series.count ? known : nil
        }
    }

    private static func arrival(_ metric: Metric, _ trend: TrendForecast, _ headroom: Headroom) -> Arrival? {
        var arrival = Arrival()
        switch metric {
        case .storage, .threads: return nil
        case .cpu:
            arrival.limit = .processors
            arrival.value = Double(headroom.processors)
        case .memory:
            let machine = headroom.machineMemory
            let room = min(headroom.controlGroup ?? machine, machine)
            arrival.limit = headroom.controlGroup.map { $0 <= machine } == true ? .controlGroup : .machineMemory
            arrival.value = trend.now + Double(room.bytes)
        }
        guard let time = trend.time(to: arrival.value) else { return nil }
        // Beyond ten years nothing is foretold.
        let seconds = { (hours: Double) in hours < 87_600 ? hours * 3600 : nil }
        arrival.expected = seconds(time.expected)
        arrival.earliest = seconds(time.earliest)
        arrival.latest = seconds(time.latest)
        return arrival
    }
}

extension ProcessTrajectory.Forecast {
    fileprivate mutating func fill(_ trend: TrendForecast, span: Double) {
        steps = trend.count
        direction = ProcessTrajectory.Direction(rawValue: trend.direction.rawValue)
        course = ProcessTrajectory.Course(rawValue: trend.course.rawValue)
        (now, rate) = (trend.now, trend.rate)
        (rateLow, rateHigh) = (trend.rateInterval.lowerBound, trend.rateInterval.upperBound)
        let range = trend.interval(after: span / 4 / 3600)
        (horizon, low, high) = (span / 4, max(0, range.lowerBound), max(0, range.upperBound))
        plateau = trend.plateau
    }
}

extension ProcessFacts {
    /// What would be so after a time, if the courses go on and nobody comes back to it.
    package func ahead(by seconds: Double, _ trajectory: ProcessTrajectory) -> ProcessFacts {
        var facts = self
        facts.age += seconds
        // Only what rests now grows quieter.
        if cores.value.map({ $0 < ProcessPast.activeShare }) ?? false { facts.quiet = quiet.map { $0 + seconds } }
        if let memory = trajectory.memory(after: seconds), let ordinaryMemory {
            facts.exceedsMemory = memory > Double(ordinaryMemory.bytes)
        }
        return facts
    }
}

extension ProcessTrajectory {
    /// What its memory would be; nil where it does not rise.
    fileprivate func memory(after seconds: Double) -> Double? {
        guard let memory = forecasts.first(where: { $0.metric == .memory }), memory.direction == .rising,
            let now = memory.now, let rate = memory.rate
        else { return nil }
        // By its present pace: exponential growth is not trusted beyond what was seen, and a plateau is not passed.
        let grown = now + rate * seconds / 3600
        return memory.plateau.map { min($0, grown) } ?? grown
    }
}
