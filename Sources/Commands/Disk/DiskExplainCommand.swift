internal import Arguments
internal import Decision
internal import Formats
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime

/// `tend disk explain`: every term, gate and threshold of one decision.
enum DiskExplainCommand {
    static let schema = "tend.disk.artifact.v1"

    static let spec = Command(
        "explain",
        summary: "Show why a thing may go, or must stay.",
        discussion: """
            Every candidate of a scan has a decision id. The answer is what was recorded then: the evidence with its \
            weights, what each decision would have cost, and what stands between the judgement and a removal.
            """,
        examples: [Example("tend disk explain --id 01J9ZK3V.7", "the seventh candidate of a scan")],
        options: [OptionSpec("id", .value(name: "ID"), "SESSION.NUMBER, as scans list it.")],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [ExitNote(.clean, "explained"), ExitNote(.badData, "there is no such decision")])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        guard let id = invocation.command.string("id") else {
            throw TendError(
                .usage, "explain wants the id of a decision", area: "cli",
                hint: "tend disk scan --json --fields path,decision_id lists them")
        }
        return output(try DiskCommand.engine(invocation).decided(id))
    }

    static func output(_ artifact: PlannedArtifact) -> Output {
        var output = Output(
            schema: schema, record: artifact,
            fields: [
                "path", "pattern", "summary", "again", "bytes", "age_seconds", "score", "posterior_abandoned",
                "urgency",
                "choice", "decision", "decision_id",
            ], headline: headline(artifact))
        output.paragraphs =
            artifact.ledger.groups.flatMap(\.terms).map { term in
                "\((term.contribution.last ?? 0).text(decimals: 2)) nats, \(term.feature): \(term.wording.sentence)"
            }
            + [
                "Expected loss: keep \(artifact.expectedLoss.keep.text(decimals: 2)), review "
                    + "\(artifact.expectedLoss.review.text(decimals: 2)), delete "
                    + "\(artifact.expectedLoss.delete.text(decimals: 2)); the least is chosen, of equals the gentlest."
            ]
            + artifact.gates.map { "Gate \($0.gate), \($0.verdict.rawValue) (\($0.reasonCode)): \($0.sentence)" }
        return output
    }

    private static func headline(_ artifact: PlannedArtifact) -> String {
        let belief = "with probability \(artifact.posteriorAbandoned.text(decimals: 2)) nobody will miss it"
        guard let gate = artifact.gates.first, artifact.decision != artifact.choice else {
            return "\(artifact.decision.rawValue): \(belief)."
        }
        return "\(artifact.decision.rawValue), though \(belief): \(gate.sentence)"
    }
}
