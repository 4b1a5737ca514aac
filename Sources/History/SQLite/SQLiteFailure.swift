internal import Primitives

/// What SQLite reported, in its own words, sorted into the few kinds that are answered differently.
struct SQLiteFailure: Error, CustomStringConvertible {
    enum Kind {
        case busy
        case readOnly
        case full
        case corrupt
        case cannotOpen
        case notPermitted
        case inputOutput
        case constraint
        case other
    }

    var kind: Kind
    /// SQLite's extended result code.
    var code: Int32
    var message: String

    var description: String { "\(message) (SQLite \(code))" }

    /// The same failure for people: which database, and what to try.
    func error(path: String) -> TendError {
        switch kind {
        case .busy:
            TendError(
                .locked, "another tend is writing to \(path)", area: "store", hint: "try again in a moment",
                cause: self, isRetryable: true)
        case .readOnly:
            StoreFailure.readOnly(path, cause: self)
        case .full:
            StoreFailure.full(path, cause: self)
        case .corrupt:
            StoreFailure.corrupt(path, cause: self)
        case .cannotOpen:
            TendError(.cannotCreate, "cannot open \(path)", area: "store", hint: StoreFailure.pathHint, cause: self)
        case .notPermitted:
            StoreFailure.notPermitted(path, cause: self)
        case .inputOutput:
            TendError(
                .inputOutput, "reading or writing \(path) failed", area: "store",
                hint: "look for disk errors in the kernel log", cause: self)
        case .constraint, .other:
            TendError(.internalError, "the store \(path) refused a statement", area: "store", cause: self)
        }
    }
}
