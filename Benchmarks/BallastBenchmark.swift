import Primitives
import SystemCalls

/// Releasing ballast beside `rm` of the same files, on an ext4 image of its own that is mounted below the work directory.
///
/// Five files of 1 GiB as settings have them by default; the image is sparse, and set aside blocks take none of it.
struct BallastBenchmark {
    private let work: String
    private let repeats: Int
    private static let files = 5
    private static let budget = 50.0

    init(work: String, repeats: Int) {
        self.work = work
        self.repeats = repeats
    }

    private var mount: String { "\(work)/ballast" }
    private var image: String { "\(work)/ballast.image" }

    /// - Returns: no row where nothing can be mounted; standard error says so.
    func run() throws -> [Measurement] {
        guard let tend = ProcessBenchmark.program("tend") else {
            throw TendError(.unavailable, "tend does not lie beside bench", area: "bench")
        }
        guard try prepare() else {
            let reason = "no image can be mounted here: that needs root, mkfs.ext4 and loop devices"
            try writeAll(Array("ballast: skipped, \(reason)\n".utf8), to: 2)
            return []
        }
        // Whoever still has it open keeps it until then; the work directory must not be removed through it.
        defer { _ = try? succeeds("umount", ["-l", mount]) }
        var times: [String: [Double]] = [:]
        for _ in 0..<repeats {
            // In turn, on files that were made anew for each.
            times["release", default: []].append(
                try emptying(tend, by: [tend, "disk", "ballast", "release", "\(Self.files)", "--path", mount, "--yes"]))
            times["rm", default: []].append(
                try emptying(tend, by: ["sh", "-c", "exec rm -- \"$1\"/*.dat", "sh", pool]))
        }
        let (release, peer) = (median(times["release"] ?? []), median(times["rm"] ?? []))
        var row = Measurement(name: "rm", label: "rm of the same files", value: peer)
        (row.reference, row.ratio) = ("ballast_release", peer / release)
        return [
            Measurement(
                name: "ballast_release", label: "release \(Self.files) files of ballast (tend disk ballast release)",
                value: release, budget: Self.budget), row,
        ]
    }

    private var pool: String { "\(mount)/.tend-ballast" }

    /// Whether an image is mounted now.
    private func prepare() throws -> Bool {
        try FileSystem.makeDirectories(mount)
        try FileDescriptor.open(image, [.writeOnly, .create]).truncate(to: 8 << 30)
        guard try succeeds("mkfs.ext4", ["-q", "-m", "0", "-E", "lazy_itable_init=1", image]) else { return false }
        return try succeeds("mount", ["-o", "loop", image, mount])
    }

    /// Milliseconds in which a program empties the pool, its start included.
    private func emptying(_ tend: String, by words: [String]) throws -> Double {
        _ = try succeeds(tend, ["disk", "ballast", "provision", "--path", mount])
        let made = try FileSystem.names(in: pool).count
        let begin = Clocks.monotonicSeconds()
        _ = try succeeds(words[0], Array(words.dropFirst()))
        let milliseconds = (Clocks.monotonicSeconds() - begin) * 1000
        let left = try FileSystem.names(in: pool).count
        guard made == Self.files, left == 0 else {
            throw TendError(.unavailable, "of \(made) files of ballast \(left) are left on \(mount)", area: "bench")
        }
        return milliseconds
    }

    private func succeeds(_ program: String, _ arguments: [String]) throws(SystemCallError) -> Bool {
        let environment = [
            ("XDG_STATE_HOME", "\(work)/state"), ("HOME", work), ("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
        ].map { (name: $0.0, value: $0.1) }
        do throws(SystemCallError) {
            let child = try ChildProcess.start(
                SpawnRequest(
                    program, arguments, environment: environment, standardOutput: .null, standardError: .null))
            return try child.wait() == .exited(0)
        } catch  where error.isGone {
            return false
        }
    }
}
