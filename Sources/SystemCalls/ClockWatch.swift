internal import CLinux

/// Tells when somebody has set the clock, there and back again too (timerfd_create(2)).
package final class ClockWatch {
    private let descriptor: FileDescriptor

    package init() throws(SystemCallError) {
        descriptor = FileDescriptor(
            adopting: try retryingInterrupts("timerfd_create", on: "timer") {
                timerfd_create(CLOCK_REALTIME, Int32(TFD_CLOEXEC | TFD_NONBLOCK))
            })
        var far = itimerspec()
        far.it_value.tv_sec = time_t(Int32.max) * 4
        _ = try retryingInterrupts("timerfd_settime", on: "timer") {
            timerfd_settime(
                descriptor.number, Int32(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET), &far, nil)
        }
    }

    /// Whether it was set since the last call, or since this was made.
    package func wasSet() -> Bool {
        var expirations: UInt64 = 0
        return read(descriptor.number, &expirations, 8) >= 0 || tend_errno() != EAGAIN
    }
}
