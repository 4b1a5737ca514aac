import Model
import Primitives
import Testing

@testable import Collectors

/// What the probes make of text that kernels wrote.
@Suite struct ProbeParsersTests {
    private func parse<Value>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Value?) -> Value? {
        Array(text.utf8).withUnsafeBufferPointer(body)
    }

    @Test func `storage counts what reached storage and what was taken back`() {
        let text = """
            rchar: 323934931
            wchar: 323929600
            syscr: 632687
            syscw: 632675
            read_bytes: 4096
            write_bytes: 323932160
            cancelled_write_bytes: 8192

            """
        #expect(
            parse(text, StorageProbe.parse)
                == StorageChange(read: ByteCount(4096), written: ByteCount(323_932_160), cancelled: ByteCount(8192)))
        #expect(parse("rchar: 1\nwchar: 2\n", StorageProbe.parse) == nil)
    }

    @Test func `a counter that was set back has not risen`() {
        let change = StorageProbe.change(
            StorageChange(read: ByteCount(10), written: ByteCount(5)),
            StorageChange(read: ByteCount(4), written: ByteCount(9)))
        #expect(change == StorageChange(read: .zero, written: ByteCount(4)))
    }

    @Test func `voluntary switches are not taken for forced ones`() {
        let text = "Name:\tx\nvoluntary_ctxt_switches:\t150\nnonvoluntary_ctxt_switches:\t545\n"
        #expect(parse(text, SwitchProbe.parse) == ContextSwitches(voluntary: 150, involuntary: 545))
        #expect(parse("Name:\tx\nnonvoluntary_ctxt_switches:\t545\n", SwitchProbe.parse) == nil)
    }

    @Test func `schedstat holds time run, time waited and slices`() {
        #expect(
            parse("26784452 1200 7\n", RunDelayProbe.parse)
                == RunDelayProbe.Counts(ran: 26_784_452, waited: 1200, slices: 7))
        #expect(parse("26784452 1200\n", RunDelayProbe.parse) == nil)
    }

    @Test func `memory that is swapped out and memory of its own`() {
        let text = "VmRSS:\t   9000 kB\nRssAnon:\t     108 kB\nRssFile:\t 900 kB\nVmSwap:\t      12 kB\n"
        #expect(
            parse(text, MemoryProbe.parse) == MemoryUse(swapped: .kibibytes(12), anonymous: .kibibytes(108)))
        #expect(parse("Name:\tkthreadd\n", MemoryProbe.parse) == nil)
    }

    @Test(arguments: [("0-1", 2), ("0-3,8", 5), ("7", 1), ("0-63,128-191", 128)])
    func `an affinity names processors`(list: String, count: Int) {
        #expect(parse("Cpus_allowed:\tf\nCpus_allowed_list:\t\(list)\nMems_allowed:\t1\n", CoreProbe.affinity) == count)
    }

    @Test func `the least of affinity, cpuset and quota bounds the processors, and is named`() {
        func cores(_ affinity: Int, _ cpuset: Int?, _ quota: Double?) -> EffectiveCores? {
            CoreProbe.cores(
                machine: 8, affinity: .measured(affinity), cpuset: .measured(cpuset), quota: .measured(quota)
            ).value
        }
        #expect(cores(8, nil, nil)?.bound == .machine)
        #expect(cores(8, 8, nil)?.cores == 8)
        #expect(cores(2, 8, nil)?.bound == .affinity)
        // The kernel keeps an affinity within the cpuset.
        #expect(cores(4, 4, nil)?.bound == .cpuset)
        #expect(cores(4, 4, 1.5)?.bound == .quota)
        #expect(cores(4, 4, 1.5)?.cores == 1.5)
        let refused = CoreProbe.cores(
            machine: 8, affinity: .unavailable(.notPermitted), cpuset: .measured(1), quota: .measured(1))
        #expect(refused == .unavailable(.notPermitted))
    }

    @Test func `locks are counted by who holds them or waits for them`() {
        let text = """
            1: POSIX  ADVISORY  WRITE 412 08:01:131 0 EOF
            1: -> POSIX  ADVISORY  WRITE 977 08:01:131 0 EOF
            2: FLOCK  ADVISORY  WRITE 412 00:19:77 0 EOF
            3: OFDLCK ADVISORY  READ  -1 00:06:1035 0 EOF

            """
        #expect(FileLocks.counts(Array(text.utf8)) == [412: 2, 977: 1])
    }

    @Test func `only names of variables that agents set are found, and never a value`() {
        let environment = "PATH=/bin\0CLAUDECODE=1\0X=GEMINI_CLI=1\0GEMINI_CLI\0CODEX_SANDBOX=seatbelt\0"
        #expect(EnvironmentProbe.marks(in: Array(environment.utf8)) == ["CLAUDECODE", "CODEX_SANDBOX"])
        #expect(EnvironmentProbe.marks(in: []) == [])
    }

    @Test func `the kernel's word for a removed file is cut off only where the file is removed`() {
        let link = Array("/opt/a (deleted)".utf8)
        #expect(ProgramProbe.path(link, isDeleted: true) == ForeignText("/opt/a"))
        #expect(ProgramProbe.path(link, isDeleted: false) == ForeignText("/opt/a (deleted)"))
    }

    @Test func `what lies between two looks needs both`() {
        var ends = DeepEnds<Int>()
        #expect(ends.change { $1 - $0 } == .unavailable(.overBudget))
        ends.add(.measured(3))
        #expect(ends.change { $1 - $0 } == .unavailable(.overBudget))
        ends.add(.measured(10))
        #expect(ends.change { $1 - $0 } == .measured(7))
        ends.add(.unavailable(.notPermitted))
        #expect(ends.change { $1 - $0 } == .unavailable(.notPermitted))
    }
}
