package import Model
package import Planning

extension SignatureSource: WordValue {}

extension PlannedSignature: Record {
    package static let recordName = "signature_match"
    package static let fields: [Field<PlannedSignature>] = [
        Field("name", \.name, "Name of the signature."),
        Field("version", \.version, "Its version."),
        Field("source", \.source, "Whose it is."),
        Field("expects", \.expects, "What such a process usually is."),
        Field("score", \.score, "Share of its criteria that hold, 0.5 to 1."),
        Field("held", \.held, "Criteria that hold, beside program, category and level."),
        Field("missed", \.missed, "Criteria that do not hold or could not be read."),
        Field("heard", \.isHeard, "Whether it weighed anything: false where the facts say the opposite."),
    ]
}
