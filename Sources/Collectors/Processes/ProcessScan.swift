internal import Model
internal import Primitives
internal import SystemCalls

/// One scan under way.
final class ProcessScan {
    private let sampler: ProcessSampler
    private let survey: DescriptorSurvey
    private let inspector: ProcessInspector
    private let window: Double
    private let samples: Int
    private let deadline: Deadline
    private let readSockets: () -> SocketTables

    private var stages: [ScanStage] = []
    private var firstSockets = SocketTables.notCollected
    private var lastSockets = SocketTables.notCollected
    private var started = 0.0
    private var ended = 0.0
    private var facts: [ProcessIdentity: InspectedFacts] = [:]

    init(
        sampler: ProcessSampler, settings: ProcessCollectorSettings, window: Duration, samples: Int,
        deadline: Deadline, readSockets: @escaping () -> SocketTables
    ) {
        self.sampler = sampler
        survey = DescriptorSurvey(files: sampler.files, settings: settings)
        inspector = ProcessInspector(files: sampler.files, settings: settings)
        self.window = samples > 1 ? max(0, window / .seconds(1)) : 0
        self.samples = samples
        self.deadline = deadline
        self.readSockets = readSockets
    }

    /// Takes the first sample, and what is read once.
    func begin() throws(TendError) {
        started = Clocks.monotonicSeconds()
        ended = started
        try stage("processes") { () throws(TendError) in try sampler.sample(expected: samples, deadline: deadline) }
        stages[0].refused = sampler.refused
        try stage("details") { () throws(TendError) in try sampler.readDetails(deadline: deadline) }
        stages[1].refused = sampler.refusedDetails
        if samples > 1 {
            try stage("sockets before") { () throws(TendError) in firstSockets = readSockets() }
            stages[2].failure = firstSockets.failure
        }
        try stage("open files") { () throws(TendError) in
            try survey.survey(
                sampler.observations, ownFiles: sampler.openFiles, isWhole: sampler.unread.isEmpty, deadline: deadline)
            facts = try inspector.inspect(sampler.observations, deadline: deadline)
        }
        stages[stages.count - 1].refused = survey.refused
    }

    /// Takes the other samples, and joins what was found.
    func end(_ reader: HostReader) throws(TendError) -> MachineSample {
        try takeFurtherSamples()
        try stage("sockets") { () throws(TendError) in lastSockets = readSockets() }
        stages[stages.count - 1].failure = lastSockets.failure
        return joined(reader)
    }

    private func takeFurtherSamples() throws(TendError) {
        for sample in stride(from: 1, to: samples, by: 1) {
            try sleep(until: started + window * Double(sample) / Double(samples - 1))
            ended = Clocks.monotonicSeconds()
            try stage("sample \(sample + 1)") { () throws(TendError) in
                try sampler.sample(expected: samples, deadline: deadline)
            }
            try sampler.readDetails(deadline: deadline)
        }
    }

    /// Sleeps in short pieces, for the deadline's sake.
    private func sleep(until moment: Double) throws(TendError) {
        while true {
            try deadline.check("waiting for the next sample")
            let rest = moment - Clocks.monotonicSeconds()
            guard rest > 0 else { return }
            Clocks.sleep(seconds: min(rest, 0.2))
        }
    }

    private func stage(_ name: String, _ body: () throws(TendError) -> Void) throws(TendError) {
        try deadline.check("scanning the processes")
        let begin = Clocks.monotonicSeconds()
        try body()
        stages.append(ScanStage(name: name, seconds: Clocks.monotonicSeconds() - begin))
    }

    private func joined(_ reader: HostReader) -> MachineSample {
        let relations = SocketRelations(
            tables: firstSockets.merged(with: lastSockets), owners: survey.socketOwners)
        let progress = ProgressCounters(
            first: firstSockets, last: lastSockets, samples: samples, survey: survey)
        var processes = sampler.observations
        let descriptors = DescriptorJoin(
            survey: survey, relations: relations, tables: lastSockets, inspector: inspector)
        for index in processes.indices {
            // By identity: the PID may be another process's since the survey.
            let identity = processes[index].identity
            facts[identity]?.write(to: &processes[index])
            guard let open = survey.open[identity] else { continue }
            processes[index].descriptors = descriptors.summary(open, of: processes[index])
            progress.write(to: &processes[index], open: open)
        }
        FrozenGroups(ControlGroupMounts(procRoot: reader.paths.proc)).annotate(&processes)
        var host = reader.facts(bootID: sampler.bootID, processes: processes)
        host.window = ended - started
        host.samples = samples
        host.stages = stages
        host.unread = sampler.unread.isEmpty ? nil : sampler.unread.sorted()
        return MachineSample(host: host, processes: processes)
    }
}
