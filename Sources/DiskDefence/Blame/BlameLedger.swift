package import Model
internal import Primitives

/// Sums up what processes wrote: by process, by the agent that they work for, by project.
package struct BlameLedger {
    /// Files that are told of at most.
    private static let files = 20
    /// A chain of parents longer than this is none.
    private static let depth = 64

    private let processes: [Int32: WriterObservation]
    /// The name of the agent that a process is; nil for any other.
    private let agentName: (WriterObservation) -> String?

    /// - Parameters:
    ///   - processes: all of the machine, for those between a writer and its agent count too.
    ///   - agentName: the name of the agent that a process is; nil for any other.
    package init(_ processes: [WriterObservation], agentName: @escaping (WriterObservation) -> String?) {
        self.processes = Dictionary(processes.map { ($0.pid, $0) }) { first, _ in first }
        self.agentName = agentName
    }

    /// Sums up; `seconds` lie between both looks, and of a device only those count that work on it.
    package func report(seconds: Double, device: UInt64? = nil) -> BlameReport {
        var report = BlameReport()
        report.seconds = seconds
        // What cannot be read may work anywhere.
        let counted = processes.values.filter { process in
            process.written.value == nil || device.map(process.devices.contains) ?? true
        }.sorted { $0.pid < $1.pid }
        for process in counted {
            if let reason = process.written.reason {
                if reason != .gone {
                    report.unknown.append(
                        BlameReport.Unknown(pid: process.pid, name: process.name, reason: reason.rawValue))
                }
                continue
            }
            guard let bytes = process.written.value, bytes > .zero else { continue }
            report.processes.append(share(process, bytes))
            report.bytes = report.bytes + bytes
        }
        sum(&report)
        let writers = Set(report.processes.compactMap(\.pid))
        report.files = Self.largest(counted.filter { writers.contains($0.pid) }.flatMap(\.files))
        report.settle(over: seconds)
        return report
    }

    private func share(_ process: WriterObservation, _ bytes: ByteCount) -> BlameReport.Share {
        var share = BlameReport.Share()
        share.pid = process.pid
        share.name = process.name
        share.bytes = bytes
        share.processes = 1
        share.project = process.project
        if let agent = agent(of: process) { (share.agent, share.agentPID) = (agent.name, agent.pid) }
        return share
    }

    /// The nearest agent from a process upwards, itself included.
    private func agent(of process: WriterObservation) -> (name: String, pid: Int32)? {
        var next = process
        for _ in 0..<Self.depth {
            if let name = agentName(next) { return (name, next.pid) }
            // Nobody is the parent of a younger one: such a PID was given out anew.
            guard let parent = processes[next.parent], parent.pid != next.pid, parent.startTicks <= next.startTicks
            else {
                return nil
            }
            next = parent
        }
        return nil
    }

    private func sum(_ report: inout BlameReport) {
        var agents: [Int32: BlameReport.Share] = [:]
        var projects: [ForeignText: BlameReport.Share] = [:]
        for share in report.processes {
            if let pid = share.agentPID {
                agents[pid, default: BlameReport.Share()].add(share, pid: pid, name: ForeignText(share.agent ?? ""))
            } else {
                report.withoutAgent = report.withoutAgent + share.bytes
            }
            if let project = share.project {
                projects[project, default: BlameReport.Share()].add(share, pid: nil, name: project)
            } else {
                report.withoutProject = report.withoutProject + share.bytes
            }
        }
        report.agents = Array(agents.values)
        report.projects = Array(projects.values)
    }

    /// A file that several have open is told of once.
    private static func largest(_ files: [WrittenFile]) -> [WrittenFile] {
        var seen: Set<ForeignText> = []
        let sorted = files.sorted {
            $0.bytes == $1.bytes ? ($0.pid, $0.path.bytes.count) < ($1.pid, $1.path.bytes.count) : $0.bytes > $1.bytes
        }
        return Array(sorted.filter { seen.insert($0.path).inserted }.prefix(Self.files))
    }
}

extension BlameReport.Share {
    fileprivate mutating func add(_ share: BlameReport.Share, pid: Int32?, name: ForeignText) {
        self.pid = pid
        self.name = name
        bytes = bytes + share.bytes
        processes += 1
        if pid == nil { project = name } else { agent = share.agent }
    }
}

extension BlameReport {
    /// Rates, and most first.
    fileprivate mutating func settle(over seconds: Double) {
        for list in [\BlameReport.processes, \.agents, \.projects] {
            for place in self[keyPath: list].indices {
                self[keyPath: list][place].bytesPerSecond =
                    seconds > 0 ? Double(self[keyPath: list][place].bytes.bytes) / seconds : 0
            }
            self[keyPath: list].sort { left, right in
                if left.bytes != right.bytes { return left.bytes > right.bytes }
                if left.pid != right.pid { return (left.pid ?? 0) < (right.pid ?? 0) }
                return left.name.bytes.lexicographicallyPrecedes(right.name.bytes)
            }
        }
    }
}
