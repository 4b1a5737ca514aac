internal import Arguments
internal import Primitives

/// `tend completions`: the script with which a shell completes command lines.
enum CompletionsCommand {
    static func spec(calledBy program: String) -> Command {
        let places = [
            ("bash", "~/.local/share/bash-completion/completions/\(program)"), ("zsh", "~/.zfunc/_\(program)"),
            ("fish", "~/.config/fish/completions/\(program).fish"),
        ]
        return Command(
            "completions",
            summary: "Print the script that completes \(program)'s command lines.",
            discussion: "Save it where the shell looks for completions; new shells have it then.",
            examples: places.map { shell, path in
                Example("\(program) completions \(shell) > \(path)", "for \(shell)")
            },
            operands: [
                OperandSpec("SHELL", "Which shell.", choices: Completions.Shell.allCases.map(\.rawValue))
            ],
            action: CommandAction(answering: { .verbatim(script($0)) }),
            exitCodes: [ExitNote(.clean, "printed")])
    }

    private static func script(_ invocation: Invocation) -> String {
        let root = invocation.command.path.root
        // The parser admits no other word.
        let shell = invocation.command.operands("SHELL").first.flatMap(Completions.Shell.init) ?? .bash
        return Completions.script(shell: shell, root: root, program: root.name)
    }
}
