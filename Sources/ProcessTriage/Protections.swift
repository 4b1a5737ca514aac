internal import Formats
internal import Model
internal import Primitives

/// The viewer's own way into the machine: tend, its ancestors and the leaders of their sessions.
struct ViewerChain {
    private let members: Set<Int32>

    init(_ viewer: Viewer, _ genealogy: Genealogy) {
        var members = Set(viewer.chain)
        members.insert(viewer.pid)
        for pid in members {
            if let place = genealogy.places[pid] { members.insert(genealogy.kin[place].session) }
        }
        // A leader's own ancestors hold the session up: the terminal, the multiplexer, the remote login.
        for pid in members {
            guard let place = genealogy.places[pid] else { continue }
            members.formUnion(genealogy.ancestors(of: place).map { genealogy.kin[$0].pid })
        }
        self.members = members
    }

    func contains(_ pid: Int32) -> Bool { members.contains(pid) }
}

/// Why a process is never touched, whatever the evidence says.
struct Protections {
    private static let packaged = ["/usr/bin/", "/usr/sbin/", "/usr/lib/", "/usr/libexec/", "/bin/", "/sbin/", "/lib/"]
        .map { Array($0.utf8) }

    private let host: HostFacts
    private let genealogy: Genealogy
    private let chain: ViewerChain

    init(_ host: HostFacts, _ genealogy: Genealogy, _ chain: ViewerChain) {
        self.host = host
        self.genealogy = genealogy
        self.chain = chain
    }

    func of(_ index: Int, _ category: ProcessCategory) -> [Protection] {
        let pid = genealogy.kin[index].pid
        let owner = genealogy.kin[index].owner
        if pid == 1 {
            return [Protection(gate: "machine", reasonCode: "init", sentence: "It is init: the machine ends with it.")]
        }
        if genealogy.processes[index].isKernelThread {
            return [
                Protection(gate: "machine", reasonCode: Protection.kernelThread, sentence: "It is part of the kernel.")
            ]
        }
        var reasons: [Protection] = []
        if owner != host.viewer.userID {
            reasons.append(
                Protection(
                    gate: "owner", reasonCode: "other_user",
                    sentence: "It belongs to user \(owner), not to you (\(host.viewer.userID))."))
        }
        if chain.contains(pid) {
            reasons.append(
                Protection(
                    gate: "session_chain", reasonCode: "own_session_chain",
                    sentence: "Your own session runs through it: ending it would cut you off."))
        }
        if let declaration = genealogy.processes[index].declaration { reasons.append(declaration.protection) }
        if let protection = genealogy.recognitions[index].protection { reasons.append(protection) }
        if host.viewer.userID == 0, let protection = asRoot(index, category) {
            reasons.append(protection)
        }
        return reasons
    }

    /// As root the owner says little: what came with the machine, and its packaged services, are left alone.
    private func asRoot(_ index: Int, _ category: ProcessCategory) -> Protection? {
        if host.isSoon(genealogy.kin[index].startTicks, after: host.initStartTicks, seconds: 10) {
            return Protection(
                gate: "machine", reasonCode: "started_with_machine",
                sentence: "It started together with the machine, and you are root.")
        }
        guard [.service, .daemon, .unknown].contains(category), let path = genealogy.processes[index].executable.value
        else { return nil }
        guard Self.packaged.contains(where: { path.bytes.starts(with: $0) }) else { return nil }
        return Protection(
            gate: "machine", reasonCode: "distribution_program",
            sentence:
                "Its program belongs to the distribution and it may be one of the machine's services; you are root.")
    }
}

extension Declaration {
    /// A person's word weighs more than any evidence, and keeps only.
    fileprivate var protection: Protection {
        let why = reason.map { " (\(ForeignText($0).sanitised))" } ?? ""
        return Protection(
            gate: "declared", reasonCode: "declared_wanted",
            sentence:
                "It was declared as wanted until \(Timestamp.text(milliseconds: until))\(why); taken back by: "
                + "tend processes declare remove \(id).")
    }
}
