internal import Model
internal import Primitives

/// The scores of the specification's tables: disk.md, "The Five Scoring Factors".
enum FactorTables {
    /// By the path: the first row that fits.
    ///
    /// System directories are never candidates.
    static func location(_ path: ForeignText) -> (score: Double, place: String) {
        let parts = path.bytes.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
        let (holders, name) = (parts.dropLast(), parts.last ?? "")
        if parts.count < 2 || system.contains(parts[0]) && !isTemporary(parts) { return (0, "a system path") }
        if isTemporary(parts) { return (0.95, "a directory for temporary files") }
        if parts.contains(where: { $0.hasPrefix(".tmp_") }) { return (0.90, "a temporary directory") }
        if name == ".target" { return (0.85, "a hidden build directory") }
        if name == "target" { return (0.80, "a build directory") }
        if holders.contains(".cache") || holders.contains("Caches") { return (0.60, "a cache") }
        if holders.contains("projects") { return (0.40, "among projects") }
        if holders.contains(where: { $0.lowercased() == "documents" }) { return (0.10, "among documents") }
        return (0.30, "an ordinary directory")
    }

    private static let system: Set<String> = [
        "bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "libx32", "proc", "run", "sbin", "sys", "usr",
    ]

    private static func isTemporary(_ parts: [String]) -> Bool {
        parts.starts(with: ["tmp"]) || parts.starts(with: ["var", "tmp"]) || parts.starts(with: ["dev", "shm"])
    }

    /// By seconds since the newest modification.
    static func age(_ seconds: Double) -> Double {
        row(
            seconds,
            [
                (minute * 30, 0), (hour * 2, 0.20), (hour * 4, 0.70), (hour * 10, 1), (day, 0.85), (day * 7, 0.60),
                (day * 30, 0.40),
            ], else: 0.25)
    }

    /// By allocated bytes.
    static func size(_ bytes: ByteCount) -> Double {
        row(
            Double(bytes.bytes),
            [(mebi, 0.05), (mebi * 10, 0.20), (mebi * 100, 0.40), (gibi, 0.70), (gibi * 10, 1), (gibi * 50, 0.90)],
            else: 0.75)
    }

    /// By what lies inside.
    static func structure(_ observation: ArtifactObservation) -> (score: Double, signal: String) {
        if observation.obstacles.repository != nil { return (0, "a repository") }
        if observation.structure.hasFingerprints { return (0.95, "build fingerprints") }
        if observation.files > 0, observation.structure.objectFiles * 2 > observation.files {
            return (0.90, "mostly object files")
        }
        if observation.structure.hasDeps, observation.structure.hasBuild { return (0.85, "deps and build directories") }
        return (0.50, "nothing that tells")
    }

    private static let minute = 60.0
    private static let hour = 3600.0
    private static let day = 86_400.0
    private static let mebi = 1_048_576.0
    private static let gibi = 1_073_741_824.0

    /// The value of the first row whose bound lies above the number.
    static func row(_ number: Double, _ rows: [(below: Double, value: Double)], else last: Double) -> Double {
        rows.first { number < $0.below }?.value ?? last
    }
}
