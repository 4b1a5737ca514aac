internal import Arguments
internal import Formats
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime
internal import SystemCalls

/// `tend processes watch`: looks again and again, and tells what is new.
enum WatchCommand {
    static let schema = "tend.processes.watch.v1"

    static let spec = Command(
        "watch",
        summary: "Look again and again, and tell what becomes suspicious or worse.",
        discussion: """
            One line an event, each at once: a sentence, or JSON with --format jsonl, below a first line with the schema. \
            Other formats answer when the watch ends. Events: candidate_detected, severity_escalated, candidate_resolved, \
            goal_violated, goal_reached, baseline_anomaly, baseline_usual. Nothing is ever done. Levels: low (not kept), \
            medium (probably not needed), high (to be ended), critical (to be ended, and holds 1 GiB or a processor). The \
            machine itself is of level medium when it has had more processes, cores or memory in use for \
            \(BaselineWatch.sustained) looks in a row than is usual at this hour, and low when less. What a scan saw is kept \
            as the processes' and the machine's past, so that watching makes later judgements surer. Ctrl-C ends it.
            """,
        examples: [
            Example("tend processes watch --format jsonl --interval 30s", "a stream of events for a program"),
            Example(
                "tend processes watch --threshold high --notify-exec 'notify-send tend \"$TEND_SENTENCE\"'", "call"),
            Example("tend processes watch --goal 'free 4GB RAM'", "tell, too, when the machine runs short of memory"),
        ],
        options: [
            OptionSpec("interval", .value(name: "DURATION"), "Time from one look to the next.", default: "60s"),
            OptionSpec(
                "threshold", .value(name: "LEVEL"), "Tell what matters at least so much; goals always.",
                default: "medium", choices: WatchLevel.allCases.map(\.rawValue)),
            OptionSpec(
                "goal", .repeated(name: "GOAL"), "Tell when the machine does not have this: \(GoalWords.examples)."),
            OptionSpec(
                "notify-exec", .value(name: "COMMAND"),
                "Run this by /bin/sh for each event, with TEND_EVENT (JSON) and TEND_SENTENCE in its environment."),
            OptionSpec("count", .value(name: "N"), "End after so many looks."),
        ],
        action: CommandAction(streaming: { try run($0) }),
        output: schema,
        exitCodes: [ExitNote(.clean, "ended by --count, Ctrl-C or --timeout")])

    private static func run(_ invocation: Invocation) throws(TendError) -> Answer {
        let command = invocation.command
        let work = try ProcessWork(invocation)
        guard !work.isReplay else {
            throw TendError(.usage, "a recording does not change: there is nothing to watch", area: "cli")
        }
        let interval =
            try command.value("interval", as: "a duration such as 60s", parse: HumanDuration.parse)
            .map { $0 / .seconds(1) } ?? 60
        guard interval >= 1 else {
            throw TendError(
                .usage, "--interval is at least 1s: watching must not become the load", area: "cli", hint: "try 30s")
        }
        let looks = try command.integer("count", in: 1...Int.max) ?? .max
        var request = ProcessEngine.PlanRequest()
        request.isDryRun = true
        request.goals = try GoalWords.goals(command.strings("goal"))
        var watch = ProcessWatch(threshold: command.string("threshold").flatMap(WatchLevel.init) ?? .medium)
        Interruption.watch()
        var stream = RowStream<WatchEvent>(
            invocation, schema: schema, isEndless: looks == .max && invocation.deadline.instant == nil)
        var done = 0
        var counts: [WatchEvent.Kind: Int] = [:]
        while done < looks, stream.isOpen, !Interruption.hasOccurred {
            if done > 0, !pause(interval, invocation.deadline) { break }
            let assessed: ProcessEngine.Assessed
            do throws(TendError) {
                assessed = try work.assessed()
            } catch  where error.code == .timedOut && done > 0 {
                break
            }
            let plan = work.engine.plan(assessed, request)
            if command.flag("dry-run") != true { work.engine.remember(assessed) }
            done += 1
            for event in watch.events(plan, unread: assessed.raw.host.unreadPIDs) {
                counts[event.kind, default: 0] += 1
                try stream.tell(
                    event,
                    "\(Timestamp.text(milliseconds: event.at)) \(event.kind.rawValue): \(event.sentence)")
                notify(event, invocation)
                guard stream.isOpen else { break }
            }
        }
        return answer(stream, looks: done, counts, warnings: work.journal.allWarnings)
    }

    private static func answer(
        _ stream: RowStream<WatchEvent>, looks: Int, _ counts: [WatchEvent.Kind: Int], warnings: [String]
    ) -> Answer {
        let events = counts.values.reduce(0, +)
        let kinds = WatchEvent.Kind.allCases.compactMap { kind in
            counts[kind].map { "\($0) \(kind.rawValue.replacingEvery("_", with: " "))" }
        }
        let metrics = WatchEvent.Kind.allCases.map { kind in
            Metric(
                "processes_watch_events", "Events of this watch by kind.", Double(counts[kind] ?? 0),
                labels: [(name: "event", value: kind.rawValue)])
        }
        return stream.answer(
            columns: [
                ColumnChoice("event"), ColumnChoice("level", dropOrder: 1), ColumnChoice("pid"),
                ColumnChoice("sentence", isWrapped: true),
            ],
            headline: "\(looks) \(looks == 1 ? "look" : "looks"), \(events) \(events == 1 ? "event" : "events")"
                + (kinds.isEmpty ? "." : ": \(kinds.joined(separator: ", "))."),
            metrics: metrics, warnings: warnings)
    }

    /// - Returns: false where the watch is to end instead.
    private static func pause(_ seconds: Double, _ deadline: Deadline) -> Bool {
        let end = Clocks.monotonicSeconds() + seconds
        while Clocks.monotonicSeconds() < end {
            if Interruption.hasOccurred || deadline.hasPassed { return false }
            Clocks.sleep(seconds: min(0.1, end - Clocks.monotonicSeconds()))
        }
        return true
    }

    private static func notify(_ event: WatchEvent, _ invocation: Invocation) {
        guard let command = invocation.command.string("notify-exec") else { return }
        let environment =
            invocation.composition.environment.map { (name: $0.key, value: $0.value) } + [
                (name: "TEND_EVENT", value: String(decoding: event.json, as: UTF8.self)),
                (name: "TEND_SENTENCE", value: event.sentence),
            ]
        do throws(SystemCallError) {
            let answer = try BoundedCommand(
                "/bin/sh", ["-c", command], environment: environment, timeout: .seconds(10), outputLimit: 4096
            ).run()
            guard answer.status != .exited(0) else { return }
            invocation.tell(
                "--notify-exec \(answer.status == nil ? "took longer than 10 s and was ended" : "did not succeed") for "
                    + "\(event.kind.rawValue)")
        } catch {
            invocation.tell("--notify-exec could not be run: \(error)")
        }
    }
}
