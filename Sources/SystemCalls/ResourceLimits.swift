internal import CLinux
package import Primitives

/// What this process may use.
package enum ResourceLimits {
    /// Raises the number of descriptors this process may hold as far as it may without privilege.
    ///
    /// Children inherit the raised limit.
    /// - Returns: the limit now in force.
    package static func raiseDescriptorLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 0 }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = limit.rlim_max
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }

    /// Processor seconds, user and system, of all children that have been waited for.
    package static func childProcessorSeconds() -> Double {
        var usage = rusage()
        guard getrusage(RUSAGE_CHILDREN, &usage) == 0 else { return 0 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// The most resident memory that any one child held which has been waited for.
    ///
    /// It is never less than what this process held when it started the child (getrusage(2), execve(2)).
    package static func childPeakMemory() -> ByteCount {
        var usage = rusage()
        guard getrusage(RUSAGE_CHILDREN, &usage) == 0 else { return .zero }
        return .kibibytes(UInt64(max(0, usage.ru_maxrss)))
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
}
