internal import Formats
internal import Model
internal import Primitives
internal import ProcessTriage
internal import Reporting

/// One signature as lists and sheets show it.
struct SignatureRow: Record {
    var name = ""
    var version = 0
    var tool = ""
    var source = SignatureSource.builtin
    var isEnabled = true
    var expects = ProcessClass.useful
    var weight = 0.0
    var categories: [ProcessCategory] = []
    var levels: [AttachmentLevel] = []
    var criteria: [String] = []
    var example: [String] = []
    var sentence = ""
    var file = ""

    init() {}

    init(_ signature: Signature, isEnabled: Bool) {
        name = signature.name
        version = signature.claim.version
        tool = signature.tool
        source = signature.claim.source
        self.isEnabled = isEnabled
        expects = signature.claim.expects
        weight = signature.claim.weight
        categories = signature.categories
        levels = signature.levels
        criteria = signature.criteria
        example = signature.example
        sentence = signature.claim.sentence
        file = signature.file
    }

    static let recordName = "signature"
    static let fields: [Field<SignatureRow>] = [
        Field("name", \.name, "Its name.", heading: "SIGNATURE"),
        Field("version", \.version, "Its version.", heading: "VERSION"),
        Field("tool", \.tool, "What the signatures of one tool share.", heading: "TOOL"),
        Field("source", \.source, "Whose it is.", heading: "SOURCE"),
        Field("enabled", \.isEnabled, "Whether it is heard.", heading: "ON"),
        Field("expects", \.expects, "What such a process usually is.", heading: "EXPECTS"),
        Field("weight", \.weight, "What a whole match says for that, in nats.", heading: "NATS"),
        Field("categories", \.categories, "Categories that it is limited to; empty for any.", heading: "CATEGORY"),
        Field("levels", \.levels, "Attachment levels that it is limited to; empty for any.", heading: "LEVELS"),
        Field(
            "criteria", \.criteria, "What it asks for.", heading: "CRITERIA",
            text: { $0.criteria.map { ForeignText($0).sanitised }.joined(separator: "; ") }),
        Field(
            "example", \.example, "The words of a command line that it is for; empty where none is given.",
            heading: "EXAMPLE", text: { ForeignText($0.example.joined(separator: " ")).sanitised }),
        Field("sentence", \.sentence, "Why.", heading: "WHY", text: { ForeignText($0.sentence).sanitised }),
        Field("file", \.file, "Where it is written.", heading: "FILE", text: { ForeignText($0.file).sanitised }),
    ]
}

/// What `signatures add`, `disable` and `enable` answer.
struct SignatureChange: Record {
    var file = ""
    var signatures: [String] = []
    var isChanged = false
    var isDryRun = false

    static let recordName = "signature_change"
    static let fields: [Field<SignatureChange>] = [
        Field("file", \.file, "The file that was written.", heading: "FILE"),
        Field("signatures", \.signatures, "The signatures that it is about.", heading: "SIGNATURES"),
        Field("changed", \.isChanged, "Whether the file says something new.", heading: "CHANGED"),
        Field("dry_run", \.isDryRun, "Everything was checked and nothing written.", heading: "DRY RUN"),
    ]
}
