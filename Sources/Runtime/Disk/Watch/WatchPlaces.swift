internal import Model
internal import Primitives
internal import SystemCalls

/// The directories that are watched, with the volume that each lies on.
struct WatchPlaces {
    struct Place: Equatable {
        var path: String
        var mount: ForeignText
    }

    /// Where temporary files lie, beside the users' homes.
    static let usual = ["/tmp", "/var/tmp", "/dev/shm"]

    /// Directories that exist now, each once; a `*` or `?` stands for whatever is there.
    ///
    /// - Parameter patterns: absolute paths, of which parts may be patterns.
    /// - Returns: in the order of their paths.
    static func directories(_ patterns: [String]) -> [String] {
        var found: Set<String> = []
        for pattern in patterns {
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
            found.formUnion(places.compactMap(directory))
        }
        return found.sorted()
    }

    private static func directory(_ path: String) -> String? {
        // What is not there, or may not be looked at, is not watched now; it may be later.
        guard let resolved = try? FileSystem.resolved(path),
            let found = try? FileSystem.metadata(resolved, ifPresent: true), found.isDirectory
        else { return nil }
        return resolved
    }

    /// The volume of each: the one with the longest mount point above it.
    static func places(_ directories: [String], on volumes: [Volume]) -> [Place] {
        let mounts = volumes.flatMap { volume in ([volume.mount] + volume.alsoAt).map { ($0, volume.mount) } }
            .sorted { $0.0.bytes.count > $1.0.bytes.count }
        return directories.compactMap { path in
            mounts.first { ForeignText(path).isBelow($0.0) }.map { Place(path: path, mount: $0.1) }
        }
    }
}
