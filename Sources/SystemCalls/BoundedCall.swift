internal import CLinux

/// Work that may never come back, such as reading below a file system that is stuck: on a thread of its own, and waited
/// for only so long.
package enum BoundedCall {
    /// Runs a body and waits for it.
    ///
    /// - Returns: nil where it has not come back in time or no thread could be had. The thread is then left to itself; it
    ///   ends with the program.
    package static func run<Value: Sendable>(
        timeout: Duration, _ body: @escaping @Sendable () -> Value
    ) -> Value? {
        guard let work = Work(body), let thread = ThreadBody.start(work) else { return nil }
        pthread_detach(thread)
        guard PollRequest(descriptor: work.event, events: .readable).wait(timeout: timeout) != [] else { return nil }
        return work.result
    }
}

/// What a thread does; a class without a parameter, for C can carry no generic one.
class ThreadBody {
    func perform() {}

    /// - Returns: nil where no thread could be had.
    static func start(_ body: ThreadBody) -> pthread_t? {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(body)
        let failure = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().perform() }
                return nil
            }, context.toOpaque())
        guard failure == 0 else {
            context.release()
            return nil
        }
        return thread
    }
}

/// A body, its result, and an eventfd(2) that says when there is one.
///
/// `@unchecked Sendable`: the result is written before the event is and read after it was seen; the kernel orders the two.
private final class Work<Value: Sendable>: ThreadBody, @unchecked Sendable {
    let event: Int32
    private(set) var result: Value?
    private let body: @Sendable () -> Value

    init?(_ body: @escaping @Sendable () -> Value) {
        event = eventfd(0, Int32(EFD_CLOEXEC))
        self.body = body
        super.init()
        guard event >= 0 else { return nil }
    }

    deinit {
        if event >= 0 { close(event) }
    }

    override func perform() {
        result = body()
        var one: UInt64 = 1
        _ = write(event, &one, MemoryLayout<UInt64>.size)
    }
}
