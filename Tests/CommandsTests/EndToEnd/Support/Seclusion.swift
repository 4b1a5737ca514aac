import SystemCalls
import Testing

/// A PID namespace in which the program runs as nobody and sees only what the test started in it.
enum Seclusion {
    static let isPossible =
        Installation.isRoot && Installation.canMakeProcessNamespace && Installation.areInstalled("setpriv")
    static let reason: Comment = "a PID namespace of its own and an ordinary user in it need root, unshare and setpriv"

    /// Runs the words after it as the first process there, with which everything there ends; it ends with its starter,
    /// for which the signal has to be set anew after the user was changed.
    static let entrance = ["unshare", "-p", "-f", "--mount-proc"] + nobody + ["--pdeathsig", "KILL"]
    static let nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
}

extension Trial {
    /// Puts a copy of the program into the trial's directory and gives all of it to nobody.
    func giveToNobody() throws {
        #expect(try start("cp", [Installation.path, "tend"]).wait() == .exited(0))
        #expect(try start("chown", ["-R", "65534:65534", directory]).wait() == .exited(0))
    }

    /// Takes charge of the one process of this machine with these arguments, each with its zero byte, which only one of
    /// the trial's own can have.
    func hold(_ arguments: String) throws -> Subject {
        var found: Int32?
        try waitUntil("nobody became \(arguments)") {
            found = try FileSystem.names(in: "/proc").compactMap { Int32($0) }.first { pid in
                // What has ended meanwhile is not the one.
                (try? FileSystem.read("/proc/\(pid)/cmdline")) == Array(arguments.utf8)
            }
            return found != nil
        }
        return keep(try Subject(pid: try #require(found)))
    }
}
