import Arguments
import Primitives
import Testing

@testable import Commands

struct CompletionsCommandTests {
    @Test(arguments: Completions.Shell.allCases, ["tend", "pt"])
    func `the script completes the name that was called`(shell: Completions.Shell, name: String) throws {
        let run = try Trial().run("completions \(shell.rawValue)", calledBy: name)
        #expect(run.exited(.clean))
        let root = try TendProgram.root(name)
        #expect(run.text == Completions.script(shell: shell, root: root, program: name))
        #expect(run.text.contains("min-age"))
    }

    @Test func `an unknown shell is refused with the known ones`() throws {
        let run = try Trial().run("completions tcsh")
        #expect(run.exited(.usage))
        #expect(run.errorText.contains("bash"))
    }
}

struct ManualCommandTests {
    @Test(arguments: ["tend", "pt"])
    func `the page is that of the name that was called`(name: String) throws {
        let run = try Trial().run("manual", calledBy: name)
        #expect(run.exited(.clean))
        #expect(run.text.hasPrefix(".TH \"\(name.uppercased())\" \"1\" \"\(Composition.releaseDate)\""))
        #expect(run.text.contains(".SS \"\(name == "tend" ? "processes apply" : "apply")\""))
    }
}
