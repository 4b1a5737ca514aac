import Formats
import Planning
import Primitives
import TestSupport
import Testing

@testable import Reporting

struct SchemaCatalogueTests {
    private var catalogue: SchemaCatalogue {
        var catalogue = SchemaCatalogue()
        catalogue.add("tend.sample.report.v2", SampleReport.shape)
        catalogue.add("tend.processes.plan.v1", ProcessPlan.shape)
        return catalogue
    }

    @Test func `fields are looked for in the rows of every answer that may come`() throws {
        var catalogue = catalogue
        catalogue.add("tend.sample.rows.v1", SampleReport.shape, rowsAt: "rows")
        catalogue.add("tend.sample.list.v1", [SampleRow].shape)
        for name in ["tend.sample.rows.v1", "tend.sample.list.v1"] {
            try catalogue.check(["pid", "memory.rss_bytes"], in: [name])
            #expect(throws: TendError.self) { try catalogue.check(["pid", "scanned"], in: [name]) }
            try catalogue.check(["pid", "scanned"], in: ["tend.sample.report.v2", name])
        }
        let error = try #require(throws: TendError.self) {
            try catalogue.check(["ownr"], in: ["tend.sample.report.v2", "tend.sample.rows.v1"])
        }
        #expect(error.code == .usage && error.hint?.contains("did you mean owner?") == true, "\(error)")
        try catalogue.check(["anything"], in: [])
    }

    @Test func `real output keeps to its schema`() throws {
        let validator = SchemaValidator(try catalogue.schemaDocument("tend.sample.report.v2"))
        #expect(validator.complaints(about: try JSONParser.parse(Sample.render(.json))) == [])
        var failed = Sample.report
        failed.failure = TendError(.blocked, "no", area: "processes")
        #expect(validator.complaints(about: try JSONParser.parse(Sample.render(.json, failed))) == [])
    }

    @Test func `an empty plan keeps to its schema`() throws {
        let output = Output(
            schema: "tend.processes.plan.v1", record: ProcessPlan(), member: "candidates", rows: [PlannedProcess](),
            columns: ["pid"], headline: "")
        let validator = SchemaValidator(try catalogue.schemaDocument(output.schema))
        #expect(validator.complaints(about: try JSONParser.parse(Sample.render(.json, output))) == [])
    }

    @Test(arguments: ["tend.error.v1", "tend.sample.report.v2"])
    func `errors keep to every schema`(name: String) throws {
        let validator = SchemaValidator(try catalogue.schemaDocument(name))
        let rendering = Renderer(format: .json, style: .plain)
            .render(error: TendError(.usage, "no such flag", hint: "--help"), context: Sample.context)
        #expect(validator.complaints(about: try JSONParser.parse(rendering.standardOutput)) == [])
    }

    @Test(
        arguments: [
            ("ok", nil, "$: ok is missing"), ("ok", "yes" as JSONValue, "$.ok: expected boolean"),
            ("schema", "tend.other.v1" as JSONValue, "$.schema: is none of the known values"),
            ("warnings", [1] as JSONValue, "$.warnings[0]: expected string"),
            ("staleness", ["gpu": "old"] as JSONValue, "$.staleness.gpu: expected number"),
        ] as [(String, JSONValue?, String)])
    func `what breaks the schema is named`(key: String, value: JSONValue?, complaint: String) throws {
        let validator = SchemaValidator(try catalogue.schemaDocument("tend.sample.report.v2"))
        var envelope = try #require(try JSONParser.parse(Sample.render(.json)).object)
        envelope[key] = value
        #expect(validator.complaints(about: .object(envelope)).contains(complaint))
    }

    @Test func `data is required of a success`() throws {
        let validator = SchemaValidator(try catalogue.schemaDocument("tend.sample.report.v2"))
        var envelope = try #require(try JSONParser.parse(Sample.render(.json)).object)
        envelope["data"] = nil
        #expect(validator.complaints(about: .object(envelope)).count == 1)
    }

    @Test func `an unknown schema is an error with a suggestion`() throws {
        let error = try #require(throws: TendError.self) { try catalogue.schemaDocument("tend.proceses.plan.v1") }
        #expect(error.code == .notFound)
        #expect(error.hint?.hasPrefix("did you mean tend.processes.plan.v1? ") == true)
        #expect(catalogue.names == ["tend.processes.plan.v1", "tend.sample.report.v2", "tend.error.v1"])
    }

    @Test(arguments: [("tend.a.v1", 1), ("tend.a.b.v12", 12), ("tend.a", 1), ("", 1), ("tend.vx", 1)])
    func `the version is in the name`(name: String, version: Int) {
        #expect(Envelope.version(of: name) == version)
    }
}
