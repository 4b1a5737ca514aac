internal import Arguments

/// The command tree; each command is defined in a file of its own.
enum RootCommand {
    static let spec = Command(
        "tend",
        summary: "Keeps machines healthy on which swarms of coding agents work.",
        discussion: """
            tend sees abandoned processes and disks that fill, judges what it sees with stated evidence, asks or acts \
            within a policy, checks what happened, and can explain every decision. Looking changes nothing; acting needs \
            your word.
            """,
        examples: [
            Example("tend processes", "see which processes are abandoned and why, and choose what to stop"),
            Example("tend processes explain 4242", "all evidence for one process"),
            Example("tend disk", "how full every volume is, and where it is going"),
            Example("tend processes plan --json", "the same for programs"),
        ],
        options: GlobalOptions.specs,
        subcommands: [
            ProcessesCommand.spec, DiskCommand.spec, ExplainCommand.spec, SessionsCommand.spec, AuditCommand.spec,
            PolicyCommand.spec, ConfigCommand.spec, ConvertCommand.spec,
        ] + shared(calledBy: "tend"))

    /// What the program can say about itself, also where it is called by a domain's name such as `pt`.
    static func shared(calledBy program: String) -> [Command] {
        [
            SchemaCommand.spec(calledBy: program), CompletionsCommand.spec(calledBy: program),
            ManualCommand.spec(calledBy: program),
        ]
    }
}
