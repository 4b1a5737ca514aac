internal import CLinux

/// The clocks, each for its purpose.
package enum Clocks {
    /// Milliseconds since 1970 UTC; steps when somebody sets the clock.
    package static func wallMilliseconds() -> Int64 {
        let now = read(CLOCK_REALTIME)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }

    /// Nanoseconds since 1970 UTC; steps when somebody sets the clock.
    package static func wallNanoseconds() -> Int64 {
        let now = read(CLOCK_REALTIME)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }

    /// Seconds since boot, counted on through suspend, as the start ticks of processes are.
    package static func secondsSinceBoot() -> Double {
        let now = read(CLOCK_BOOTTIME)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }

    /// Clock ticks since boot, the unit in which the kernel gives a process's start.
    package static func ticksSinceBoot() -> UInt64 {
        UInt64(secondsSinceBoot() * Double(Host.ticksPerSecond))
    }

    /// Seconds on a clock that never steps; only differences mean anything.
    package static func monotonicSeconds() -> Double {
        let now = read(CLOCK_MONOTONIC)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }

    /// Processor seconds that this process has used.
    package static func processorSeconds() -> Double {
        let now = read(CLOCK_PROCESS_CPUTIME_ID)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }

    /// Sleeps; wakes early where a signal arrives.
    package static func sleep(seconds: Double) {
        guard seconds > 0 else { return }
        let whole = seconds.rounded(.down)
        var request = timespec(tv_sec: Int(whole), tv_nsec: Int((seconds - whole) * 1e9))
        nanosleep(&request, nil)
    }

    private static func read(_ clock: clockid_t) -> timespec {
        var now = timespec()
        clock_gettime(clock, &now)
        return now
    }
}
