import Testing

@testable import Arguments

private let groff = Shell.find("groff")
private let mandoc = Shell.find("mandoc")

struct ManualPageTests {
    private static let page = ManualPage.render(SampleProgram.root, version: "0.1.0", date: "2026-11-20")

    @Test(.enabled(if: groff != nil, "groff is not installed"))
    func `groff formats the page without a warning`() throws {
        let shell = try #require(groff)
        #expect(shell.run(Self.page, options: "-man -ww -z") == "")
    }

    @Test(.enabled(if: mandoc != nil, "mandoc is not installed"))
    func `mandoc formats the page without a warning`() throws {
        let shell = try #require(mandoc)
        #expect(shell.run(Self.page, options: "-T lint -W warning") == "")
    }

    @Test func `every visible command has its section`() {
        for path in CommandPath(root: SampleProgram.root).visibleTree.dropFirst() {
            #expect(Self.page.contains(".SS \"\(path.names.dropFirst().joined(separator: " "))\"\n"))
        }
        #expect(!Self.page.contains("secret"))
    }

    @Test func `text cannot turn into requests`() {
        let command = CommandSpec<String>(
            "x", summary: ".so /etc/passwd is \\not 'read' – ever.", discussion: "'quoted' start\n\n.dot start",
            action: "x")
        let page = ManualPage.render(command, version: "1", date: "2026-11-20")
        #expect(page.contains("\n\\&.so /etc/passwd is \\enot \\(aqread\\(aq \\[u2013] ever.\n"))
        #expect(page.contains("\n\\(aqquoted\\(aq start\n"))
        #expect(page.contains("\n\\&.dot start\n"))
    }
}
