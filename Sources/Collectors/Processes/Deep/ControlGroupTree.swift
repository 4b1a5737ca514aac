internal import Model
internal import Primitives
internal import SystemCalls

/// Where the control groups of this machine are (cgroups(7)): hierarchies of v1, the one of v2, or both.
struct ControlGroupTree {
    /// One mounted hierarchy.
    private struct Hierarchy {
        /// Its mount point.
        var point: String
        /// The group that is its top as it is mounted.
        var top: String
        /// Of v1; empty for v2.
        var controllers: Set<Substring>
    }

    private let versionOne: [Hierarchy]
    private let versionTwo: Hierarchy?

    init(procRoot: String) {
        let bytes = SmallFile.reading("\(procRoot)/self/mountinfo", limit: 8 << 20).value ?? []
        let mounts = MountTable(parsing: bytes).mounts.filter { $0.type == "cgroup" || $0.type == "cgroup2" }
        let hierarchies = mounts.compactMap { mount -> (Bool, Hierarchy)? in
            guard let point = String(validating: mount.point.bytes, as: UTF8.self),
                let top = String(validating: mount.root.bytes, as: UTF8.self)
            else { return nil }
            let words = mount.options.split(separator: ",").filter { !["rw", "ro", "xattr"].contains($0) }
            return (mount.type == "cgroup2", Hierarchy(point: point, top: top, controllers: Set(words)))
        }
        versionOne = hierarchies.filter { !$0.0 }.map(\.1)
        versionTwo = hierarchies.first { $0.0 }?.1
    }

    var layout: ControlGroupLayout? {
        let hasControllers = versionOne.contains { $0.controllers.contains { !$0.hasPrefix("name=") } }
        guard versionTwo != nil else { return hasControllers ? .v1 : nil }
        return hasControllers ? .hybrid : .v2
    }

    /// The group of a process for a controller, by the lines of its `cgroup` file; nil where there is none.
    func group(_ controller: Substring, in lines: ForeignText) -> ControlGroup? {
        for line in lines.bytes.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, let path = String(validating: parts[2], as: UTF8.self) else { continue }
            let names = String(decoding: parts[1], as: UTF8.self).split(separator: ",")
            guard names.contains(controller) else { continue }
            return versionOne.first { $0.controllers.contains(controller) }
                .flatMap { Self.group(path, in: $0, isVersionTwo: false) }
        }
        return unified(in: lines).flatMap { $0.offers(controller) ? $0 : nil }
    }

    /// The group of a process in the hierarchy of v2.
    func unified(in lines: ForeignText) -> ControlGroup? {
        guard let versionTwo else { return nil }
        for line in lines.bytes.split(separator: UInt8(ascii: "\n")) where line.starts(with: "0::".utf8) {
            guard let path = String(validating: line.dropFirst(3), as: UTF8.self) else { continue }
            return Self.group(path, in: versionTwo, isVersionTwo: true)
        }
        return nil
    }

    private static func group(_ path: String, in hierarchy: Hierarchy, isVersionTwo: Bool) -> ControlGroup? {
        // Outside the part of the tree that this namespace shows.
        guard !path.hasPrefix("/..") else { return nil }
        let below =
            hierarchy.top != "/" && path.hasPrefix(hierarchy.top) ? path.dropFirst(hierarchy.top.count) : path[...]
        return ControlGroup(
            point: hierarchy.point, names: below.split(separator: "/").map(String.init), isVersionTwo: isVersionTwo)
    }
}

/// One control group: the files of itself and of those above it.
struct ControlGroup {
    var point: String
    /// From the top of the hierarchy down.
    var names: [String]
    var isVersionTwo: Bool

    var path: String { ([point] + names).joined(separator: "/") }

    /// Whether the hierarchy of v2 has a controller at all.
    func offers(_ controller: Substring) -> Bool {
        guard let bytes = SmallFile.reading("\(point)/cgroup.controllers").value else { return false }
        return String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }.contains(controller)
    }

    /// Reads and parses a file of the group itself.
    func reading<Value>(_ file: String, _ parse: (String) -> Value?) -> Reading<Value> {
        SmallFile.reading("\(path)/\(file)").flatMap { bytes in
            parse(String(decoding: bytes, as: UTF8.self)).map { .measured($0) } ?? .unavailable(.malformed)
        }
    }

    /// The least limit of the group and those above it; measured nil where none of them has one.
    ///
    /// A group without the file has no limit of its own: the top never has one, nor has one below which the controller is
    /// switched off.
    func least<Limit: Comparable>(_ parse: (ControlGroup) -> Reading<Limit?>) -> Reading<Limit?> {
        var least: Limit?
        var group = self
        while true {
            switch parse(group) {
            case .measured(let limit): least = [least, limit].compactMap { $0 }.min()
            case .unavailable(.notSupported): break
            case .unavailable(let reason): return .unavailable(reason)
            }
            guard !group.names.isEmpty else { return .measured(least) }
            group.names.removeLast()
        }
    }
}
