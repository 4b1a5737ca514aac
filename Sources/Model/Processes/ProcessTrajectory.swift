/// Where a process is going if nothing changes its course.
package struct ProcessTrajectory: Sendable, Equatable {
    /// One quantity of a process over time.
    package enum Metric: String, Sendable, CaseIterable {
        case memory, cpu, storage, threads

        /// What its numbers count.
        package var unit: String {
            switch self {
            case .memory: "bytes"
            case .cpu: "cores"
            case .storage: "bytes a second"
            case .threads: "threads"
            }
        }
    }

    package enum Direction: String, Sendable, CaseIterable {
        case rising, falling, stable
    }

    /// By which course the numbers are explained best.
    package enum Course: String, Sendable, CaseIterable {
        case level, linear, exponential, plateau
    }

    /// Why nothing is foretold of a metric.
    package enum Obstacle: String, Sendable, CaseIterable {
        case tooShort = "too_short"
        /// It took another course a short while ago.
        case courseChanged = "course_changed"
        case notMeasured = "not_measured"
    }

    /// What a metric may run into.
    package enum Limit: String, Sendable, CaseIterable {
        case controlGroup = "control_group_limit"
        case machineMemory = "machine_memory"
        case processors
    }

    /// When a limit is reached, in seconds from now; nil for never as far as can be foretold.
    package struct Arrival: Sendable, Equatable {
        package var limit = Limit.machineMemory
        /// In the metric's unit.
        package var value = 0.0
        package var expected: Double?
        package var earliest: Double?
        package var latest: Double?

        package init() {}
    }

    /// The course of one metric.
    package struct Forecast: Sendable, Equatable {
        package var metric = Metric.memory
        package var obstacle: Obstacle?
        /// Steps of the present course; of the past where there is an obstacle.
        package var steps = 0
        package var direction: Direction?
        package var course: Course?
        /// Smoothed, in the metric's unit; nil like all that follows where there is an obstacle.
        package var now: Double?
        /// Change an hour, and its interval.
        package var rate: Double?
        package var rateLow: Double?
        package var rateHigh: Double?
        /// The interval of the value a quarter of the observed time from now.
        package var horizon: Double?
        package var low: Double?
        package var high: Double?
        package var plateau: Double?
        package var arrival: Arrival?

        package init() {}
    }

    /// The judgement at a later time, by judging what would be so then.
    package struct Outlook: Sendable, Equatable {
        /// Seconds from now.
        package var after = 0.0
        package var classification = ProcessClass.useful
        /// P(abandoned) + P(zombie).
        package var abandoned = 0.0
        package var recommendation = ProcessRecommendation.keep

        package init() {}
    }

    package var forecasts: [Forecast] = []
    /// Probability of every interval.
    package var confidence = 0.9
    /// The judgement in a day.
    package var inADay = Outlook()
    /// When the class or the recommendation first becomes another one, within three days; nil where it does not.
    package var crossing: Outlook?

    package init() {}
}
