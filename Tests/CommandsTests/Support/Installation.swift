import SystemCalls

/// The built program, and which others this machine has.
enum Installation {
    /// The checkout.
    static let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    /// Where `swift build` leaves the program.
    static let path = "\(root)/.build/debug/tend"

    static var isBuilt: Bool { FileSystem.exists(path) }

    static var isRoot: Bool { Host.effectiveUserID == 0 }

    /// Whether programs of these names lie along `PATH`.
    static func areInstalled(_ names: String...) -> Bool {
        let folders = (Host.environment("PATH") ?? "/usr/bin:/bin").split(separator: ":")
        return names.allSatisfy { name in folders.contains { FileSystem.exists("\($0)/\(name)") } }
    }

    /// Whether a command can be carried out here, such as one that needs a namespace of its own.
    static func canRun(_ program: String, _ arguments: [String]) -> Bool {
        // A program that is missing and one that fails mean the same: the test is skipped.
        guard let child = try? ChildProcess.start(SpawnRequest(program, arguments, standardError: .null)) else {
            return false
        }
        defer { child.end() }
        return (try? child.wait(timeout: .seconds(10))) == .exited(0)
    }

    /// Whether a control group can be made here: tend looks for the same.
    static let canMakeControlGroups: Bool = {
        let groups = ControlGroupMounts()
        return ControlGroupController.allCases.allSatisfy { controller in
            let found = (try? groups.groups(of: Host.processID, for: controller)) ?? []
            return found.contains { $0.isDelegated(isManaged: groups.isManaged) && !$0.hierarchy.isVersion2 }
        }
    }()

    static let canMakeMountNamespace = canRun("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/proc"])
    static let canMakeProcessNamespace = canRun("unshare", ["-p", "-f", "--mount-proc", "true"])
}
