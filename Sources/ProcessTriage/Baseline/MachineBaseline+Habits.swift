package import Model
internal import Statistics

extension MachineBaseline {
    /// What is usual at a moment.
    ///
    /// Below the hours that it takes, nothing is usual and nothing unusual: the priors of the packs are all there is.
    /// - Parameters:
    ///   - record: of the hours before.
    ///   - moment: milliseconds since 1970 UTC.
    ///   - now: as the machine is; nil to say what is usual without looking.
    /// - Complexity: O(*n*) hours, once a measure and category.
    package init(_ record: MachineRecord, at moment: Int64, now: MachineReading? = nil) {
        self.init()
        let present = MachineHour.hour(of: moment)
        // The present hour is what is to be judged.
        let hours = record.hours.filter { $0.hour < present }
        hour = Self.hourOfDay(present)
        recorded = hours.count
        needed = HourlyHabit.fewestHours
        since = hours.first.map { $0.hour * 3_600_000 }
        programs = record.programs.count
        byHour = Self.byHour(record.hours)
        guard isKnown else { return }
        let current = now.map(MachineHour.init)
        measures = MachineReading.Measure.allCases.compactMap { measure in
            Self.usual(measure.rawValue, measure.unit, hours, present, now: current?.value(measure)) {
                $0.value(measure)
            }
        }
        let seen = Set(hours.flatMap(\.categories.keys))
        categories = ProcessCategory.allCases.filter(seen.contains).compactMap { category in
            Self.usual(
                category.rawValue, MachineReading.Measure.processes.unit, hours, present,
                now: current.map { $0.categories[category] ?? 0 }
            ) { $0.categories[category] ?? 0 }
        }
    }

    private static func usual(
        _ name: String, _ unit: String, _ hours: [MachineHour], _ present: Int64, now: Double?,
        _ value: (MachineHour) -> Double?
    ) -> Usual? {
        var habit = HourlyHabit(confidence: MachineBaseline().confidence)
        for hour in hours { if let number = value(hour) { habit.learn(number, hour: hour.hour) } }
        guard let range = habit.interval(hour: present) else { return nil }
        var usual = Usual()
        (usual.name, usual.unit, usual.now) = (name, unit, now)
        usual.expected = max(0, habit.expected(hour: present))
        (usual.low, usual.high) = (max(0, range.lowerBound), max(0, range.upperBound))
        return usual
    }

    static func hourOfDay(_ hour: Int64) -> Int { Int(((hour % 24) + 24) % 24) }

    private static func byHour(_ hours: [MachineHour]) -> [Hour] {
        let groups = Dictionary(grouping: hours) { hourOfDay($0.hour) }
        return (0..<24).map { place in
            var row = Hour()
            row.hour = place
            guard let group = groups[place] else { return row }
            let mean = { (numbers: [Double]) in numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count) }
            row.recorded = group.count
            row.processes = mean(group.map(\.processes))
            row.cores = mean(group.compactMap(\.cores))
            row.memory = mean(group.map(\.memory))
            return row
        }
    }
}

/// A number that goes by the hour of the day around a level that drifts.
///
/// Expected is the level, an exponentially weighted mean with a half-life of a week, plus the hour's own difference, a mean
/// of the same kind that is shrunk towards 0 while it was seen seldom. How far to trust it follows from how wrong it was one
/// hour ahead: conformal prediction over blocks of six recorded hours, for neighbouring hours hang together.
///
/// Source: Holt, Office of Naval Research Memorandum 52 (1957), for the weights; `Conformal.blockedRadius` for the interval.
struct HourlyHabit {
    /// A day to settle, then as many blocks as the interval needs.
    static let fewestHours = settling + blockLength * 9
    private static let settling = 24
    private static let blockLength = 6
    private static let halfLife = 168.0
    private static let seasonWeight = 0.15

    private let confidence: Double
    private var level = 0.0
    private var seasons = [Double](repeating: 0, count: 24)
    private var seen = [Int](repeating: 0, count: 24)
    private var count = 0
    private var last: Int64 = 0
    private var errors: [Double] = []

    init(confidence: Double) { self.confidence = confidence }

    mutating func learn(_ number: Double, hour: Int64) {
        let place = MachineBaseline.hourOfDay(hour)
        if count >= Self.settling { errors.append(abs(number - expected(hour: hour))) }
        let elapsed = count == 0 ? 1 : Double(max(1, hour - last))
        // At first a plain mean, so that the first number is not the level for a week.
        let weight = max(1 / Double(count + 1), 1 - exponential(-elapsed * 0.693147 / Self.halfLife))
        let own = number - (count == 0 ? 0 : seasons[place] * shrinkage(place))
        level += weight * (own - level)
        let gain = max(1 / Double(seen[place] + 1), Self.seasonWeight)
        seasons[place] += gain * (number - level - seasons[place])
        seen[place] += 1
        count += 1
        last = hour
    }

    private func shrinkage(_ place: Int) -> Double { Double(seen[place]) / Double(seen[place] + 2) }

    func expected(hour: Int64) -> Double {
        let place = MachineBaseline.hourOfDay(hour)
        return level + seasons[place] * shrinkage(place)
    }

    /// Nil below the hours that it takes.
    func interval(hour: Int64) -> ClosedRange<Double>? {
        let radius = Conformal.blockedRadius(
            scores: errors, blockLength: Self.blockLength, alpha: 1 - confidence)
        guard radius.isFinite else { return nil }
        let centre = expected(hour: hour)
        return centre - radius...centre + radius
    }
}
