import Model
import Planning
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Effects

/// Control groups as directories of the test's own, and real ones where this machine lets them be made.
@Suite(.serialized) struct ControlGroupTests {
    /// A tree of groups below a directory of its own; it goes with the value.
    private final class Tree {
        let root = "/tmp/tend-groups-\(Host.processID)-\(Host.randomBytes(4).map { String($0, radix: 16) }.joined())"

        /// Makes a group with its files; the text of each is as the kernel writes it.
        func group(_ path: String, _ files: [String: String]) throws {
            try FileSystem.makeDirectories("\(root)/\(path)")
            for (name, text) in files {
                try FileSystem.replace("\(root)/\(path)/\(name)", with: Array("\(text)\n".utf8))
            }
        }

        func text(_ path: String) throws -> String {
            String(decoding: try FileSystem.read("\(root)/\(path)"), as: UTF8.self)
        }

        /// `/proc` as it shows one process in these groups, by the names of version 1 hierarchies; "" for version 2.
        func groups(of pid: Int32, _ paths: [(name: String, path: String)]) throws -> ControlGroupMounts {
            var mounts = ""
            var lines = ""
            for (index, entry) in paths.enumerated() {
                let isVersion2 = entry.name.isEmpty
                let mount = isVersion2 ? "\(root)/unified" : "\(root)/\(entry.name)"
                mounts +=
                    "\(30 + index) 1 0:\(30 + index) / \(mount) rw - \(isVersion2 ? "cgroup2" : "cgroup") none rw,"
                mounts += "\(entry.name)\n"
                lines += "\(isVersion2 ? 0 : index + 1):\(entry.name):\(entry.path)\n"
            }
            try group("proc/self", ["mountinfo": String(mounts.dropLast())])
            try group("proc/\(pid)", ["cgroup": String(lines.dropLast())])
            return ControlGroupMounts(procRoot: "\(root)/proc", systemd: "\(root)/none")
        }

        deinit {
            let removal = try? ChildProcess.start(SpawnRequest("rm", ["-rf", "--one-file-system", "--", root]))
            _ = try? removal?.wait()
        }
    }

    private func sleeper() throws -> ChildProcess { try ChildProcess.start(SpawnRequest("/bin/sleep", ["60"])) }

    private func bench(_ groups: ControlGroupMounts) -> ActionBench {
        var bench = ActionBench()
        bench.settings.observation = 0
        bench.groups = groups
        return bench
    }

    /// Runs one verb on a child and, with what came of it, the undoing of that.
    private func run(
        _ verb: ApplyRequest.Verb, _ child: ChildProcess, _ bench: ActionBench
    ) throws -> ActionOutcome {
        let target = bench.target(child.pid)
        let action = try #require(bench.approved([target], verb).first)
        return bench.runner { _ in target }.run(action)
    }

    private func undo(_ outcome: ActionOutcome, _ child: ChildProcess, _ bench: ActionBench) throws -> ActionOutcome {
        let target = bench.target(child.pid)
        let reversal = try #require(outcome.reversal)
        let action = try #require(bench.approved([target], .undo, undoing: [reversal]).first)
        return bench.runner { _ in target }.run(action)
    }

    @Test(arguments: [
        (ApplyRequest.Verb.throttle, "", "cpu.max", "max 100000", "10000 100000"),
        (.throttle, "cpu", "cpu.cfs_quota_us", "-1", "10000"),
        (.freeze, "freezer", "freezer.state", "THAWED", "FROZEN"),
        (.quarantine, "cpuset", "cpuset.cpus", "0-2,5", "5"),
    ])
    func `a group that holds nothing else is changed in place, and changed back`(
        verb: ApplyRequest.Verb, controller: String, file: String, before: String, after: String
    ) throws {
        let (tree, child) = (Tree(), try sleeper())
        defer { child.end() }
        let mount = controller.isEmpty ? "unified" : controller
        try tree.group(
            "\(mount)/app",
            [
                file: before, "cgroup.procs": "\(child.pid)", "cpu.cfs_period_us": "100000",
                "cpuset.effective_cpus": "0-2,5",
            ])
        let bench = bench(try tree.groups(of: child.pid, [(controller, "/app")]))
        let outcome = try run(verb, child, bench)
        #expect(outcome.result == .done, "\(outcome)")
        #expect(try tree.text("\(mount)/app/\(file)") == "\(after)\n")
        #expect(outcome.reversal?.controlGroup?.before == before)
        let undone = try undo(outcome, child, bench)
        #expect(undone.result == .done, "\(undone)")
        #expect(try tree.text("\(mount)/app/\(file)") == "\(before)\n")
        #expect(try undo(outcome, child, bench).result == .alreadyDone)
    }

    @Test(arguments: [ApplyRequest.Verb.throttle, .renice])
    func `how it is taken back is on record before it is done, and without that nothing is`(
        verb: ApplyRequest.Verb
    ) throws {
        let (tree, child) = (Tree(), try sleeper())
        defer { child.end() }
        try tree.group("unified/app", ["cpu.max": "max 100000", "cgroup.procs": "\(child.pid)"])
        let bench = bench(try tree.groups(of: child.pid, [("", "/app")]))
        let target = bench.target(child.pid)
        let action = try #require(bench.approved([target], verb).first)
        func now() throws -> String { try "\(tree.text("unified/app/cpu.max"))\(Priority.niceness(of: child.pid))" }
        let before = try now()
        var seen: [(Int, Reversal, String?)] = []
        let outcomes = bench.runner { _ in target }.run([action]) { place, reversal in
            seen.append((place, reversal, try? now()))
            return "the disk is full"
        }
        #expect(outcomes.map(\.reasonCode) == ["not_recorded"] && outcomes[0].sentence.contains("the disk is full"))
        #expect(seen.count == 1 && seen[0].0 == 0 && seen[0].2 == before)
        #expect(seen[0].1.controlGroup?.before == (verb == .throttle ? "max 100000" : nil))
        #expect(seen[0].1.niceness == (verb == .renice ? 0 : nil))
        #expect(try now() == before)
        // What a process shows needs no record.
        let pause = try #require(bench.approved([target], .pause).first)
        #expect(bench.runner { _ in target }.run([pause]) { _, _ in "the disk is full" }.map(\.result) == [.done])
    }

    @Test func `a group that others share is left as it is where none may be made`() throws {
        let (tree, child) = (Tree(), try sleeper())
        defer { child.end() }
        try tree.group("unified/app", ["cpu.max": "max 100000", "cgroup.procs": "\(child.pid)\n4000000"])
        try tree.group("unified/app/below", ["cgroup.procs": "4000001"])
        let outcome = try run(.throttle, child, bench(try tree.groups(of: child.pid, [("", "/app")])))
        #expect(outcome.result == .blocked && outcome.reasonCode == "control_group_shared")
        #expect(outcome.sentence.contains("2 that are not meant"), "\(outcome)")
        #expect(try tree.text("unified/app/cpu.max") == "max 100000\n")
        let none = try run(.throttle, child, bench(ControlGroupMounts(hierarchies: [], isManaged: false)))
        #expect(none.result == .blocked && none.reasonCode == "no_control_group")
    }

    @Test func `where systemd keeps the tree only what it delegated is used`() throws {
        let (tree, child) = (Tree(), try sleeper())
        defer { child.end() }
        try tree.group("freezer", ["cgroup.procs": "1"])
        try tree.group("freezer/app", ["freezer.state": "THAWED", "cgroup.procs": "\(child.pid)\n4000000"])
        var groups = try tree.groups(of: child.pid, [("freezer", "/app")])
        groups.isManaged = true
        let group = try #require(try groups.groups(of: child.pid, for: .freezer).first)
        // Root owns the directory, and no mark of delegation lies on it.
        let isOwn = Host.effectiveUserID != 0
        #expect(group.isDelegated(isManaged: true) == isOwn)
        #expect(group.isDelegated(isManaged: false))
    }

    @Test func `what the kernel does not show is no success`() throws {
        let (tree, child) = (Tree(), try sleeper())
        defer { child.end() }
        try tree.group(
            "unified/app",
            ["cgroup.freeze": "0", "cgroup.events": "populated 1\nfrozen 0", "cgroup.procs": "\(child.pid)"])
        let outcome = try run(.freeze, child, bench(try tree.groups(of: child.pid, [("", "/app")])))
        #expect(outcome.result == .noEffect && outcome.reversal == nil, "\(outcome)")
        #expect(try tree.text("unified/app/cgroup.freeze") == "0\n")
    }

    @Test func `a record that names a file elsewhere is not obeyed`() throws {
        let (tree, child) = (Tree(), try sleeper())
        defer { child.end() }
        try tree.group("elsewhere", ["cpu.max": "mine"])
        try tree.group("unified/app", ["cgroup.procs": "\(child.pid)"])
        let bench = bench(try tree.groups(of: child.pid, [("", "/app")]))
        for directory in ["\(tree.root)/elsewhere", "\(tree.root)/unified/../elsewhere"] {
            var change = ControlGroupChange()
            change.directory = directory
            change.file = "cpu.max"
            change.before = "theirs"
            change.after = "mine"
            var outcome = ActionOutcome(result: .done, sentence: "")
            outcome.reversal = Reversal(.controlGroup, controlGroup: change)
            #expect(try undo(outcome, child, bench).reasonCode == "not_ours")
        }
        #expect(try tree.text("elsewhere/cpu.max") == "mine\n")
    }

    @Test func `a group is found below what of its hierarchy is mounted, and outside of it never`() throws {
        let hierarchy = ControlGroupHierarchy(mountPoint: "/c", root: "/docker/1", isVersion2: true)
        let tree = Tree()
        for (path, directory) in [("/docker/1/app", "/c/app" as String?), ("/docker/1", "/c"), ("/../../x", nil)] {
            try tree.group("proc/7", ["cgroup": "0::\(path)"])
            let groups = ControlGroupMounts(hierarchies: [hierarchy], isManaged: false, procRoot: "\(tree.root)/proc")
            #expect(try groups.groups(of: 7, for: .freezer).first?.directory == directory)
        }
    }

    // MARK: Real ones

    /// The hierarchies of this machine in which a group can be made, of one version.
    private static func real(_ isVersion2: Bool, _ controller: ControlGroupController) -> ControlGroupMounts? {
        var groups = ControlGroupMounts()
        groups.hierarchies.removeAll {
            $0.isVersion2 != isVersion2 || !isVersion2 && !$0.controllers.contains(controller.rawValue)
        }
        guard let top = try? groups.groups(of: Host.processID, for: controller).first else { return nil }
        let probe = top.child("tend-probe-\(Host.processID)")
        guard top.isDelegated(isManaged: groups.isManaged), (try? FileSystem.makeDirectory(probe.directory)) == true
        else { return nil }
        // One that stays behind would be found by the next run; there is nothing else to be done about it.
        try? FileSystem.removeDirectory(probe.directory)
        return groups
    }

    private static let reason: Comment = "no such control group can be made here"

    @Test(
        .enabled(if: real(true, .freezer) != nil || real(false, .freezer) != nil, reason), arguments: [true, false])
    func `a busy process is really frozen, and really goes on`(isVersion2: Bool) throws {
        guard let groups = Self.real(isVersion2, .freezer) else { return }
        let child = try ChildProcess.start(SpawnRequest("/bin/sh", ["-c", "while :; do :; done"]))
        defer { child.end() }
        let bench = bench(groups)
        let outcome = try run(.freeze, child, bench)
        #expect(outcome.result == .done, "\(outcome)")
        #expect(groups.isFrozen(child.pid) == true)
        if !isVersion2 {
            // The very trap: what version 1 freezes waits uninterruptibly.
            #expect(ActionBench.state(child.pid) == .uninterruptible)
        }
        let directory = try #require(outcome.reversal?.controlGroup?.directory)
        let undone = try undo(outcome, child, bench)
        #expect(undone.result == .done, "\(undone)")
        #expect(groups.isFrozen(child.pid) == false && !FileSystem.exists(directory))
        #expect(ActionBench.state(child.pid) == .running || ActionBench.state(child.pid) == .sleeping)
        #expect(try undo(outcome, child, bench).result == .alreadyDone)
    }

    @Test(.enabled(if: real(false, .cpu) != nil, reason))
    func `a busy process is really slowed`() throws {
        let groups = try #require(Self.real(false, .cpu))
        let child = try ChildProcess.start(SpawnRequest("/bin/sh", ["-c", "while :; do :; done"]))
        defer { child.end() }
        var bench = bench(groups)
        bench.cores = 0.25
        let outcome = try run(.throttle, child, bench)
        #expect(outcome.result == .done, "\(outcome)")
        let change = try #require(outcome.reversal?.controlGroup)
        let quota = try FileSystem.read("\(change.directory)/cpu.cfs_quota_us")
        #expect(String(decoding: quota, as: UTF8.self) == "25000\n")
        #expect(try undo(outcome, child, bench).result == .done)
        #expect(!FileSystem.exists(change.directory))
    }

    @Test(.enabled(if: real(false, .cpuset) != nil && Host.processors > 1, reason))
    func `a process is really confined to one processor`() throws {
        let groups = try #require(Self.real(false, .cpuset))
        let child = try sleeper()
        defer { child.end() }
        let bench = bench(groups)
        let outcome = try run(.quarantine, child, bench)
        #expect(outcome.result == .done, "\(outcome)")
        func allowed() throws -> String {
            let text = String(decoding: try FileSystem.read("/proc/\(child.pid)/status"), as: UTF8.self)
            let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") })
            return String(line.split(separator: "\t").last ?? "")
        }
        #expect(Int(try allowed()) != nil)
        #expect(try undo(outcome, child, bench).result == .done)
        #expect(Int(try allowed()) == nil)
    }

    @Test(.enabled(if: real(true, .freezer) != nil, reason), arguments: [true, false])
    func `a control group that holds nobody else is ended at once`(isAlone: Bool) throws {
        let groups = try #require(Self.real(true, .freezer))
        let top = try #require(try groups.groups(of: Host.processID, for: .freezer).first)
        let group = top.child("tend-test-\(Host.processID)-\(isAlone)")
        _ = try FileSystem.makeDirectory(group.directory)
        let children = try (0..<3).map { _ in
            try ChildProcess.start(SpawnRequest("/bin/sh", ["-c", "trap '' TERM; exec sleep 60"]))
        }
        defer {
            for child in children { child.end() }
            try? FileSystem.removeDirectory(group.directory)
        }
        Clocks.sleep(seconds: 0.2)
        for child in children { try FileSystem.overwrite(group.path("cgroup.procs"), with: "\(child.pid)\n") }
        var bench = bench(groups)
        bench.settings.grace = 0.1
        let targets = children.prefix(isAlone ? 3 : 2).map { bench.target($0.pid) }
        let outcomes = bench.runner { pid in targets.first { $0.identity.pid == pid } }
            .run(bench.approved(targets, .stop))
        #expect(outcomes.allSatisfy { $0.result == .done && $0.signal == "KILL" }, "\(outcomes)")
        #expect(outcomes.allSatisfy { $0.sentence.contains("(KILL of its control group)") == isAlone }, "\(outcomes)")
        if !isAlone {
            #expect(ActionBench.state(children[2].pid) != .zombie && groups.isFrozen(children[2].pid) == false)
        }
    }

    @Test(.enabled(if: real(false, .freezer) != nil, reason))
    func `what was frozen hears of its end, and its group goes with it`() throws {
        let groups = try #require(Self.real(false, .freezer))
        let child = try sleeper()
        defer { child.end() }
        let bench = bench(groups)
        let frozen = try run(.freeze, child, bench)
        let directory = try #require(frozen.reversal?.controlGroup?.directory)
        let ended = try run(.stop, child, bench)
        #expect(ended.result == .done && ended.signal == "TERM", "\(ended)")
        #expect(!FileSystem.exists(directory))
    }

    @Test(.enabled(if: real(true, .freezer) != nil, reason))
    func `a process that ends while it is to be moved leaves no group behind`() throws {
        let groups = try #require(Self.real(true, .freezer))
        let child = try ChildProcess.start(SpawnRequest("/bin/true", []))
        let bench = bench(groups)
        let target = bench.target(child.pid)
        // It has ended and is not reaped: its number is still its own, and it takes nothing any more.
        while ActionBench.state(child.pid) != .zombie { Clocks.sleep(seconds: 0.005) }
        let action = try #require(bench.approved([target], .freeze).first)
        let outcome = bench.runner { _ in target }.run(action)
        _ = try child.wait()
        #expect([.gone, .failed].contains(outcome.result), "\(outcome)")
        let top = try #require(try groups.groups(of: Host.processID, for: .freezer).first)
        #expect(!FileSystem.exists(top.child("tend-\(child.pid)-7").directory))
    }
}
