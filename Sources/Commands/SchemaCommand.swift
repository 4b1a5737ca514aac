internal import Arguments
internal import Primitives
internal import Reporting

/// `tend schema`: what machine output looks like, as JSON Schema.
enum SchemaCommand {
    static let listSchema = "tend.schema.list.v1"

    static func spec(calledBy program: String) -> Command {
        Command(
            "schema",
            summary: "List the schemas of machine output, or print one as JSON Schema.",
            discussion: """
                Each answer names its schema. A schema (draft 2020-12) describes the whole envelope; it is printed as it \
                is, whatever --format says. What --fields and --compact leave out is missing from an answer although its \
                schema requires it.
                """,
            examples: [
                Example("\(program) schema", "all names"),
                Example("\(program) schema \(ProcessPlanOutput.schema)", "what a plan looks like"),
            ],
            operands: [OperandSpec("NAME", "The schema, such as \(ProcessPlanOutput.schema).", isRequired: false)],
            action: CommandAction(answering: { try run($0) }),
            output: listSchema,
            exitCodes: [ExitNote(.clean, "printed"), ExitNote(.badData, "there is no such schema")])
    }

    private static func run(_ invocation: Invocation) throws(TendError) -> Answer {
        if let name = invocation.command.operands("NAME").first { return .verbatim(try Schemas.text(name)) }
        let tree = CommandPath(root: invocation.command.path.root).visibleTree
        let rows = Schemas.catalogue.names.map { name in
            SchemaRow(name: name, commands: tree.filter { $0.command.output == name }.map(\.text))
        }
        return .output(
            Output(
                schema: listSchema, list: rows, columns: ["name", ColumnChoice("commands", isFlexible: true)],
                headline: "\(rows.count) schemas; a command that fails answers with the last one."))
    }
}

/// One schema in a list.
struct SchemaRow: Record {
    var name = ""
    var commands: [String] = []

    init() {}

    init(name: String, commands: [String]) {
        self.name = name
        self.commands = commands
    }

    static let recordName = "schema"
    static let fields: [Field<SchemaRow>] = [
        Field("name", \.name, "Name and version of the schema.", heading: "SCHEMA"),
        Field("commands", \.commands, "The commands that answer with it.", heading: "COMMANDS"),
    ]
}
