internal import Primitives

extension DeepReading {
    /// Whether a probe was never taken: not chosen, or chosen and left out for lack of time.
    package func isUntaken(_ probe: ProcessProbe) -> Bool {
        reason(probe) == .notCollected || reason(probe) == .overBudget
    }

    /// This reading, with what an earlier one has of the probes that it did not take.
    ///
    /// The window and the looks are this one's, for rates are of one look only; without any they are the earlier's.
    package func completed(by earlier: DeepReading?) -> DeepReading {
        guard let earlier else { return self }
        var joined = self
        if looks == 0 { (joined.looks, joined.window) = (earlier.looks, earlier.window) }
        for probe in ProcessProbe.allCases where isUntaken(probe) && !earlier.isUntaken(probe) {
            joined.take(probe, from: earlier)
        }
        return joined
    }

    private mutating func take(_ probe: ProcessProbe, from other: DeepReading) {
        switch probe {
        case .storage: storage = other.storage
        case .waitChannel: waitChannels = other.waitChannels
        case .threads: threads = other.threads
        case .switches: switches = other.switches
        case .runDelay: runDelay = other.runDelay
        case .faults: faults = other.faults
        case .memory: memory = other.memory
        case .sockets: sockets = other.sockets
        case .descriptors: descriptors = other.descriptors
        case .program: program = other.program
        case .environment: agentMarks = other.agentMarks
        case .controlGroup: controlGroup = other.controlGroup
        case .pressure: pressure = other.pressure
        case .cores: cores = other.cores
        case .terminal: terminal = other.terminal
        case .directory: directory = other.directory
        case .repository: repository = other.repository
        case .company: company = other.company
        case .origin: origin = other.origin
        }
    }
}

extension DeepScanSummary {
    /// What this look and an earlier one of the same scan did together.
    package func adding(_ earlier: DeepScanSummary?) -> DeepScanSummary {
        guard let earlier else { return self }
        var sum = self
        sum.budget = max(budget, earlier.budget)
        sum.wall += earlier.wall
        sum.processorSeconds += earlier.processorSeconds
        sum.window = max(window, earlier.window)
        sum.looks = max(looks, earlier.looks)
        sum.suspects = max(suspects, earlier.suspects)
        sum.ran += earlier.ran
        sum.skipped = earlier.skipped + skipped
        sum.costs = (earlier.costs + costs).sorted { $0.probe.ordinal < $1.probe.ordinal }
        if pressure.value == nil { sum.pressure = earlier.pressure }
        sum.failures = earlier.failures + failures.filter { !earlier.failures.contains($0) }
        return sum
    }
}
