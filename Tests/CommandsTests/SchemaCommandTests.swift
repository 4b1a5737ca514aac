import Formats
import Primitives
import Reporting
import Testing

@testable import Commands

struct SchemaCommandTests {
    @Test func `every schema is listed with its commands`() throws {
        let rows = try #require(try Trial().run("schema --json").data().array)
        #expect(rows.compactMap { $0["name"]?.string } == Schemas.catalogue.names)
        let plan = try #require(rows.first { $0["name"] == "tend.processes.plan.v1" })
        #expect(plan["commands"]?.array?.contains("tend processes plan") == true)
    }

    @Test func `one schema is a JSON Schema of the whole envelope`() throws {
        let run = try Trial().run("schema tend.audit.list.v1")
        #expect(run.output == (try Schemas.text("tend.audit.list.v1")))
        let schema = try JSONParser.parse(run.output)
        #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(schema["properties"]?["data"]?["type"] == "array")
    }

    @Test func `an unknown name gets a suggestion`() throws {
        let run = try Trial().run("schema tend.audit.lst.v1")
        #expect(run.exited(.badData))
        #expect(run.errorText.contains("did you mean tend.audit.list.v1?"))
    }
}
