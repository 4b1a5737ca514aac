internal import Model
internal import Statistics

/// A process's past while its layers are asked: what several of them need is worked out once.
final class ProcessPast {
    let series: ProcessSeries
    /// How much its relatives worked; nil without any that have a past.
    let family: FamilyActivity?

    init(_ series: ProcessSeries, family: FamilyActivity? = nil) {
        self.series = series
        self.family = family
    }

    /// From this many cores on a step is one of work.
    static let activeShare = 0.005

    /// Whether it worked in each step.
    private(set) lazy var isActive = series.shares.map { $0 > Self.activeShare }

    /// How many steps at the end were without work.
    private(set) lazy var restingSteps = isActive.reversed().prefix { !$0 }.count

    /// Seconds without work at the end.
    var restingSeconds: Double { series.durations.suffix(restingSteps).reduce(0, +) }

    /// Seconds from the first reading to the end of each step.
    private(set) lazy var moments: [Double] = {
        var moment = 0.0
        return series.durations.map { seconds in
            moment += seconds
            return moment
        }
    }()

    /// Steps of work and rest in turn, oldest first.
    private(set) lazy var spells: [Spell] = {
        var spells: [Spell] = []
        for (step, active) in isActive.enumerated() {
            if spells.last?.isWork != active { spells.append(Spell(isWork: active)) }
            spells[spells.count - 1].add(series, step)
        }
        return spells
    }()

    /// Whether all steps are about equally long.
    private(set) lazy var isEven: Bool = {
        let mean = series.span / Double(series.count)
        return series.durations.allSatisfy { abs($0 - mean) < 0.2 * mean }
    }()

    /// When it was busier than a clock's tick, for the processes of points.
    private(set) lazy var bursts: Bursts? = Bursts(self)
}

/// Neighbouring steps of one kind.
struct Spell: Equatable {
    var isWork: Bool
    var seconds = 0.0
    var processorSeconds = 0.0
    /// Bytes to and from storage; nil where they could not be read.
    var moved: Double? = 0

    init(isWork: Bool) { self.isWork = isWork }

    mutating func add(_ series: ProcessSeries, _ step: Int) {
        seconds += series.durations[step]
        processorSeconds += series.shares[step] * series.durations[step]
        moved = moved.flatMap { sum in series.moved[step].map { sum + $0 } }
    }
}

/// The steps of work as points in time, and how much they beget one another.
struct Bursts {
    let times: [Double]
    /// Processor seconds of each.
    let sizes: [Double]
    let end: Double
    let fit: HawkesFit

    /// Nil for fewer points than a fit needs, for steady work, and for work that ended long ago: that is one change, which
    /// other layers ask for.
    init?(_ past: ProcessPast) {
        let (shares, moments) = (past.series.shares, past.moments)
        let steps = shares.indices.filter { shares[$0] > 0.01 }
        end = moments[moments.count - 1]
        guard steps.count < shares.count * 3 / 4, let last = steps.last, moments[last] > end * 2 / 3 else { return nil }
        times = steps.map { moments[$0] }
        sizes = steps.map { shares[$0] * past.series.durations[$0] }
        guard let fit = HawkesFit.fit(times: times, end: end) else { return nil }
        self.fit = fit
    }
}
