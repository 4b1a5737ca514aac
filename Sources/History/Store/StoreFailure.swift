internal import Primitives
internal import SystemCalls

/// The errors of the store for people: what failed, on which path, and what to try.
enum StoreFailure {
    static let pathHint = "see that the directory exists and is yours, or set another one as history.directory"

    static func readOnly(_ path: String, cause: (any Error)?) -> TendError {
        TendError(
            .storeReadOnly, "\(path) can only be read", area: "store",
            hint: "reading commands still work; mount it writable or set another history.directory", cause: cause)
    }

    static func full(_ path: String, cause: (any Error)?) -> TendError {
        TendError(
            .storeFull, "there is no room left for \(path); what was recorded before is kept", area: "store",
            hint: "free space (tend disk emergency works without the store), then try again", cause: cause,
            isRetryable: true)
    }

    static func corrupt(_ path: String, cause: (any Error)?) -> TendError {
        TendError(
            .storeCorrupt, "\(path) is damaged", area: "store",
            hint: "tend never deletes it: move its directory aside to start anew, and keep it for `sqlite3 .recover`",
            cause: cause)
    }

    static func replaced(_ path: String) -> TendError {
        TendError(
            .inputOutput, "\(path) was removed or replaced while it was open", area: "store",
            hint: "try again: the file that is there now is opened", isRetryable: true)
    }

    static func notPermitted(_ path: String, cause: (any Error)?) -> TendError {
        TendError(
            .notPermitted, "no permission for \(path)", area: "store",
            hint: "run as the owner of its directory, or set another history.directory", cause: cause)
    }

    /// What a failed system call on a file of the store means.
    static func from(_ failure: SystemCallError, path: String) -> TendError {
        if failure.isReadOnly { return readOnly(path, cause: failure) }
        if failure.isFull { return full(path, cause: failure) }
        if failure.isRefused { return notPermitted(path, cause: failure) }
        return TendError(.cannotCreate, "cannot use \(path)", area: "store", hint: pathHint, cause: failure)
    }
}
