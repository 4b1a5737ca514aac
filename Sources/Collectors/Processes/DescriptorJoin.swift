internal import Model
internal import Primitives

/// Makes the summary of a process's descriptors from its own table and the sockets of the machine.
struct DescriptorJoin {
    let survey: DescriptorSurvey
    let relations: SocketRelations
    let tables: SocketTables
    let inspector: ProcessInspector

    func summary(_ open: Reading<OpenFiles>, of process: ProcessObservation) -> Reading<DescriptorSummary> {
        open.map { files in
            let streams = survey.resolve(files, of: process.pid, sockets: relations)
            let missing = missing(files, of: process.pid)
            return DescriptorSummary(
                standardInput: streams.input, standardOutput: streams.output, count: files.count,
                listeners: missing.map { .unavailable($0) } ?? .measured(relations.listeners[process.pid] ?? []),
                clients: missing.map { .unavailable($0) } ?? .measured(clients(files, of: process.pid)),
                filesAtRisk: files.filesAtRisk)
        }
    }

    private func clients(_ files: OpenFiles, of pid: Int32) -> [Client] {
        (relations.clients[pid] ?? [])
            + survey.pipes.partners(of: files, of: pid, survey.files).map { Client(pid: $0) }
    }

    /// Why nothing can be said of a process's sockets; nil where it can.
    ///
    /// A process without sockets serves nobody, whatever the tables say.
    func missing(_ files: OpenFiles, of pid: Int32) -> Unavailability? {
        guard !files.sockets.isEmpty else { return nil }
        if let reason = tables.tcp.reason ?? tables.unix.reason { return reason }
        guard files.sockets.contains(where: { !relations.known.contains($0) }) else { return nil }
        // It may be of another family (UDP, netlink) or of another network, which the tables do not cover.
        switch inspector.sharesNetwork(pid) {
        case .measured(let shares): return shares ? nil : .notSupported
        case .unavailable(let reason): return reason
        }
    }
}
