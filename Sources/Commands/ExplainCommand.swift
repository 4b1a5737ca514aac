internal import Arguments
internal import Formats
internal import History
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime

/// `tend explain ID`: why a recorded decision was made, or what a session held.
enum ExplainCommand {
    static let spec = Command(
        "explain",
        summary: "Show why a recorded decision was made.",
        discussion: """
            Every decision has an id, which plans list as decision_id: its session and its number. The answer is what was \
            recorded then, not how things are now. A session's id alone shows its plan (\(ProcessPlanOutput.schema)) or \
            its scan (\(DiskScanCommand.schema)); a disk's artifact is \(DiskExplainCommand.schema).
            """,
        examples: [
            Example("tend explain 01J9ZK3V.7", "the seventh decision of a session"),
            Example("tend explain 01J9ZK3V", "the session itself"),
        ],
        operands: [
            OperandSpec("ID", "SESSION.NUMBER or SESSION; the first 8 characters of a session suffice.")
        ],
        action: CommandAction(
            otherOutputs: [ProcessPlanOutput.schema, DiskExplainCommand.schema, DiskScanCommand.schema]
        ) { try run($0) },
        output: ExplainProcessCommand.schema,
        exitCodes: [ExitNote(.clean, "explained"), ExitNote(.badData, "there is no such decision or session")])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let id = invocation.command.operands("ID").first ?? ""
        // Too short for a session's id, even for one of digits alone.
        if id.utf8.count < SessionID.shortestPrefix, let pid = Int32(id), pid > 0 {
            throw TendError(
                .usage, "\(pid) is a process id, and explain wants the id of a decision or a session", area: "cli",
                hint: "tend processes explain \(pid)")
        }
        let journal = invocation.composition.journal()
        guard id.contains(".") else {
            return try SessionsCommand.output(SessionsCommand.session(id, journal), invocation, journal)
        }
        let decision = try journal.reader().decision(matching: id)
        if decision.domain == "disk" { return DiskExplainCommand.output(try DiskEngine.decided(decision)) }
        let process = try ProcessEngine.decided(decision, journal)
        return ExplainProcessCommand.output(process, decision.id.session.text)
    }
}
