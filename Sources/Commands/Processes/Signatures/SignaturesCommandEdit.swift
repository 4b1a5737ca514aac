internal import Arguments
internal import Formats
internal import Primitives
internal import Reporting
internal import Runtime

/// `tend processes signatures add|disable|enable`: changes of the user's own packs.
extension SignaturesCommand {
    static let changeSchema = "tend.processes.signatures.change.v1"

    private static let exitCodes = [
        ExitNote(.clean, "changed, or there was nothing to change"),
        ExitNote(.configuration, "the signatures are wrong"),
        ExitNote(.badData, "there is no such signature"),
        ExitNote(.cannotCreate, "the file cannot be written"),
    ]

    static let add = Command(
        "add",
        summary: "Check a file of signatures and copy it into your own packs.",
        discussion: """
            Nothing is copied unless every signature of the file is understood together with those that are there, and \
            tells its own example. One of the same name replaces the one that is there.
            """,
        examples: [Example("tend processes signatures add our-tools.toml --dry-run", "only check it")],
        operands: [OperandSpec("FILE", "A .toml file of signatures.", completion: .files)],
        options: [OptionSpec("replace", .flag, "Replace another file of that name.")],
        action: CommandAction { invocation in
            let file = invocation.command.operands("FILE").first ?? ""
            let composition = invocation.composition
            let edit = try composition.signatureFolders.adding(
                file, replacing: invocation.command.flag("replace") == true
            ) { files throws(TendError) in try composition.processPacks(signatures: files) }
            return try output(edit, invocation)
        },
        output: changeSchema,
        exitCodes: exitCodes)

    static let disable = switching(
        "disable", isOn: false, summary: "Switch a signature off for yourself.",
        example: "it is not heard any more")
    static let enable = switching(
        "enable", isOn: true, summary: "Switch a signature on again for yourself.", example: "it is heard again")

    private static func switching(_ name: String, isOn: Bool, summary: String, example: String) -> Command {
        Command(
            name,
            summary: summary,
            discussion:
                "Your choice lies in switched.toml beside your own signatures, and decides over the organisation's.",
            examples: [Example("tend processes signatures \(name) jest-left", example)],
            operands: [OperandSpec("NAME", "The signature.")],
            action: CommandAction { invocation in
                let composition = invocation.composition
                let edit = try composition.signatureFolders.switching(
                    invocation.command.operands("NAME").first ?? "", on: isOn
                ) { files throws(TendError) in try composition.processPacks(signatures: files) }
                return try output(edit, invocation)
            },
            output: changeSchema,
            exitCodes: exitCodes)
    }

    private static func output(_ edit: SignatureEdit, _ invocation: Invocation) throws(TendError) -> Output {
        let isDryRun = invocation.command.flag("dry-run") == true
        if !isDryRun { try edit.write() }
        var change = SignatureChange()
        change.file = ForeignText(edit.path).sanitised
        change.signatures = edit.names
        change.isChanged = edit.isChange
        change.isDryRun = isDryRun
        let file = change.file
        return Output(
            schema: changeSchema, record: change,
            headline: !edit.isChange
                ? "\(file) says so already." : isDryRun ? "\(file) would be written." : "Wrote \(file).")
    }
}
