internal import Collectors
internal import Formats
internal import Model
internal import Primitives
internal import SystemCalls

/// The directories that are watched, with the volume that each lies on.
///
/// One whose volume was unmounted is watched no more until it is mounted there again: what lies beneath the mount point
/// belongs to another volume, of which nobody spoke.
struct WatchPlaces {
    struct Place: Equatable {
        var path: String
        var mount: ForeignText
    }

    /// Where temporary files lie, beside the users' homes.
    static let usual = ["/tmp", "/var/tmp", "/dev/shm"]

    /// The mount point that each directory lay on when it was seen first.
    private var points: [String: ForeignText] = [:]
    /// What is named and not watched now, in words; what was told of already.
    private(set) var missing: Set<String> = []

    /// Finds what is there now.
    ///
    /// - Parameters:
    ///   - patterns: absolute paths, of which parts may be patterns.
    ///   - volumes: those that are watched; what lies on another, such as a read-only one, is left out.
    ///   - engine: for the list of mounts.
    /// - Returns: in the order of the paths.
    /// - Throws: `TendError` (`unavailable`) where the list of mounts cannot be read.
    mutating func find(
        _ patterns: [String], _ volumes: [Volume], _ engine: DiskEngine
    ) throws(TendError) -> [Place] {
        missing = []
        var found: Set<String> = []
        for pattern in patterns {
            let directories = Self.directories(pattern)
            if directories.isEmpty { missing.insert("\(ForeignText(pattern).sanitised) is no directory that is there") }
            found.formUnion(directories)
        }
        let paths = found.sorted()
        points = points.filter { found.contains($0.key) }
        var places: [Place] = []
        for (path, mount) in zip(paths, try engine.mounts(of: paths)) {
            let first = points[path] ?? mount?.point
            points[path] = first
            guard let mount, mount.point == first,
                let volume = volumes.first(where: { $0.deviceNumber == mount.device })
            else {
                missing.insert(
                    "\(ForeignText(path).sanitised) lies on no volume of this machine that takes writing now")
                continue
            }
            places.append(Place(path: path, mount: volume.mount))
        }
        return places
    }

    private static func directories(_ pattern: String) -> [String] {
        var places = ["/"]
        for part in pattern.split(separator: "/") {
            let name = NamePattern(String(part))
            places = places.flatMap { place -> [String] in
                let base = place == "/" ? "" : place
                guard !name.isExact else { return ["\(base)/\(part)"] }
                // What cannot be listed has nothing that could be watched.
                let names = (try? FileSystem.names(in: place)) ?? []
                return names.filter { name.matches(Array($0.utf8)) }.map { "\(base)/\($0)" }
            }
        }
        return places.compactMap(directory)
    }

    private static func directory(_ path: String) -> String? {
        // What is not there, or may not be looked at, is not watched now; it may be later.
        guard let resolved = try? FileSystem.resolved(path),
            let found = try? FileSystem.metadata(resolved, ifPresent: true), found.isDirectory
        else { return nil }
        return resolved
    }
}

extension DiskEngine {
    fileprivate func mounts(of paths: [String]) throws(TendError) -> [(device: UInt64, point: ForeignText)?] {
        do throws(SystemCallError) {
            return try reader.mounts(of: paths)
        } catch {
            throw TendError(.unavailable, "the list of mounted file systems cannot be read", area: "disk", cause: error)
        }
    }

    /// The one of these volumes that each path lies on; nil where it is none of them.
    func volumes(of paths: [String], among volumes: [Volume]) throws(TendError) -> [Volume?] {
        try mounts(of: paths).map { mount in volumes.first { $0.deviceNumber == mount?.device } }
    }
}
