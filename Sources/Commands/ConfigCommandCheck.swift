internal import Arguments
internal import Primitives
internal import Reporting
internal import Settings

/// `tend config validate|path`: whether configuration is right, and where it lies.
extension ConfigCommand {
    static let validateSchema = "tend.config.validate.v1"
    static let pathSchema = "tend.config.path.v1"

    static let validate = Command(
        "validate",
        summary: "Find everything that is wrong with the configuration.",
        examples: [
            Example("tend config validate", "all files that count, and the environment"),
            Example("tend config validate new.toml", "one file, before it counts"),
        ],
        operands: [OperandSpec("FILE", "Only this file.", isRequired: false, completion: .files)],
        action: action { invocation, loader throws(TendError) in
            let file = invocation.command.operands("FILE").first
            let configuration = file.map(loader.examine(file:)) ?? loader.examine()
            return validation(configuration)
        },
        output: validateSchema,
        exitCodes: [ExitNote(.clean, "nothing is wrong"), ExitNote(.configuration, "something is wrong")])

    private static func validation(_ configuration: Configuration) -> Output {
        let rows = configuration.problems.map(ProblemRow.init)
        let read = configuration.files.count { $0.state == .read }
        let files = "\(read) \(read == 1 ? "file" : "files")"
        let problems = "\(rows.count) \(rows.count == 1 ? "problem" : "problems")"
        var output = Output(
            schema: validateSchema, list: rows,
            columns: ["place", "problem", ColumnChoice("hint", dropOrder: 1, isFlexible: true)],
            headline: rows.isEmpty ? "Nothing is wrong (\(files) read)." : "\(problems) (\(files) read).")
        output.warnings = configuration.warnings
        if !rows.isEmpty {
            output.failure = TendError(
                .configuration, "the configuration has \(problems)", area: "config", hint: "each line says what to do")
        }
        return output
    }

    static let path = Command(
        "path",
        summary: "Show which configuration files are read and which exist.",
        examples: [Example("tend config path", "the files of the machine, the user and the project")],
        action: action { _, loader throws(TendError) in
            let configuration = loader.examine()
            let rows = configuration.files.map { file in
                let namer = file.layer == .user ? loader.places.namedBy : nil
                return ConfigurationFileRow(file, note: namer.map { "named by \($0)" } ?? "")
            }
            return Output(
                schema: pathSchema, list: rows,
                columns: [
                    "layer", "path", "exists", "read", ColumnChoice("note", dropOrder: 1, isFlexible: true),
                ],
                headline: "\(rows.count { $0.isRead }) of \(rows.count) files are read; later ones win.")
        },
        output: pathSchema,
        exitCodes: [ExitNote(.clean, "shown")])
}
