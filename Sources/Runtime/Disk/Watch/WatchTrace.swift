internal import Formats
package import Model
package import Primitives
internal import Reporting
internal import Synchronization
internal import SystemCalls

/// A file that the looks of a watch are appended to, so that they can be replayed; it ends where it cannot be written.
package final class WatchTrace: Sendable {
    private let file: FileDescriptor
    private let path: String
    private let hasFailed = Atomic<Bool>(false)

    /// - Throws: `TendError` where the file cannot be made, and where it is there already.
    package init(path: String) throws(TendError) {
        self.path = path
        do throws(SystemCallError) {
            file = try FileDescriptor.open(path, [.writeOnly, .create, .exclusive])
        } catch {
            throw TendError(
                .inputOutput, "the trace \(ForeignText(path).sanitised) cannot be made", area: "disk",
                hint: Self.hint(error), cause: error)
        }
    }

    private static func hint(_ error: SystemCallError) -> String {
        if error.isTaken { return "name a file that is not there yet" }
        if error.isGone { return "make the directory first" }
        if error.isRefused { return "name a file in a directory that you may write to" }
        if error.isFull || error.isReadOnly { return "name a file on a volume that takes more" }
        return "name a file in a directory of yours"
    }

    /// Appends the volumes of one look.
    ///
    /// - Returns: why it could not be written, the first time; from then on nothing is written.
    package func append(_ looks: [VolumeLook]) -> TendError? {
        guard !hasFailed.load(ordering: .relaxed) else { return nil }
        do throws(SystemCallError) {
            try file.write(looks.flatMap { $0.storedJSON + [UInt8(ascii: "\n")] })
            return nil
        } catch {
            hasFailed.store(true, ordering: .relaxed)
            return TendError(
                .inputOutput, "the trace \(ForeignText(path).sanitised) ends here: it cannot be written", area: "disk",
                cause: error)
        }
    }
}
