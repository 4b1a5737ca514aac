internal import Primitives

/// One thing that a deep scan can read of a process beyond what every scan reads.
///
/// The raw values are those of recordings and machine output and never change.
package enum ProcessProbe: String, Ordinal {
    /// Bytes from and to storage, and written ones that were taken back before they got there.
    case storage
    /// Where in the kernel it sleeps.
    case waitChannel = "wait_channel"
    /// What its threads are doing.
    case threads
    /// How often its threads gave up a processor, and how often they were made to.
    case switches
    /// How long its threads ran, and how long they waited for a processor.
    case runDelay = "run_delay"
    case faults
    /// Memory that is swapped out, and memory that ending it would free.
    case memory
    /// Queues, backlog, clients and silence of its sockets.
    case sockets
    /// Descriptors that come and go, and files open for writing.
    case descriptors
    /// Whether its program file is still the one at its path.
    case program
    /// Names of variables in its environment that agents set.
    case environment
    /// What its control group allows and uses.
    case controlGroup = "control_group"
    /// Time in which tasks of its control group waited for a resource.
    case pressure
    /// How many processors it could use at once, and what bounds them.
    case cores
    /// When its terminal was last read and written.
    case terminal
    /// Whether its working directory is still there and when something in it last changed.
    case directory
    /// The repository around its working directory.
    case repository
    /// Shells and editors that somebody has open in the same project.
    case company
    /// Who is left of those that started it.
    case origin

    /// Seconds of tend's own processor time for one ordinary process, all looks together.
    ///
    /// Starting values, taken on one machine of two processors; a deep scan says what each really cost there
    /// (`DeepScanSummary.costs`), and that replaces them. The window in which rates are taken costs no processor time and
    /// is the same however many probes share it.
    package var nominalSeconds: Double {
        switch self {
        case .company, .origin: 20e-6
        case .memory, .faults, .cores, .program, .terminal: 30e-6
        case .storage, .waitChannel, .environment: 60e-6
        case .threads, .switches, .runDelay: 150e-6
        case .controlGroup, .pressure, .directory, .repository: 250e-6
        case .sockets, .descriptors: 400e-6
        }
    }

    /// Whether it compares two looks and so needs the whole window.
    package var isRate: Bool {
        switch self {
        case .storage, .waitChannel, .threads, .switches, .runDelay, .faults, .sockets, .descriptors, .controlGroup,
            .pressure:
            true
        case .memory, .program, .environment, .cores, .terminal, .directory, .repository, .company, .origin: false
        }
    }
}
