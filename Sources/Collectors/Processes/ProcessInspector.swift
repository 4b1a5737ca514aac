internal import Model
internal import Primitives
internal import SystemCalls

/// The slower questions about one process: what it runs, where, in which namespaces and who started it.
struct ProcessInspector {
    private let files: ProcFileSystem
    private let settings: ProcessCollectorSettings
    private let ownPIDNamespace: [UInt8]?
    private let ownNetwork: [UInt8]?
    private let userID = Host.effectiveUserID

    init(files: ProcFileSystem, settings: ProcessCollectorSettings) {
        self.files = files
        self.settings = settings
        // Where tend cannot read its own, each comparison below is unavailable, never equal.
        ownPIDNamespace = (try? files.readLink(pid: Host.processID, "ns/pid")).map { [UInt8]($0) }
        ownNetwork = (try? files.readLink(pid: Host.processID, "ns/net")).map { [UInt8]($0) }
    }

    func inspect(
        _ processes: [ProcessObservation], deadline: Deadline
    ) throws(TendError) -> [ProcessIdentity: InspectedFacts] {
        var facts: [ProcessIdentity: InspectedFacts] = [:]
        facts.reserveCapacity(processes.count)
        for (index, process) in processes.enumerated() where !process.isKernelThread {
            if index & 0xff == 0xff { try deadline.check("inspecting the processes") }
            facts[process.identity] = inspect(process)
        }
        return facts
    }

    private func inspect(_ process: ProcessObservation) -> InspectedFacts {
        let pid = process.pid
        let namespaces = namespacePIDs(pid)
        let markers = markers(of: process, namespaces)
        return InspectedFacts(
            executableFile: Self.reading { () throws(ErrorNumber) in try files.status(pid: pid, "exe").identity },
            workingDirectoryDeleted: Self.reading { () throws(ErrorNumber) in
                try files.status(pid: pid, "cwd").links == 0
            },
            namespacePIDs: namespaces, host: markers.host, supervisorMarks: markers.supervisors)
    }

    /// Whether a process sees the network that tend sees.
    func sharesNetwork(_ pid: Int32) -> Reading<Bool> {
        guard let ownNetwork else { return .unavailable(.notSupported) }
        return Self.reading { () throws(ErrorNumber) in
            try files.readLink(pid: pid, "ns/net").elementsEqual(ownNetwork)
        }
    }

    private func namespacePIDs(_ pid: Int32) -> Reading<[Int32]> {
        // A refusal or an old kernel sends us to `status`, which everybody may read.
        if let own = ownPIDNamespace, let link = try? files.readLink(pid: pid, "ns/pid"), link.elementsEqual(own) {
            return .measured([pid])
        }
        return Self.reading { () throws(ErrorNumber) in
            let numbers = KernelText.values(of: "NSpid:", in: try files.read(pid: pid, "status"))
            guard !numbers.isEmpty else { throw .malformed }
            return numbers.compactMap { Int32(exactly: $0) }
        }
    }

    /// What the environment says of the program and of the supervisors that started it.
    private func markers(
        of process: ProcessObservation, _ namespaces: Reading<[Int32]>
    ) -> (host: Reading<HostProgram>, supervisors: [SupervisorMark]?) {
        guard process.terminal == 0, userID == 0 || process.identity.userID == userID else {
            return (.unavailable(.notCollected), nil)
        }
        // PIDs that another namespace wrote down mean nothing here.
        guard namespaces.value?.count == 1 else { return (.unavailable(namespaces.reason ?? .notSupported), nil) }
        do {
            let text = try files.readWhole(pid: process.pid, "environ", limit: settings.environmentLimit)
            let found = HostMarkers.find(in: text.bytes, isAlive: isAlive)
            let host: Reading<HostProgram> =
                found == .none && text.isCut ? .unavailable(.tooLarge) : .measured(found)
            return (host, SupervisorMarkers.find(in: text.bytes))
        } catch {
            return (.unavailable(Unavailability(error)), nil)
        }
    }

    private func isAlive(_ pid: Int32, _ names: [String]) -> Bool {
        // A process whose `stat` cannot be had is not there: everybody may read it.
        guard let text = try? files.read(pid: pid, "stat"), let stat = try? ProcStat(parsing: text) else {
            return false
        }
        let name = text[stat.name]
        return stat.state != .zombie && stat.state != .dead && names.contains { name.starts(with: $0.utf8) }
    }

    private static func reading<Value>(_ body: () throws(ErrorNumber) -> Value) -> Reading<Value> {
        do {
            return .measured(try body())
        } catch {
            return .unavailable(Unavailability(error))
        }
    }
}

/// What the inspector found out about one process.
struct InspectedFacts {
    var executableFile: Reading<FileIdentity>
    var workingDirectoryDeleted: Reading<Bool>
    var namespacePIDs: Reading<[Int32]>
    var host: Reading<HostProgram>
    var supervisorMarks: [SupervisorMark]?

    func write(to process: inout ProcessObservation) {
        process.executableFile = executableFile
        process.workingDirectoryDeleted = workingDirectoryDeleted
        process.namespacePIDs = namespacePIDs
        process.host = host
        process.supervisorMarks = supervisorMarks
    }
}
