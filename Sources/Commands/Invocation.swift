internal import Arguments
internal import Primitives
package import Reporting
internal import SystemCalls

/// What a command answers with.
package enum Answer: Sendable {
    /// Data, in whichever format was asked for.
    case output(Output)
    /// Bytes that are the answer as they stand, whatever `--format` says: a script, a page, a document.
    case verbatim([UInt8])

    static func verbatim(_ text: String) -> Answer {
        .verbatim(Array(text.utf8))
    }
}

/// What a command does once it has been parsed.
package struct CommandAction: Sendable {
    package var run: @Sendable (Invocation) throws -> Answer
    /// Whether wrong configuration stops it; what shows and mends configuration runs all the same.
    var needsConfiguration: Bool
    /// Whether it must not write a byte anywhere, the record's key among them.
    var writesNothing = false
    /// Schemas of its other answers, beside the one of its command.
    var otherOutputs: [String] = []

    package init(
        needsConfiguration: Bool = true, writesNothing: Bool = false, otherOutputs: [String] = [],
        _ run: @escaping @Sendable (Invocation) throws -> Output
    ) {
        self.writesNothing = writesNothing
        self.needsConfiguration = needsConfiguration
        self.otherOutputs = otherOutputs
        self.run = { .output(try run($0)) }
    }

    /// For what tells one thing after the other while it runs.
    init(streaming run: @escaping @Sendable (Invocation) throws -> Answer) {
        needsConfiguration = true
        self.run = run
    }

    /// For what is the same whatever is configured.
    package init(answering run: @escaping @Sendable (Invocation) throws -> Answer) {
        needsConfiguration = false
        self.run = run
    }
}

typealias Command = CommandSpec<CommandAction>

/// One call of a command: its words, and the parts that the composition hands in.
package struct Invocation: Sendable {
    let command: ParsedCommand<CommandAction>
    let composition: Composition
    let renderer: Renderer
    let isInteractive: Bool
    let deadline: Deadline
    /// What surrounds an answer that is given now.
    let context: @Sendable () -> EnvelopeContext

    var style: Style { renderer.style }

    /// Says something to the person at the terminal, beside the data on standard output.
    func tell(_ text: String) {
        guard command.flag("quiet") != true else { return }
        // Standard error may be closed; there is nobody to tell then.
        try? writeAll(Array("\(text)\n".utf8), to: 2)
    }

    /// Asks a person at the terminal; only `y` and `yes` are a yes.
    func confirms(_ question: String) -> Bool {
        // Were standard error closed, nobody could answer either.
        try? writeAll(Array("\(question) [y/N] ".utf8), to: 2)
        return ["y", "yes"].contains(readLine()?.lowercased())
    }
}
