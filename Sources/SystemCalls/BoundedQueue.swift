internal import CLinux

/// A queue between threads that never grows beyond its limit; who puts something in never waits.
package final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    // `@unchecked Sendable`: `mutex` guards all that varies.

    /// What happens where there is no room.
    package enum Overflow: Sendable {
        /// The oldest goes: the newest wins.
        case dropOldest
        /// What comes is refused.
        case refuse
    }

    package let limit: Int
    private let overflow: Overflow
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let arrival: UnsafeMutablePointer<pthread_cond_t>
    private var elements: [Element] = []
    private var dropped = 0
    private var isClosed = false

    /// - Parameters:
    ///   - limit: at least 1.
    ///   - overflow: what happens beyond it.
    package init(limit: Int, overflow: Overflow) {
        self.limit = max(1, limit)
        self.overflow = overflow
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        arrival = .allocate(capacity: 1)
        arrival.initialize(to: pthread_cond_t())
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // A wait must not depend on what somebody sets the clock to.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(arrival, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(arrival)
        arrival.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Puts something in; what there is no room for is counted as dropped, and a closed queue takes nothing.
    package func offer(_ element: Element) {
        locked {
            guard !isClosed else { return }
            if elements.count >= limit {
                dropped += 1
                guard overflow == .dropOldest else { return }
                elements.removeFirst()
            }
            elements.append(element)
            pthread_cond_signal(arrival)
        }
    }

    /// Takes the oldest out, waiting for one at most so many seconds; nil where none came, or the queue is closed and empty.
    package func take(seconds: Double = 0) -> Element? {
        locked {
            wait(seconds)
            return elements.isEmpty ? nil : elements.removeFirst()
        }
    }

    /// Takes all out, waiting for the first at most so many seconds, and how many were dropped since the last time.
    package func takeAll(seconds: Double = 0) -> (elements: [Element], dropped: Int) {
        locked {
            wait(seconds)
            defer { (elements, dropped) = ([], 0) }
            return (elements, dropped)
        }
    }

    /// Ends every wait; what is in can still be taken out.
    package func close() {
        locked {
            isClosed = true
            pthread_cond_broadcast(arrival)
        }
    }

    package var isOpen: Bool { locked { !isClosed } }

    private func wait(_ seconds: Double) {
        guard seconds > 0 else { return }
        var end = timespec()
        clock_gettime(CLOCK_MONOTONIC, &end)
        let nanoseconds = end.tv_nsec + Int(min(seconds, 1e6) * 1e9)
        end.tv_sec += nanoseconds / 1_000_000_000
        end.tv_nsec = nanoseconds % 1_000_000_000
        while elements.isEmpty, !isClosed, pthread_cond_timedwait(arrival, mutex, &end) == 0 {}
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
