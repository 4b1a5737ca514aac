package import Primitives
internal import SystemCalls

/// How often a worker that fails may begin again.
package struct RespawnLimit: Sendable, Equatable {
    /// Times within the window.
    package var count = 3
    /// Seconds.
    package var window = 300.0
    private var begunAgain: [Double] = []

    package init() {}

    /// Which new beginning of the window it is where a worker that failed now begins again, which then counts; nil where
    /// it may not.
    package mutating func number(at seconds: Double) -> Int? {
        begunAgain.removeAll { seconds - $0 >= window }
        guard begunAgain.count < count else { return nil }
        begunAgain.append(seconds)
        return begunAgain.count
    }
}

/// Threads that work until they are done; one that fails begins again, but not for ever.
///
/// A failure is an error that is thrown. A trap ends the whole program, as it must: nobody knows what it left behind.
package final class WorkerGroup {
    package struct Worker: Sendable {
        package var name: String
        package var body: @Sendable () throws(TendError) -> Void

        package init(_ name: String, _ body: @escaping @Sendable () throws(TendError) -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// What became of a worker.
    package enum End: Sendable {
        case done(String)
        /// It failed and begins again.
        case respawned(String, TendError)
        /// It failed too often.
        case failed(String, TendError)
    }

    private let workers: [Worker]
    private var limit = RespawnLimit()
    private var threads: [String: BackgroundWork<Void>] = [:]
    private let ends = BoundedQueue<(name: String, error: TendError?)>(limit: 64, overflow: .dropOldest)
    /// Seconds after a failure before the first, second and third new beginning: what lasts a moment must not end everything.
    private let delays: [Double]
    /// Those that begin again, and when.
    private var waiting: [(worker: Worker, at: Double)] = []
    private var isEnding = false

    package init(_ workers: [Worker], delays: [Double] = [1, 5, 25]) {
        self.workers = workers
        self.delays = delays
    }

    package func start() { workers.forEach(start) }

    private func start(_ worker: Worker) {
        let ends = ends
        threads[worker.name] = BackgroundWork {
            do throws(TendError) {
                try worker.body()
                ends.offer((worker.name, nil))
            } catch {
                ends.offer((worker.name, error))
            }
        }
    }

    /// What has ended since the last time; in seconds on a clock that never steps.
    package func settle(at seconds: Double) -> [End] {
        for next in waiting where next.at <= seconds { start(next.worker) }
        waiting.removeAll { $0.at <= seconds }
        return ends.takeAll().elements.map { name, error in
            threads[name] = nil
            guard let error else { return .done(name) }
            guard !isEnding, let number = limit.number(at: seconds),
                let worker = workers.first(where: { $0.name == name })
            else { return .failed(name, error) }
            waiting.append((worker, seconds + (number <= delays.count ? delays[number - 1] : 0)))
            return .respawned(name, error)
        }
    }

    /// From now on nobody begins again.
    package func end() {
        isEnding = true
        waiting = []
    }

    /// Names of those that work, or will again.
    package var running: Set<String> { Set(threads.keys).union(waiting.map(\.worker.name)) }
}
