package import Primitives

/// What a deep scan did and what it took.
package struct DeepScanSummary: Sendable, Equatable {
    /// Probes that were chosen and not run.
    package struct Skip: Sendable, Equatable {
        package var probe = ProcessProbe.storage
        package var reason = SkipReason.time
        /// Of how many processes.
        package var count = 0

        package init() {}

        package init(probe: ProcessProbe, reason: SkipReason, count: Int) {
            self.probe = probe
            self.reason = reason
            self.count = count
        }
    }

    /// Why a chosen probe did not run.
    package enum SkipReason: String, Sendable, CaseIterable {
        case time
        /// tend would have used more than its share of a processor.
        case overhead
        /// The process was gone.
        case gone
        /// An earlier read below a file system had not come back.
        case stuck
    }

    /// What one probe took.
    package struct Cost: Sendable, Equatable {
        package var probe = ProcessProbe.storage
        /// Of how many processes.
        package var count = 0
        /// Own processor time of all of them together.
        package var seconds = 0.0

        package init() {}

        package init(probe: ProcessProbe, count: Int, seconds: Double) {
            self.probe = probe
            self.count = count
            self.seconds = seconds
        }
    }

    /// Seconds that it might take at most.
    package var budget = 0.0
    /// Seconds that it took.
    package var wall = 0.0
    /// Own processor time.
    package var processorSeconds = 0.0
    /// Seconds between the first look and the last.
    package var window = 0.0
    package var looks = 0
    package var suspects = 0
    /// Probes that ran, of all processes together.
    package var ran = 0
    /// In the order of the probes.
    package var skipped: [Skip] = []
    /// In the order of the probes; of those that ran.
    package var costs: [Cost] = []
    /// The machine's own within the window.
    package var pressure: Reading<Pressure> = .unavailable(.notCollected)
    /// A sentence for each thing that could not be read at all.
    package var failures: [String] = []

    package init() {}

    /// Own processor time as a share of one core, 0...; nil where it took no time.
    package var share: Double? { wall > 0 ? processorSeconds / wall : nil }
}
