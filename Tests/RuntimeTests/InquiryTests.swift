import Collectors
import Decision
import Formats
import History
import Model
import Planning
import Primitives
import ProcessTriage
import Reporting
import SystemCalls
import TestSupport
import Testing

@testable import Runtime

/// Supervisors asked in the middle of a judgement.
@Suite struct InquiryTests {
    private let tools: FakeTools
    private let engine: ProcessEngine

    init() throws {
        tools = try FakeTools()
        engine = Self.engine(tools, timeout: .seconds(20))
    }

    private static func engine(_ tools: FakeTools, timeout: Duration) -> ProcessEngine {
        // The key lies beside the tools; nothing else is recorded here.
        ProcessEngine(
            settings: ProcessSettings(), journal: Journal(settings: HistorySettings(directory: tools.directory)),
            redactor: Redactor(home: "/home/ada"), key: GroupingKey.load(directory: tools.directory),
            inquiry: SupervisorInquiry(tools: tools.box, timeout: timeout, budget: .seconds(60)),
            packs: ProcessPacks.embedded)
    }

    private func process(
        _ pid: Int32, parent: Int32, _ command: String, session: Int32, group: String = "/system.slice/web.service"
    ) -> ProcessObservation {
        ProcessObservation(
            identity: ProcessIdentity(pid: pid, startTicks: UInt64(pid) * 10, bootID: "boot", userID: 1000),
            parent: parent, processGroup: pid, session: session, name: ForeignText("python3"),
            arguments: .measured(ForeignText(command.split(separator: " ").joined(separator: "\0") + "\0")),
            executable: .measured(ForeignText("/usr/bin/python3")),
            executableFile: .measured(FileIdentity(device: 1, inode: 2)),
            workingDirectory: .measured(ForeignText("/home/ada/x")), workingDirectoryDeleted: .measured(true),
            controlGroups: .measured(ForeignText("0::\(group)\n")), namespacePIDs: .measured([pid]),
            descriptors: .measured(
                DescriptorSummary(
                    standardInput: .deadPipe, standardOutput: .deadPipe, count: 4, listeners: .measured([]),
                    clients: .measured([]))),
            counters: [0, 1].map { ProcessCounters(sample: $0, state: .sleeping) })
    }

    /// A service's main process, and one that it left behind.
    private var machine: MachineSample {
        let host = HostFacts(
            hostID: "h", bootID: "boot", kernel: "6.1", capturedAt: 0, uptime: 900_000, window: 0.5, samples: 2,
            ticksPerSecond: 100, pageSize: 4096, processors: 2, memoryTotal: .kibibytes(1 << 20),
            memoryAvailable: .kibibytes(1 << 19), initStartTicks: 1, hasSystemd: true,
            viewer: Viewer(pid: 900, userID: 1000, chain: [900]))
        var initial = process(1, parent: 0, "/sbin/init", session: 1, group: "/init.scope")
        initial.identity.userID = 0
        return MachineSample(
            host: host,
            processes: [
                initial, process(400, parent: 1, "python3 -m pytest -x old", session: 399),
                process(500, parent: 1, "python3 web.py", session: 500),
            ])
    }

    private static func systemctl(main: Int32) -> String {
        """
        echo asked >>$TOOLS/calls
        printf 'Id=web.service\\nLoadState=loaded\\nActiveState=active\\nMainPID=\(main)\\nControlPID=0\\n'
        printf 'Type=simple\\nRestart=always\\nControlGroup=/system.slice/web.service\\n'
        """
    }

    private func recommendation(_ pid: Int32, _ assessed: ProcessEngine.Assessed) throws -> PlannedCase {
        let process = try engine.explain(pid, in: assessed)
        return PlannedCase(
            advice: process.recommendation, reasons: process.gates.map(\.reasonCode), main: process.supervisor?.mainPID)
    }

    private struct PlannedCase: Equatable {
        var advice: ProcessRecommendation
        var reasons: [String]
        var main: Int32?
    }

    @Test func `a leftover is told from its service's main process by systemd's word`() throws {
        try tools.add("systemctl", Self.systemctl(main: 500))
        let unasked = try engine.assess(machine, mode: .observe)
        #expect(try recommendation(400, unasked).reasons.contains("supervision_unknown"))
        let asked = try engine.assess(machine, mode: .observe, asking: [])
        let leftover = try recommendation(400, asked)
        #expect(leftover.advice == .stop, "\(leftover)")
        #expect(leftover.main == nil)
        #expect(tools.text("calls") == "asked\n")
    }

    @Test(arguments: ["exec sleep 60", "exit 1"])
    func `without an answer it stays unknown, and a person is asked`(script: String) throws {
        try tools.add("systemctl", script)
        let asked = try Self.engine(tools, timeout: .milliseconds(500)).assess(machine, mode: .observe, asking: [])
        let unknown = try recommendation(400, asked)
        #expect(unknown.advice == .review)
        #expect(unknown.reasons.contains("supervision_unknown"))
    }

    @Test func `where nothing hangs on it nobody is asked`() throws {
        try tools.add("systemctl", Self.systemctl(main: 500))
        var quiet = machine
        quiet.processes.removeAll { $0.pid == 400 }
        _ = try engine.assess(quiet, mode: .observe, asking: [])
        #expect(tools.text("calls").isEmpty)
        _ = try engine.assess(quiet, mode: .observe, asking: [500])
        #expect(tools.text("calls") == "asked\n")
    }

    @Test func `a recording holds the answer and is judged the same without asking`() throws {
        try tools.add("systemctl", Self.systemctl(main: 500))
        let asked = try engine.assess(machine, mode: .observe, asking: [])
        let replayed = try Recording.decode(Recording.encode(asked.sample), file: "test")
        #expect(replayed == asked.sample)
        let again = try engine.assess(replayed, mode: .observe)
        for pid: Int32 in [400, 500] {
            #expect(try recommendation(pid, again) == recommendation(pid, asked))
        }
        #expect(tools.text("calls") == "asked\n")
    }

    @Test func `secrets in what a supervisor said are not stored`() throws {
        let secret = "ghp_0123456789abcdefghijABCDEFGHIJ012345"
        var sample = machine
        sample.host.supervisors = [
            SupervisorAnswer(
                kind: "supervisord", manager: 60, unit: ForeignText(secret), mainPID: 70, state: "RUNNING",
                address: [ForeignText("-c"), ForeignText("/home/ada/s.conf")])
        ]
        let text = String(decoding: Recording.encode(sample.redacted(by: Redactor(home: "/home/ada"))), as: UTF8.self)
        #expect(!text.contains(secret))
        #expect(!text.contains("/home/ada"))
        #expect(text.contains("s.conf"))
    }
}
