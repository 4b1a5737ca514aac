internal import CLinux

/// Standard input, output and error as a program wants to find them.
package enum StandardStreams {
    /// Opens those that are closed on nothing, and lets a write to a reader that has gone fail instead of killing us.
    ///
    /// Otherwise the first file that is opened would become standard output, and the answer would be written into it.
    package static func prepare() {
        tend_ignore_broken_pipes()
        var status = stat()
        for number: Int32 in 0...2 where fstat(number, &status) == -1 {
            // The lowest free number is given out first, so this is the closed one; where it fails, writing fails too.
            _ = tend_openat(AT_FDCWD, "/dev/null", O_RDWR, 0)
        }
    }
}
