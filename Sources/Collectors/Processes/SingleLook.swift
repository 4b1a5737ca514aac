internal import Primitives
package import SystemCalls

/// A look at one process that may hang in the kernel, and with it whoever reads about it.
package enum SingleLook {
    /// Ample for a machine that is merely busy.
    private static let patience = Duration.seconds(2)

    /// Takes it on a thread of its own.
    ///
    /// - Throws: what the body throws, and `isTimedOut` where that does not come back in two seconds; its thread is then left
    ///   to itself.
    package static func take<Value: Sendable>(
        at pid: Int32, _ body: @escaping @Sendable () throws(SystemCallError) -> Value
    ) throws(SystemCallError) -> Value {
        let result = BoundedCall.run(timeout: patience) { () -> Result<Value, SystemCallError> in
            do throws(SystemCallError) {
                return .success(try body())
            } catch {
                return .failure(error)
            }
        }
        guard let result else { throw SystemCallError(call: "read", on: "/proc/\(pid)", .timedOut) }
        return try result.get()
    }
}
