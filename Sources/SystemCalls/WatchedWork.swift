/// Work that reads below `/proc`, on a thread of its own, and again without whatever did not come back.
package struct WatchedWork {
    /// What did not come back; further work leaves it alone.
    package private(set) var stuck: Set<ProcCall> = []
    /// How long a call may take of which nothing is known yet; where one has hung already, the next are given less.
    private let patience: Duration
    private static let laterPatience = Duration.milliseconds(100)

    package init(patience: Duration = .milliseconds(500)) {
        self.patience = patience
    }

    /// A watch for what is done next, by one or several bodies.
    package func watch() -> CallWatch { CallWatch(avoiding: stuck) }

    /// Does something to its end, for as long as none of its calls below `/proc` hangs.
    ///
    /// - Parameters:
    ///   - watch: told of the calls.
    ///   - body: run on another thread while this one waits, so that it may use what is this one's.
    /// - Returns: nil where a call hangs. It is among the stuck then, and whatever the body works on must not be touched
    ///   any more: its thread is left to itself and ends with the program, or with the first call after that.
    package mutating func run<Value>(_ watch: CallWatch, _ body: @escaping () -> Value) -> Value? {
        guard
            let thread = BoundedThread<Value>({
                watch.enter()
                return body()
            })
        else { return body() }
        let patience = stuck.isEmpty ? self.patience : min(self.patience, Self.laterPatience)
        var progress = watch.progress
        var since = ContinuousClock.now
        while !thread.wait(timeout: patience / 4) {
            let now = watch.progress
            if now != progress {
                progress = now
                since = .now
            } else if let call = watch.current, since.duration(to: .now) >= patience, watch.isBlocked {
                watch.giveUp()
                stuck.insert(call)
                return nil
            }
        }
        return thread.result
    }
}
