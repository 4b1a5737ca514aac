import Testing

@testable import Reporting

struct RendererTests {
    @Test func `a table in a pipe shows everything`() throws {
        print(try Sample.render(.table))
        print(try Sample.render(.json))
        print(try Sample.render(.jsonl))
        print(try Sample.render(.toon))
        print(try Sample.render(.md))
        print(try Sample.render(.slack))
        print(try Sample.render(.table, style: Style(color: true, unicode: true, width: 40)))
    }
}
