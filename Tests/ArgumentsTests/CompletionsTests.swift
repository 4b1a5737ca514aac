import Testing

@testable import Arguments

private let bash = Shell.find("bash")
private let zsh = Shell.find("zsh")
private let fish = Shell.find("fish")

struct CompletionsTests {
    private static func script(_ shell: Completions.Shell) -> String {
        Completions.script(shell: shell, root: SampleProgram.root, program: "tend")
    }

    /// Lines up to the cursor, its last word unfinished, and what can be put there.
    static let lines: [(words: [String], candidates: [String])] = [
        (["pro"], ["processes"]),
        ([""], ["processes", "disk", "config", "explain", "completions", "help"]),
        (["help", "processes", ""], ["plan", "list"]),
        (["processes", "pl"], ["plan"]),
        (["ps", "pl"], ["plan"]),
        (["-q", "processes", "pl"], ["plan"]),
        (["--format", "json", "processes", "pl"], ["plan"]),
        (["-qf", "json", "processes", "pl"], ["plan"]),
        (["--format=json", "processes", "pl"], ["plan"]),
        (["processes", "plan", "--li"], ["--limit"]),
        (["processes", "plan", "--fo"], ["--format"]),
        (["processes", "plan", "--format", "js"], ["json", "jsonl"]),
        (["processes", "plan", "--format", "t"], ["table", "toon"]),
        (["processes", "plan", "-f", "t"], ["table", "toon"]),
        (["config", ""], ["set", "get"]),
        (["completions", ""], ["bash", "zsh", "fish"]),
        (["completions", "bash", ""], []),
        (["explain", "las"], ["last"]),
        (["explain", "--", "las"], []),
        (["disk", "scan", "/usr/inclu"], ["/usr/include"]),
        (["processes", "plan", "--out", "/etc/hostn"], ["/etc/hostname"]),
        (["processes", "plan", "--limit", ""], []),
        (["processes", "plan", "--de"], []),
    ]

    @Test(.enabled(if: bash != nil, "bash is not installed"), arguments: lines)
    func `bash completes a line`(words: [String], candidates: [String]) throws {
        #expect(try complete(inBash: words) == candidates)
    }

    @Test(
        .enabled(if: bash != nil, "bash is not installed"),
        arguments: [
            (["processes", "--format", "=", "js"], ["json", "jsonl"]),
            (["processes", "--format", "="], ["table", "json", "jsonl", "toon"]),
            (["processes", "plan", "--fields", "pid,"], ["pid,pid", "pid,age", "pid,command"]),
            (["processes", "--format=js"], ["--format=json", "--format=jsonl"]),
            (["processes", "plan", "--fields", "=", "pid,a"], ["pid,age"]),
            (["processes", "--format", "=", "json", "pl"], ["plan"]),
            (["config", "set", "a", ":", "b", ""], []),
            (["--format", "a", ":", "b", "config", "s"], ["set"]),
            (["explain", ""], ["last", "alpha", "two\\ words", "\\$\\(touch\\ x\\)"]),
        ])
    func `bash takes lists and words apart its own way and quotes what a program printed`(
        words: [String], candidates: [String]
    ) throws {
        #expect(try complete(inBash: words) == candidates)
    }

    private func complete(inBash words: [String]) throws -> [String] {
        let shell = try #require(bash)
        let answer = shell.run(
            """
            set -u
            COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
            \(Self.script(.bash))
            COMP_WORDS=(tend \(words.map(\.shellQuoted).joined(separator: " ")))
            COMP_CWORD=\(words.count)
            _tend
            [[ -z ${COMPREPLY[*]} ]] || printf '%s\\n' "${COMPREPLY[@]}"
            """, options: "--norc --noprofile")
        return answer.split(separator: "\n").map(String.init)
    }

    @Test(.enabled(if: fish != nil, "fish is not installed"), arguments: lines)
    func `fish completes a line`(words: [String], candidates: [String]) throws {
        let shell = try #require(fish)
        let line = (["tend"] + words).joined(separator: " ")
        let answer = shell.run("\(Self.script(.fish))\ncomplete -C '\(line)'\n", options: "--no-config")
        let found = answer.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
        // Fish sorts them and marks directories.
        #expect(Set(found.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }) == Set(candidates))
    }

    @Test(.enabled(if: fish != nil, "fish is not installed"))
    func `fish describes verbs and options`() throws {
        let shell = try #require(fish)
        let answer = shell.run(
            "\(Self.script(.fish))\ncomplete -C 'tend processes p'\ncomplete -C 'tend processes plan --li'\n",
            options: "--no-config")
        #expect(
            answer == """
                plan\tPropose what to do about processes, with the evidence for each
                --limit\tPropose for at most so many

                """)
    }

    @Test(.enabled(if: zsh != nil, "zsh is not installed"))
    func `zsh accepts its script`() throws {
        let shell = try #require(zsh)
        #expect(shell.run(Self.script(.zsh), options: "-f -n") == "")
    }
}
