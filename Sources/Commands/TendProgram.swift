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
        let arguments = Array(words.dropFirst())
        var globals = GlobalOptions()
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

    /// The command tree for the name that the program was called by.
    static func root(_ called: String) throws(TendError) -> Command {
        guard let domain = domainNames[called] else { return RootCommand.spec }
        guard var root = RootCommand.spec.promoting([domain], to: called) else {
            throw TendError(
                .unavailable, "'\(called)' is tend's domain '\(domain)', which this version does not have", area: "cli",
                hint: "see what it has: tend --help")
        }
        root.subcommands += RootCommand.shared(calledBy: called)
        return root
    }

    private static func run(
        _ command: ParsedCommand<CommandAction>, _ globals: GlobalOptions, since start: Double
    ) throws -> ExitCode {
        let environment = globals.environment
        let invocation = Invocation(
            command: command, composition: Composition(settings: globals.settings, environment: environment),
            style: globals.style, format: globals.format, isInteractive: globals.isInteractive,
            deadline: globals.deadline)
        switch try command.action.run(invocation) {
        case .verbatim(let bytes):
            write(Rendering(standardOutput: bytes))
            return .clean
        case .output(var output):
            output.warnings += globals.configurationWarnings
            write(try globals.renderer.render(output, context: globals.context(since: start)))
            return globals.alwaysZero ? .clean : output.exitCode
        }
    }

    private static func fail(_ error: TendError, _ globals: GlobalOptions, since start: Double) -> ExitCode {
        write(globals.renderer.render(error: error, context: globals.context(since: start)))
        return globals.alwaysZero ? .clean : error.exitCode
    }

    private static func print(_ text: String) -> ExitCode {
        write(Rendering(standardOutput: Array(text.utf8)))
        return .clean
    }

    /// A reader that has gone away (`| head`) is no error of ours.
    private static func write(_ rendering: Rendering) {
        try? writeAll(rendering.standardOutput, to: 1)
        try? writeAll(Array(rendering.standardError.utf8), to: 2)
    }
}

extension TendProgram {
    /// Runs the command line of this process and ends it.
    package static func main() -> Never {
        exitProgram(run(CommandLine.arguments))
    }
}
