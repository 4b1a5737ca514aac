internal import CLinux

/// A descriptor as a terminal: whether it is one, how wide, and reading single keys from it.
package enum Terminal {
    package static func isTerminal(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1
    }

    /// Columns and rows; nil where the descriptor is no terminal or does not know.
    package static func size(_ descriptor: Int32) -> (columns: Int, rows: Int)? {
        var size = winsize()
        guard tend_window_size(descriptor, &size) == 0, size.ws_col > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Runs a body with the terminal in a mode where keys arrive one by one and unechoed, and restores it after, also where a
    /// second interruption ends the program within the body.
    package static func withKeys<Result>(_ descriptor: Int32, _ body: () throws -> Result) rethrows -> Result {
        var saved = termios()
        guard tcgetattr(descriptor, &saved) == 0 else { return try body() }
        var raw = saved
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
        // Ctrl-Z and Ctrl-\ arrive as keys: as signals they would leave the terminal in this mode.
        withUnsafeMutableBytes(of: &raw.c_cc) { characters in
            characters[Int(VSUSP)] = 0
            characters[Int(VQUIT)] = 0
        }
        tend_keep_terminal(descriptor, &saved)
        tcsetattr(descriptor, TCSADRAIN, &raw)
        defer {
            tcsetattr(descriptor, TCSADRAIN, &saved)
            tend_keep_terminal(descriptor, nil)
        }
        return try body()
    }

    /// Stops this program as Ctrl-Z does, within `withKeys`; the terminal is as it was until somebody lets it go on.
    package static func suspend() { tend_suspend() }

    /// Waits for input and reads what is there; nil at the end of input or where the terminal has gone, empty at the time-out or
    /// a signal.
    package static func readKeys(_ descriptor: Int32, timeoutMilliseconds: Int32 = -1) -> [UInt8]? {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, timeoutMilliseconds) > 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { return [EINTR, EAGAIN].contains(tend_errno()) ? [] : nil }
        guard count > 0 else { return nil }
        return Array(buffer[..<count])
    }
}
