internal import Arguments
internal import Formats
package import Primitives
internal import Reporting
internal import Settings
internal import SystemCalls

/// The whole program: words in, bytes and an exit code out.
package enum TendProgram {
    /// Names under which the binary is one of its domains.
    static let domainNames = ["pt": "processes", "sbh": "disk", "vramtop": "gpu", "ft": "panes", "vc": "fleet"]

    /// Runs one command line, the program's own name first.
    package static func run(_ words: [String]) -> ExitCode {
        let start = Clocks.monotonicSeconds()
        let called = words.first?.split(separator: "/").last.map(String.init) ?? "tend"
        let arguments = withDomain(Array(words.dropFirst()), called)
        var globals = GlobalOptions(guessingFrom: arguments)
        do {
            let root = try root(called)
            switch try CommandParser(root: root).parse(arguments) {
            case .version:
                return print("tend \(Composition.version)\n")
            case .help(let path):
                return print(HelpText.render(path, width: globals.width, style: globals.helpStyle))
            case .run(let command):
                globals = try GlobalOptions(command)
                try globals.configure(for: command)
                return try run(command, globals, since: start)
            }
        } catch let error as TendError {
            return fail(error, globals, since: start)
        } catch {
            return fail(TendError(.internalError, "something unforeseen failed", cause: error), globals, since: start)
        }
    }

    /// `tend --goal …` is `tend processes --goal …`: goals are that domain's alone.
    static func withDomain(_ arguments: [String], _ called: String) -> [String] {
        let verbs = RootCommand.spec.subcommands.map(\.name) + ["help"]
        guard domainNames[called] == nil, !arguments.contains(where: verbs.contains),
            arguments.prefix(while: { $0 != "--" }).contains(where: { $0 == "--goal" || $0.hasPrefix("--goal=") })
        else { return arguments }
        return ["processes"] + arguments
    }

    /// The command tree for the name that the program was called by.
    static func root(_ called: String) throws(TendError) -> Command {
        guard let domain = domainNames[called] else { return RootCommand.spec }
        guard var root = RootCommand.spec.promoting([domain], to: called) else {
            throw TendError(
                .unavailable, "'\(called)' is tend's domain '\(domain)', which this version does not have", area: "cli",
                hint: "see what it has: tend --help")
        }
        // Options of the processes' verbs would mean two things below these.
        if domain == "disk" { root.subcommands += [PolicyCommand.spec, ConfigCommand.spec] }
        root.subcommands += RootCommand.shared(calledBy: called)
        return root
    }

    private static func run(
        _ command: ParsedCommand<CommandAction>, _ globals: GlobalOptions, since start: Double
    ) throws -> ExitCode {
        let invocation = Invocation(
            command: command,
            composition: Composition(settings: globals.settings, environment: globals.environment),
            renderer: globals.renderer, isInteractive: globals.isInteractive, deadline: globals.deadline,
            context: { globals.context(since: start) })
        // Before anything is done: a mistake found afterwards would hide what was. Only then, for the catalogue of all
        // answers takes milliseconds to make.
        if let fields = globals.fields {
            try Schemas.catalogue.check(
                fields, in: command.action.otherOutputs + [command.spec.output].compactMap { $0 })
        }
        switch try command.action.run(invocation) {
        case .verbatim(let bytes): return write(Rendering(standardOutput: bytes), then: .clean)
        case .output(var output):
            output.warnings += globals.configurationWarnings
            return write(
                try rendering(output, globals, since: start), then: globals.alwaysZero ? .clean : output.exitCode)
        }
    }

    /// Of an answer that says what was done, all is shown rather than nothing.
    private static func rendering(
        _ output: Output, _ globals: GlobalOptions, since start: Double
    ) throws(TendError) -> Rendering {
        do throws(TendError) {
            return try globals.renderer.render(output, context: globals.context(since: start))
        } catch {
            guard [.actionsDone, .partial, .interrupted].contains(output.exit) else { throw error }
            var (all, renderer) = (output, globals.renderer)
            all.warnings.append("\(error.message) here: all are shown")
            renderer.fields = nil
            return try renderer.render(all, context: globals.context(since: start))
        }
    }

    private static func fail(_ error: TendError, _ globals: GlobalOptions, since start: Double) -> ExitCode {
        let rendering = globals.renderer.render(error: error, context: globals.context(since: start))
        return write(rendering, then: globals.alwaysZero ? .clean : error.exitCode)
    }

    private static func print(_ text: String) -> ExitCode {
        write(Rendering(standardOutput: Array(text.utf8)), then: .clean)
    }

    /// - Returns: the given code, unless the answer could not be written.
    private static func write(_ rendering: Rendering, then code: ExitCode) -> ExitCode {
        var code = code
        var said = rendering.standardError
        do throws(SystemCallError) {
            try writeAll(rendering.standardOutput, to: 1)
        } catch  where error.isBrokenPipe {
            // A reader that has gone away (`| head`) is no error of ours.
        } catch {
            code = .inputOutput
            said += Renderer.text(of: TendError(.inputOutput, "the answer could not be written", cause: error))
        }
        // Where standard error cannot be written there is nobody left to tell.
        try? writeAll(Array(said.utf8), to: 2)
        return code
    }
}

extension TendProgram {
    /// Runs the command line of this process and ends it.
    package static func main() -> Never {
        StandardStreams.prepare()
        exitProgram(run(Host.arguments))
    }
}
