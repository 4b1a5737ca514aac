/// An error as a person and a script see it: what failed, on what, why, and what to try.
package struct TendError: Error, Sendable {
    /// Stable names; `error_code` in machine output is `area.code`, such as `processes.identity_changed`.
    package enum Code: String, Sendable {
        case usage
        case malformedInput = "malformed_input"
        case unsupportedVersion = "unsupported_version"
        case notFound = "not_found"
        case unavailable
        case timedOut = "timed_out"
        case internalError = "internal"
        case cannotCreate = "cannot_create"
        case inputOutput = "input_output"
        case storeFull = "store_full"
        case storeReadOnly = "store_read_only"
        case storeCorrupt = "store_corrupt"
        case auditBroken = "audit_broken"
        case notPermitted = "not_permitted"
        case configuration
        case identityChanged = "identity_changed"
        case blocked
        case goalNotAchievable = "goal_not_achievable"
        case locked
        case interrupted
    }

    package var code: Code
    /// The part of tend that speaks: `processes`, `config`, `store`, `cli`….
    package var area: String
    package var message: String
    /// What to try next; absent where nothing sensible can be advised.
    package var hint: String?
    /// The underlying reason in the system's own words.
    package var cause: String?
    /// Whether the same call may succeed later without any change.
    package var isRetryable: Bool

    package init(
        _ code: Code, _ message: String, area: String = "tend", hint: String? = nil, cause: (any Error)? = nil,
        isRetryable: Bool = false
    ) {
        self.code = code
        self.area = area
        self.message = message
        self.hint = hint
        self.cause = cause.map { String(describing: $0) }
        self.isRetryable = isRetryable
    }

    package var qualifiedCode: String { "\(area).\(code.rawValue)" }

    package var exitCode: ExitCode {
        switch code {
        case .usage: .usage
        case .malformedInput, .unsupportedVersion, .notFound, .storeCorrupt: .badData
        case .unavailable, .timedOut, .locked: .unavailable
        case .internalError: .internalError
        case .cannotCreate, .storeReadOnly: .cannotCreate
        case .inputOutput, .storeFull: .inputOutput
        case .notPermitted: .notPermitted
        case .configuration: .configuration
        case .identityChanged, .blocked: .blocked
        case .goalNotAchievable: .goalNotAchievable
        case .interrupted: .interrupted
        case .auditBroken: .candidates
        }
    }
}

extension TendError: CustomStringConvertible {
    package var description: String {
        [message, cause.map { "because: \($0)" }].compactMap { $0 }.joined(separator: "; ")
    }
}
