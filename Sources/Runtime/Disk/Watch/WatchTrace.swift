internal import Formats
internal import Model
package import Primitives
internal import Reporting
internal import SystemCalls

/// A file that the looks of a watch are appended to, so that they can be replayed.
package final class WatchTrace: Sendable {
    private let file: FileDescriptor
    private let path: String

    /// - Throws: `TendError` where the file cannot be made, and where it is there already.
    package init(path: String) throws(TendError) {
        self.path = path
        do throws(SystemCallError) {
            file = try FileDescriptor.open(path, [.writeOnly, .create, .exclusive])
        } catch {
            throw TendError(
                .inputOutput, "the trace \(ForeignText(path).sanitised) cannot be made", area: "disk",
                hint: "name a file that is not there yet", cause: error)
        }
    }

    func append(_ looks: [VolumeLook]) throws(TendError) {
        do throws(SystemCallError) {
            try file.write(looks.flatMap { $0.storedJSON + [UInt8(ascii: "\n")] })
        } catch {
            throw TendError(
                .inputOutput, "the trace \(ForeignText(path).sanitised) cannot be written", area: "disk", cause: error)
        }
    }
}
