package import Primitives

/// What one scan saw of the machine as a whole.
package struct MachineReading: Sendable, Equatable {
    /// One number of the machine.
    package enum Measure: String, Sendable, CaseIterable {
        case processes, cpu, memory

        /// What its numbers count.
        package var unit: String {
            switch self {
            case .processes: "processes"
            case .cpu: "cores"
            case .memory: "bytes"
            }
        }
    }

    /// Milliseconds since 1970 UTC.
    package var at: Int64
    package var processes: Double
    /// Cores in use within the scan's window; nil with a single sample.
    package var cores: Double?
    package var memory: ByteCount
    /// Processes of each category, kernel threads left out.
    package var categories: [ProcessCategory: Int]

    package init(at: Int64, processes: Double, cores: Double?, memory: ByteCount, categories: [ProcessCategory: Int]) {
        self.at = at
        self.processes = processes
        self.cores = cores
        self.memory = memory
        self.categories = categories
    }
}

/// The mean of the readings of one hour.
package struct MachineHour: Sendable, Equatable {
    /// Hours since 1970 UTC.
    package var hour: Int64
    package var readings: Int
    package var processes: Double
    /// Nil where no reading of the hour had a window.
    package var cores: Double?
    package var memory: Double
    package var categories: [ProcessCategory: Double]

    package init(
        hour: Int64, readings: Int, processes: Double, cores: Double?, memory: Double,
        categories: [ProcessCategory: Double]
    ) {
        self.hour = hour
        self.readings = readings
        self.processes = processes
        self.cores = cores
        self.memory = memory
        self.categories = categories
    }

    /// The first reading of an hour.
    package init(_ reading: MachineReading) {
        self.init(
            hour: Self.hour(of: reading.at), readings: 1, processes: reading.processes, cores: reading.cores,
            memory: Double(reading.memory.bytes), categories: reading.categories.mapValues(Double.init))
    }

    package static func hour(of milliseconds: Int64) -> Int64 {
        milliseconds >= 0 ? milliseconds / 3_600_000 : -1 - (-1 - milliseconds) / 3_600_000
    }

    /// Adds a reading of the same hour.
    package mutating func add(_ reading: MachineReading) {
        let other = MachineHour(reading)
        let share = 1 / Double(readings + 1)
        readings += 1
        processes += share * (other.processes - processes)
        memory += share * (other.memory - memory)
        cores = cores.map { mean in other.cores.map { mean + share * ($0 - mean) } ?? mean } ?? other.cores
        for category in Set(categories.keys).union(other.categories.keys) {
            let mean = categories[category] ?? 0
            categories[category] = mean + share * ((other.categories[category] ?? 0) - mean)
        }
    }

    package func value(_ measure: MachineReading.Measure) -> Double? {
        switch measure {
        case .processes: processes
        case .cpu: cores
        case .memory: memory
        }
    }
}

/// A program that a machine runs, by a keyed hash of its name.
package struct KnownProgram: Sendable, Equatable {
    package var key: String
    /// Milliseconds since 1970 UTC.
    package var first: Int64
    package var last: Int64

    package init(key: String, first: Int64, last: Int64) {
        self.key = key
        self.first = first
        self.last = last
    }
}

/// What a machine's hours and programs were.
package struct MachineRecord: Sendable, Equatable {
    /// Oldest first.
    package var hours: [MachineHour] = []
    package var programs: [KnownProgram] = []

    package init() {}
}

/// What is usual for a machine at one hour of the day, and how it is.
package struct MachineBaseline: Sendable, Equatable {
    /// What is usual of one number.
    package struct Usual: Sendable, Equatable {
        /// A measure's name or a category's.
        package var name = ""
        package var unit = ""
        package var expected = 0.0
        package var low = 0.0
        package var high = 0.0
        /// As it is now; nil where nothing was scanned.
        package var now: Double?

        package var isUnusual: Bool { now.map { $0 < low || $0 > high } ?? false }

        package init() {}
    }

    /// One hour of the day, UTC.
    package struct Hour: Sendable, Equatable {
        package var hour = 0
        /// How many such hours were recorded.
        package var recorded = 0
        package var processes: Double?
        package var cores: Double?
        package var memory: Double?

        package init() {}
    }

    /// The hour of the day, UTC, 0…23.
    package var hour = 0
    /// Hours of which there are readings, and how many it takes.
    package var recorded = 0
    package var needed = 0
    /// Milliseconds since 1970 UTC; nil without any reading.
    package var since: Int64?
    /// Probability that an interval holds for a block of neighbouring hours.
    package var confidence = 0.9
    /// Empty below `needed`.
    package var measures: [Usual] = []
    package var categories: [Usual] = []
    package var byHour: [Hour] = []
    package var programs = 0
    /// What runs and was never seen before the last day, by title, each once; nil below `needed`.
    package var neverSeen: [String]?

    package init() {}

    package var isKnown: Bool { recorded >= needed }

    /// Share of the measures that are unusual; nil where nothing is known.
    package var anomalyShare: Double? {
        let seen = measures.filter { $0.now != nil }
        return seen.isEmpty ? nil : Double(seen.count(where: \.isUnusual)) / Double(seen.count)
    }
}
