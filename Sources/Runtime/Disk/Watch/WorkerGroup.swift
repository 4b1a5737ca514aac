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

    /// Whether a worker that failed now may begin again, which then counts.
    package mutating func allows(at seconds: Double) -> Bool {
        begunAgain.removeAll { seconds - $0 >= window }
        guard begunAgain.count < count else { return false }
        begunAgain.append(seconds)
        return true
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
        /// It failed and has begun again.
        case respawned(String, TendError)
        /// It failed too often.
        case failed(String, TendError)
    }

    private let workers: [Worker]
    private var limit = RespawnLimit()
    private var threads: [String: BackgroundWork<Void>] = [:]
    private let ends = BoundedQueue<(name: String, error: TendError?)>(limit: 64, overflow: .dropOldest)
    package private(set) var respawns = 0

    package init(_ workers: [Worker]) {
        self.workers = workers
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
        ends.takeAll().elements.map { name, error in
            threads[name] = nil
            guard let error else { return .done(name) }
            guard limit.allows(at: seconds), let worker = workers.first(where: { $0.name == name }) else {
                return .failed(name, error)
            }
            respawns += 1
            start(worker)
            return .respawned(name, error)
        }
    }

    package var isRunning: Bool { !threads.isEmpty }
}
