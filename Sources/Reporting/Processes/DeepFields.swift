internal import Formats
package import Model
internal import Primitives

extension ProcessProbe: WordValue {}
extension ProgramFate: WordValue {}
extension ControlGroupLayout: WordValue {}
extension EffectiveCores.Bound: WordValue {}
extension RepositoryState.Kind: WordValue {}
extension ProcessOrigin.Relative: WordValue {}
extension ProcessOrigin.Adopter: WordValue {}
extension DeepScanSummary.SkipReason: WordValue {}

extension DeepReading: Record {
    package static let recordName = "deep"
    package static let fields: [Field<DeepReading>] = [
        Field("window_seconds", \.window, "Seconds from the first look to the last."),
        Field("looks", \.looks, "How often it was looked at."),
        Field("storage", \.storage, "Bytes from and to storage within the window."),
        Field("wait_channels", \.waitChannels, "Where in the kernel it slept, and at how many looks."),
        Field("threads", \.threads, "What its threads were doing."),
        Field("switches", \.switches, "Context switches of its threads within the window."),
        Field("run_delay", \.runDelay, "How long its threads ran and waited to run within the window."),
        Field("faults", \.faults, "Page faults within the window."),
        Field("memory", \.memory, "Swapped and anonymous memory."),
        Field("sockets", \.sockets, "Queues, backlog, clients and silence of its sockets."),
        Field("descriptors", \.descriptors, "Descriptors that came and went, and files open for writing."),
        Field("program", \.program, "What became of its program file."),
        Field("agent_marks", \.agentMarks, "Names of agents' variables in its environment."),
        Field("control_group", \.controlGroup, "What its control group allows and uses."),
        Field("pressure", \.pressure, "Shares of the window in which its control group waited for a resource."),
        Field("effective_cores", \.cores, "How many processors it could use at once, and what bounds them."),
        Field("terminal", \.terminal, "Its terminal and when that was used; null without one."),
        Field("directory", \.directory, "Its working directory and when something in it changed."),
        Field("repository", \.repository, "The repository around its working directory; null without one."),
        Field("company", \.company, "Shells and editors that somebody has open in the same project."),
        Field("origin", \.origin, "Who is left of those that started it."),
    ]
}

extension StorageChange: Record {
    package static let recordName = "storage_change"
    package static let fields: [Field<StorageChange>] = [
        Field("read_bytes", \.read, "Bytes that came from storage."),
        Field("written_bytes", \.written, "Bytes that went to storage."),
        Field("cancelled_bytes", \.cancelled, "Written bytes that were taken back before they got there."),
    ]
}

extension WaitChannel: Record {
    package static let recordName = "wait_channel"
    package static let fields: [Field<WaitChannel>] = [
        Field("name", \.name, "The kernel's function; running where it was not asleep."),
        Field("looks", \.looks, "At how many looks."),
    ]
}

extension ThreadStates: Record {
    package static let recordName = "thread_states"
    package static let fields: [Field<ThreadStates>] = [
        Field("count", \.count, "Threads at the last look."),
        Field("running", \.running, "Running or ready to run, on average."),
        Field("sleeping", \.sleeping, "Asleep, on average."),
        Field("uninterruptible", \.uninterruptible, "In a wait that no signal ends, on average."),
        Field("stopped", \.stopped, "Stopped or traced, on average."),
        Field("other", \.other, "In another state, on average."),
    ]
}

extension ContextSwitches: Record {
    package static let recordName = "context_switches"
    package static let fields: [Field<ContextSwitches>] = [
        Field("voluntary", \.voluntary, "It waited for something."),
        Field("involuntary", \.involuntary, "The kernel took the processor away."),
    ]
}

extension RunDelay: Record {
    package static let recordName = "run_delay"
    package static let fields: [Field<RunDelay>] = [
        Field("ran_seconds", \.ran, "On a processor, summed over threads."),
        Field("waited_seconds", \.waited, "Ready and without a processor, summed over threads."),
        Field("slices", \.slices, "How often a thread got a processor."),
    ]
}

extension PageFaults: Record {
    package static let recordName = "page_faults"
    package static let fields: [Field<PageFaults>] = [
        Field("minor", \.minor, "Without input."),
        Field("major", \.major, "That had to read storage."),
    ]
}

extension MemoryUse: Record {
    package static let recordName = "memory_use"
    package static let fields: [Field<MemoryUse>] = [
        Field("swapped_bytes", \.swapped, "Swapped out."),
        Field("anonymous_bytes", \.anonymous, "Resident and of no file."),
    ]
}
