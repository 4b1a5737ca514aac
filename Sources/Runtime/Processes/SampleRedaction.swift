internal import History
internal import Model
internal import Primitives

extension MachineSample {
    /// The sample without secrets.
    ///
    /// It is judged in this form, so that live and from the record the answer is the same.
    ///
    /// - Complexity: linear in the texts; each different one is read once.
    func redacted(by redactor: Redactor) -> MachineSample {
        var sample = self
        var memory = RedactionMemory(redactor)
        for index in sample.processes.indices {
            sample.processes[index].redact(redactor, &memory)
        }
        sample.host.supervisors = host.supervisors?.map { $0.redacted(by: redactor) }
        return sample
    }
}

/// What has been redacted in this sample: processes share their programs, directories and often their arguments.
private struct RedactionMemory {
    private let redactor: Redactor
    private var texts: [ForeignText: ForeignText] = [:]
    private var lines: [ForeignText: ForeignText] = [:]

    init(_ redactor: Redactor) {
        self.redactor = redactor
    }

    mutating func text(_ text: ForeignText) -> ForeignText {
        if let known = texts[text] { return known }
        let redacted = ForeignText(redactor.text(text).text)
        texts[text] = redacted
        return redacted
    }

    mutating func arguments(_ arguments: ForeignText) -> ForeignText {
        if let known = lines[arguments] { return known }
        let redacted = redactor.arguments(arguments)
        lines[arguments] = redacted
        return redacted
    }
}

extension SupervisorAnswer {
    /// Without secrets; what a control group names stays as control groups do, for it is found by that name.
    fileprivate func redacted(by redactor: Redactor) -> SupervisorAnswer {
        var answer = self
        if controlGroup.isEmpty, manager != 0 { answer.unit = ForeignText(redactor.text(unit).text) }
        answer.address = address.map { ForeignText(redactor.text($0).text) }
        return answer
    }
}

extension ProcessObservation {
    fileprivate mutating func redact(_ redactor: Redactor, _ memory: inout RedactionMemory) {
        guard !isKernelThread else { return }
        // Control groups stay as they are: the long ids of containers look like secrets, and without them a container's
        // main process would be taken for an orphan.
        name = memory.text(name)
        arguments = arguments.map { memory.arguments($0) }
        executable = executable.map { memory.text($0) }
        workingDirectory = workingDirectory.map { memory.text($0) }
        supervisorMarks = supervisorMarks?.map { mark in
            var copy = mark
            copy.unit = ForeignText(redactor.text(mark.unit).text)
            copy.address = mark.address.map { ForeignText(redactor.text($0).text) }
            return copy
        }
        if let reading = deep { deep = reading.redacted(by: redactor) }
        guard case .measured(var summary) = descriptors else { return }
        summary.filesAtRisk = summary.filesAtRisk.map { $0.redacted(by: redactor) }
        if case .measured(let listeners) = summary.listeners {
            summary.listeners = .measured(
                listeners.map { listener in
                    guard !listener.path.isEmpty else { return listener }
                    var copy = listener
                    copy.path = ForeignText(redactor.text(listener.path).text)
                    return copy
                })
        }
        descriptors = .measured(summary)
    }
}

extension FileAtRisk {
    fileprivate func redacted(by redactor: Redactor) -> FileAtRisk {
        FileAtRisk(kind: kind, path: ForeignText(redactor.text(path).text))
    }
}

extension DeepReading {
    /// Without secrets in paths and in the name of a branch; its other texts are words of the kernel or of tend.
    fileprivate func redacted(by redactor: Redactor) -> DeepReading {
        var reading = self
        reading.descriptors = descriptors.map { use in
            var copy = use
            copy.filesAtRisk = use.filesAtRisk.map { $0.redacted(by: redactor) }
            return copy
        }
        reading.repository = repository.map { state in
            guard var copy = state else { return nil }
            copy.root = ForeignText(redactor.text(copy.root).text)
            copy.branch = ForeignText(redactor.text(copy.branch).text)
            return copy
        }
        return reading
    }
}
