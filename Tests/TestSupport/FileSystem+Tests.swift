internal import CLinux
package import SystemCalls

private import var Glibc.errno

extension FileSystem {
    /// Removes an empty directory that a test made.
    package static func removeDirectory(_ path: String) throws(SystemCallError) {
        guard rmdir(path) == 0 else { throw SystemCallError(call: "rmdir", on: path, errorNumber: errno) }
    }
}
