internal import Arguments
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime

/// `tend processes scan`: every process with its judgement; nothing is recorded.
enum ScanCommand {
    static let schema = "tend.processes.scan.v1"

    static let spec = Command(
        "scan",
        summary: "List every process with how it is judged; records nothing.",
        examples: [
            Example("tend processes scan --limit 20", "the first twenty"),
            Example("tend processes scan --json --fields pid,category,posterior", "for programs"),
        ],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [ExitNote(.clean, "the scan succeeded")])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try ProcessWork(invocation)
        let assessed = try work.assessed()
        let scan = ProcessScanResult(processes: work.engine.judged(assessed), stages: assessed.sample.host.stages)
        var output = Output(
            schema: schema, record: scan, member: "processes", rows: scan.processes,
            columns: [
                ColumnChoice("pid"), ColumnChoice("state", dropOrder: 4), ColumnChoice("category", dropOrder: 2),
                ColumnChoice("levels", dropOrder: 3), ColumnChoice("age_seconds", dropOrder: 5),
                ColumnChoice("cpu.cores", dropOrder: 6), ColumnChoice("memory.rss_bytes", dropOrder: 1),
                ColumnChoice("classification"), ColumnChoice("confidence", dropOrder: 7),
                ColumnChoice("command", isFlexible: true),
            ], headline: "\(scan.processes.count) processes.")
        output.warnings = work.warnings(assessed)
        output.metrics = [Metric("processes_scanned", "Processes seen by the scan.", Double(scan.processes.count))]
        return output
    }
}
