internal import CLinux

/// What to start, and with which surroundings.
package struct SpawnRequest {
    /// Where one of the three standard streams of a child leads.
    package enum Stream: Equatable, Sendable {
        case inherited
        case null
        case closed
        /// A descriptor of this process, open at the time of the start; not 0, 1 or 2 of another stream.
        case descriptor(Int32)
        case file(String, FileDescriptor.Options)
    }

    /// Found along `PATH` where it has no slash.
    package var program: String
    /// Without the program's own name.
    package var arguments: [String]
    /// Replaces this process's environment; nil inherits it.
    package var environment: [(name: String, value: String)]?
    package var workingDirectory: String?
    /// Makes the child the leader of a new session without a terminal (setsid(2)).
    package var startsSession: Bool
    /// Makes the child the leader of a new process group (setpgid(2)).
    package var startsGroup: Bool
    package var standardInput: Stream
    package var standardOutput: Stream
    package var standardError: Stream

    package init(
        _ program: String, _ arguments: [String] = [], environment: [(name: String, value: String)]? = nil,
        workingDirectory: String? = nil, startsSession: Bool = false, startsGroup: Bool = false,
        standardInput: Stream = .null, standardOutput: Stream = .null, standardError: Stream = .inherited
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.startsSession = startsSession
        self.startsGroup = startsGroup
        self.standardInput = standardInput
        self.standardOutput = standardOutput
        self.standardError = standardError
    }

    /// How often a program is tried that is open for writing (ETXTBSY, execve(2)), 10 ms apart.
    ///
    /// Whoever has just written it has closed it, but a child that another thread starts meanwhile holds a copy of the
    /// descriptor until it executes its own program.
    private static let busyTries = 50

    /// Starts the program with all signals unblocked and none ignored.
    func spawn() throws(SystemCallError) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        prepare(&actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        prepare(&attributes)
        let vector = CStringVector([program] + arguments)
        let variables = environment.map { CStringVector($0.map { "\($0.name)=\($0.value)" }) }
        var pid: Int32 = 0
        var failure: Int32 = 0
        for _ in 0..<Self.busyTries {
            // Reading `pointers` alone would not keep the strings alive through the call.
            failure = withExtendedLifetime((vector, variables)) {
                posix_spawnp(
                    &pid, program, &actions, &attributes, vector.pointers, variables?.pointers ?? tend_environment())
            }
            guard failure == ETXTBSY else { break }
            Clocks.sleep(seconds: 0.01)
        }
        guard failure == 0 else { throw SystemCallError(call: "posix_spawn", on: program, errorNumber: failure) }
        return pid
    }

    private func prepare(_ actions: inout posix_spawn_file_actions_t) {
        // The streams first: their paths are relative to this process's directory, not to the child's.
        for (number, stream) in [standardInput, standardOutput, standardError].enumerated() {
            let number = Int32(number)
            switch stream {
            case .inherited: break
            case .null: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
            case .closed: posix_spawn_file_actions_addclose(&actions, number)
            case .descriptor(let source): posix_spawn_file_actions_adddup2(&actions, source, number)
            case .file(let path, let options):
                posix_spawn_file_actions_addopen(&actions, number, path, options.rawValue, 0o600)
            }
        }
        if let workingDirectory { posix_spawn_file_actions_addchdir_np(&actions, workingDirectory) }
    }

    private func prepare(_ attributes: inout posix_spawnattr_t) {
        var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        if startsSession { flags |= POSIX_SPAWN_SETSID }
        if startsGroup { flags |= POSIX_SPAWN_SETPGROUP }
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
    }
}

/// C strings in an array that ends with a null pointer, as exec wants them.
private final class CStringVector {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        pointers = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() { pointers[index] = strdup(string) }
        pointers[count] = nil
    }

    deinit {
        for index in 0..<count { free(pointers[index]) }
        pointers.deallocate()
    }
}
