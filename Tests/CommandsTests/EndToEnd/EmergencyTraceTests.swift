import Formats
import Primitives
import SystemCalls
import Testing

/// Whether calls of a child can be seen.
private enum Tracing {
    static let isPossible = Unoccupied.isProven && Installation.canRun("strace", ["-f", "-o", "/dev/null", "true"])
    static let reason: Comment = "strace is missing, or nobody may be traced or nothing removed here"
}

extension EndToEnd {
    /// What `tend disk emergency` asks of the kernel, as strace sees it.
    @Suite(.enabled(if: Tracing.isPossible, Tracing.reason))
    struct EmergencyTraceTests: UsingTwoProjects {
        let projects: TwoProjects

        init() throws { projects = try TwoProjects() }

        /// Everything that makes, names or resizes a file.
        private static let calls =
            "openat,openat2,open,creat,mkdir,mkdirat,mknod,mknodat,link,linkat,symlink,symlinkat,rename,renameat,"
            + "renameat2,truncate,ftruncate,fallocate,memfd_create,setxattr,fsetxattr,unlink,unlinkat,rmdir"

        /// Runs it with its children traced, one call a line, with the paths of descriptors.
        private func trace(_ words: String...) throws -> (answer: Answer, lines: [String]) {
            let log = trial.path("trace")
            let program = ["strace", "-f", "-y", "-s", "4096", "-e", "trace=\(Self.calls)", "-o", log]
            let answer = try trial.begin(
                ["disk", "emergency", trial.work, "--target-free", "100", "--json"] + words,
                program: program + [Installation.path]
            ).finish(timeout: .seconds(300))
            // What a call was asked for stands where it began, also where another thread was heard meanwhile.
            let lines = try trial.read("trace").split(separator: "\n").map(String.init)
            return (answer, lines.filter { !$0.contains(" resumed>") })
        }

        private func isRemoval(_ line: String) -> Bool {
            (line.contains("unlinkat(") || line.contains("rmdir(") || line.contains("unlink("))
                && line.contains(trial.work)
        }

        /// Whether a call makes, names or resizes something, or opens it for writing; removing is none of these.
        private func isWriting(_ line: String) -> Bool {
            guard !line.contains("unlink"), !line.contains("rmdir("), line.contains("(") else { return false }
            let isOpening = line.contains("open(") || line.contains("openat(") || line.contains("openat2(")
            guard isOpening else { return true }
            return ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_TMPFILE"].contains { line.contains($0) }
        }

        @Test func `nothing is opened for writing before everything is removed`() throws {
            let (answer, lines) = try trace("--yes")
            #expect(!FileSystem.exists(target) && !FileSystem.exists(plain), "\(answer)")
            let last = try #require(lines.lastIndex(where: isRemoval), "no removal among \(lines.count) calls")
            let early = lines[..<last].filter(isWriting)
            #expect(early.isEmpty, "\(early.joined(separator: "\n"))")
            // What was done joins the record then, which shows that the trace sees such calls.
            #expect(lines[last...].contains { isWriting($0) && $0.contains(trial.stateDirectory) })
        }

        @Test func `where it only tells, nothing is written at all`() throws {
            let (answer, lines) = try trace()
            #expect(try answer.removal(target)?["result"] == "would_do", "\(answer)")
            #expect(lines.count > 100)
            let writing = lines.filter { isWriting($0) || isRemoval($0) }
            #expect(writing.isEmpty, "\(writing.joined(separator: "\n"))")
        }
    }
}
