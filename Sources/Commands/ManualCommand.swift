internal import Arguments
internal import Primitives

/// `tend manual`: everything that help says, as one manual page.
enum ManualCommand {
    static func spec(calledBy program: String) -> Command {
        Command(
            "manual",
            summary: "Print the manual page.",
            examples: [
                Example("\(program) manual | man -l -", "read it"),
                Example("\(program) manual > ~/.local/share/man/man1/\(program).1", "keep it for man \(program)"),
            ],
            action: CommandAction(answering: { invocation in
                let root = invocation.command.path.root
                return .verbatim(
                    ManualPage.render(root, version: Composition.version, date: Composition.releaseDate))
            }),
            exitCodes: [ExitNote(.clean, "printed")])
    }
}
