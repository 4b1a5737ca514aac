internal import CLinux

/// A lock for what several threads of one piece of work share (pthread_mutex_lock(3)); whoever has it must not wait for others.
package final class Lock: @unchecked Sendable {
    // `@unchecked Sendable`: pthread's own functions are all that touches it.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    package init() {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    package func lock() { pthread_mutex_lock(mutex) }
    package func unlock() { pthread_mutex_unlock(mutex) }
}
