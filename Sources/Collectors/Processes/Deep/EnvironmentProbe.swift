internal import Model
internal import Primitives
internal import SystemCalls

/// Which variables of agents the environment that a process was started with holds; only the names are looked at.
struct EnvironmentProbe: DeepProbe {
    static let kind = ProcessProbe.environment
    static let looks = DeepLooks.first
    // The kernel locks the process's memory for it, which a stuck process may never give up.
    static let readsFileSystems = true
    private var marks: Reading<[String]> = .unavailable(.overBudget)

    mutating func look(_ context: DeepContext) {
        // Of others even the superuser's tend reads nothing.
        guard context.process.identity.userID == Host.effectiveUserID else {
            return marks = .unavailable(.notPermitted)
        }
        let (root, pid, limit) = (context.shared.paths.proc, context.pid, context.settings.environmentLimit)
        marks = context.shared.bounded {
            do throws(SystemCallError) {
                let bytes = try FileSystem.readPrefix("\(root)/\(pid)/environ", limit: limit + 1)
                let found = Self.marks(in: bytes)
                return found.isEmpty && bytes.count > limit ? .unavailable(.tooLarge) : .measured(found)
            } catch {
                return .unavailable(Unavailability(error))
            }
        }
    }

    func write(to reading: inout DeepReading) {
        reading.agentMarks = marks
    }

    /// The names among the entries, which each end with a NUL.
    static func marks(in environment: [UInt8]) -> [String] {
        var found: Set<String> = []
        for entry in environment.split(separator: 0) {
            let name = entry.prefix { $0 != UInt8(ascii: "=") }
            guard name.count < entry.count, name.count <= longest else { continue }
            let text = String(decoding: name, as: UTF8.self)
            if names.contains(text) { found.insert(text) }
        }
        return found.sorted()
    }

    /// What coding agents set for the commands and servers that they start.
    private static let names: Set<String> = [
        "AIDER_MODEL", "AUGMENT_AGENT", "CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SESSION_ID",
        "CLAUDE_PROJECT_DIR", "CLINE_ACTIVE", "CODEX_SANDBOX", "CODEX_SANDBOX_NETWORK_DISABLED", "CODEX_THREAD_ID",
        "CURSOR_AGENT", "CURSOR_TRACE_ID", "GEMINI_CLI", "GOOSE_TERMINAL", "OPENCODE", "QWEN_CODE",
    ]
    private static let longest = 40
}
