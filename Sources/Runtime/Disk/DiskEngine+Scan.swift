internal import Collectors
internal import Decision
internal import DiskDefence
internal import Formats
internal import Model
package import Planning
package import Primitives
internal import SystemCalls

extension DiskEngine {
    /// Walks, judges and gates; changes nothing and records nothing.
    ///
    /// - Throws: `TendError` where none of the paths can be scanned; what of several cannot is among the problems.
    package func scan(_ request: DiskScanRequest) throws(TendError) -> DiskScan {
        let start = Clocks.monotonicSeconds()
        let packs = try packs()
        var scan = DiskScan()
        scan.packs = packs.version
        scan.roots = try roots(request.paths, &scan)
        let busy = look(&scan)
        let walk = TreeWalk(
            settings: walkSettings(request), index: PatternIndex(packs.patterns), busy: busy ?? BusyFiles(),
            remembering: request.index)
        let result = walk.run(scan.roots) { progress in
            if !request.watch(progress) { walk.cancel() }
        }
        request.finish()
        take(result, into: &scan)
        let artifacts = tracked(result.artifacts).map { Self.withHolder($0, busy) }
        let judge = judge(packs)
        let gates = ArtifactGates(policy: policy(busy))
        let urgencies = try urgencies(request)
        let now = Clocks.wallMilliseconds() * 1_000_000
        for artifact in artifacts {
            guard let pattern = packs.pattern(artifact.pattern) else { continue }
            let urgency = urgencies.of(artifact.path)
            scan.urgency = max(scan.urgency, urgency)
            let finding = judge.judge(
                artifact, pattern, now: now, urgency: urgency, penalty: request.penalty)
            scan.candidates.append(PlannedArtifact(finding, gates: gates.ask(finding.facts), urgency: urgency))
        }
        scan.sort()
        scan.seconds = Clocks.monotonicSeconds() - start
        return scan
    }

    func judge(_ packs: ArtifactPacks) -> ArtifactJudge {
        var priors = ArtifactPriors()
        priors.weights = settings.weights.normalised
        return ArtifactJudge(priors: priors, packVersion: packs.version)
    }

    private func urgencies(_ request: DiskScanRequest) throws(TendError) -> Urgencies {
        if let told = request.urgencies { return Urgencies(told) }
        return Urgencies(try request.urgency == nil ? reports() : [], given: request.urgency)
    }

    /// Some file systems show other numbers of a mapped file than stat(2) does: then its path tells who uses it.
    private static func withHolder(_ artifact: ArtifactObservation, _ busy: BusyFiles?) -> ArtifactObservation {
        guard artifact.obstacles.holder == nil else { return artifact }
        var seen = artifact
        seen.obstacles.holder = busy?.holder(below: artifact.path)
        return seen
    }

    // MARK: What is walked

    /// Directories without links, none below another; what is none is a problem.
    func roots(_ paths: [String], _ scan: inout DiskScan) throws(TendError) -> [ForeignText] {
        var roots: [ForeignText] = []
        var first: TendError?
        for path in paths {
            do throws(TendError) {
                roots.append(try root(path))
            } catch {
                first = first ?? error
                scan.problems.append(
                    DiskScan.Problem(path: ForeignText(path), code: error.qualifiedCode, sentence: error.description))
            }
        }
        if let first, roots.isEmpty { throw first }
        return roots.filter { root in !roots.contains { $0 != root && root.isBelow($0) } }
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private func root(_ path: String) throws(TendError) -> ForeignText {
        let name = ForeignText(path).sanitised
        do {
            let resolved = try FileSystem.resolved(path)
            guard let found = try FileSystem.metadata(resolved), found.isDirectory else {
                throw TendError(
                    .malformedInput, "\(name) is no directory", area: "disk",
                    hint: "name the directory that holds it")
            }
            return ForeignText(resolved)
        } catch let error as TendError {
            throw error
        } catch let error as SystemCallError {
            throw TendError(
                error.isGone ? .notFound : .notPermitted, "\(name) cannot be scanned", area: "disk",
                hint: error.isGone ? "name a directory that exists" : "run as somebody who may read it", cause: error)
        } catch {
            throw TendError(.internalError, "\(name) cannot be scanned", area: "disk", cause: error)
        }
    }

    func walkSettings(_ request: DiskScanRequest) -> TreeWalkSettings {
        var walk = TreeWalkSettings()
        walk.threads = max(2, min(8, Host.processorCount))
        walk.crossesDevices = request.crossesDevices ?? settings.crossesDevices
        walk.userID = Host.effectiveUserID
        walk.places.homes = homes
        return walk
    }

    private func take(_ result: TreeWalkResult, into scan: inout DiskScan) {
        scan.files = result.files
        scan.directories = result.directories
        scan.allocatedBytes = result.allocatedBytes
        scan.mountPoints = result.mountPoints
        scan.isCut = result.isCut
        scan.entries = result.entries
        scan.unchangedDirectories = result.unchangedDirectories
        scan.problems += result.unread.map { path, error in
            DiskScan.Problem(
                path: path, code: error.isRefused ? "disk.not_permitted" : "disk.input_output",
                sentence: SystemCallError(call: "open", on: path.sanitised, error).description)
        }
    }

    // MARK: What is known of it

    /// Who uses files; nil where nobody can tell.
    func look(_ scan: inout DiskScan) -> BusyFiles? {
        do {
            let busy = try BusySurvey(userID: Host.effectiveUserID, selfHiding: selfHiding).look()
            scan.processes = busy.processes
            return busy
        } catch {
            scan.problems.append(
                DiskScan.Problem(
                    path: ForeignText("/proc"), code: "disk.unavailable",
                    sentence: "Processes cannot be read, so nothing is known to be unused: \(error)."))
            return nil
        }
    }

    /// Programs that hide themselves by design; where no pack can be read nobody is excused for it.
    var selfHiding: Set<String> { (try? packs().selfHiding) ?? [] }

    func policy(_ busy: BusyFiles?) -> ArtifactPolicy {
        var policy = ArtifactPolicy()
        policy.protected = settings.protected
        policy.minimumAge = settings.minimumAge
        policy.userID = Host.effectiveUserID
        policy.knowsProcesses = busy != nil
        policy.unreadable = (busy?.unreadable ?? []).map { "\($0.name.sanitised) (PID \($0.pid))" }
        policy.othersUnread = policy.userID != 0
        return policy
    }

    /// What git says of them; what was to be ignored and is not, is no artifact at all.
    func tracked(_ artifacts: [ArtifactObservation]) -> [ArtifactObservation] {
        zip(artifacts, git.ask(artifacts.map(\.path))).compactMap { artifact, answer in
            var settled = artifact
            return settled.settle(isTracked: answer.isTracked, isIgnored: answer.isIgnored) ? settled : nil
        }
    }
}

/// How pressing it is where something lies.
private struct Urgencies {
    private let volumes: [(mount: ForeignText, urgency: Double)]
    private let given: Double?

    init(_ reports: [VolumeReport], given: Double?) {
        volumes = reports.flatMap { report in
            ([report.volume.mount] + report.volume.alsoAt).map { ($0, report.pressure.urgency) }
        }.sorted { $0.0.bytes.count > $1.0.bytes.count }
        self.given = given
    }

    init(_ told: [ForeignText: Double]) {
        volumes = told.map { ($0.key, $0.value) }.sorted { $0.0.bytes.count > $1.0.bytes.count }
        given = nil
    }

    func of(_ path: ForeignText) -> Double {
        given ?? volumes.first { path.isBelow($0.mount) }?.urgency ?? 0
    }
}
