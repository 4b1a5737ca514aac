internal import CLinux

/// Work that goes on beside the caller's, on a thread of its own, until somebody wants its result.
///
/// For work that surely ends: whoever waits, waits for as long as it takes.
package final class BackgroundWork<Value: Sendable> {
    private let work: Work
    private var thread: pthread_t?

    /// Begins the work; where no thread can be had it is done when its result is wanted.
    package init(_ body: @escaping @Sendable () -> Value) {
        work = Work(body)
        thread = ThreadBody.start(work)
    }

    deinit { join() }

    /// The result, waited for.
    package var value: Value {
        join()
        return work.value
    }

    private func join() {
        guard let running = thread else { return }
        pthread_join(running, nil)
        thread = nil
    }

    /// `@unchecked Sendable`: the thread that made it touches the result only after pthread_join(3), which orders the two.
    private final class Work: ThreadBody, @unchecked Sendable {
        private(set) lazy var value = body()
        private let body: @Sendable () -> Value

        init(_ body: @escaping @Sendable () -> Value) { self.body = body }

        override func perform() { _ = value }
    }
}
