import Formats
import Model
import PackFiles
import Primitives
import ProcessTriage
import Testing

/// A command line as people write it: words between blanks, each ended by a NUL.
private func line(_ text: String) -> [UInt8] {
    line(text.split(separator: " ").map(String.init))
}

private func line(_ words: [String]) -> [UInt8] {
    words.flatMap { Array($0.utf8) + [0] }
}

private func kind(arguments: [UInt8], name: String = "", executable: String = "") throws -> ProcessKind? {
    let words = ProgramWords(arguments: arguments, name: Array(name.utf8), executable: Array(executable.utf8))
    return try embeddedPacks.get().categories.classify(words)
}

struct CategoryPackTests {
    @Test(arguments: commandLines)
    func `a program is told by its words`(_ expected: CommandLine) throws {
        #expect(try kind(arguments: line(expected.text)) == ProcessKind(expected.category, expected.title))
    }

    @Test(arguments: [
        ("node (vitest 1)", ProcessCategory.test, "Vitest"),
        ("next-server (v15.0.3)", .devServer, "Next.js server"),
        ("npm run dev", .devServer, "package script"),
        ("npm exec @playwright/mcp@latest", .agentHelper, "Playwright MCP server"),
        ("nginx: master process /usr/sbin/nginx -g daemon on;", .service, "web server"),
        ("postgres: checkpointer ", .service, "PostgreSQL"),
        ("sshd: ada@pts/0", .daemon, "SSH server"),
        ("PM2 v5.3.0: God Daemon (/home/ada/.pm2)", .service, "process supervisor"),
        ("gunicorn: worker [app]", .service, "Python web service"),
        ("[celeryd: celery@host:MainProcess] -active-", .service, "worker queue"),
        ("ray::IDLE", .service, "Ray"),
        ("/opt/google/chrome/chrome --type=renderer --enable-automation --lang=en", .agentHelper, "automated browser"),
        ("(sd-pam)", .daemon, "systemd"),
        ("tmux: server", .shell, "tmux"),
        ("bash -c next dev", .batch, "shell script"),
    ])
    func `a title written over the arguments is read like words`(
        title: String, category: ProcessCategory, name: String
    ) throws {
        #expect(try kind(arguments: Array(title.utf8) + [0, 0, 0]) == ProcessKind(category, name))
    }

    @Test
    func `blanks inside one argument do not make words`() throws {
        for text in ["next dev", "jest --watch && claude"] {
            #expect(try kind(arguments: line(["bash", "-c", text])) == ProcessKind(.batch, "shell script"))
        }
        let prompt = line(["claude", "-p", "run mcp serve and jest"])
        #expect(try kind(arguments: prompt) == ProcessKind(.agent, "Claude Code"))
    }

    @Test(arguments: [
        ("", "/home/ada/x/target/debug/deps/parser-1f00", "", ProcessCategory.test, "Rust test binary"),
        ("/proc/self/exe --type=utility", "/usr/share/code/code", "code", .editor, "Visual Studio Code"),
        (
            "/proc/self/exe --type=zygote", "/home/ada/.cache/ms-playwright/chromium-1/chrome-linux/chrome", "chrome",
            .agentHelper, "automated browser"
        ),
        ("node index.js", "/home/ada/.vscode-server/bin/abc/node", "node", .devServer, "VS Code server"),
        ("claude", "/home/ada/.local/share/claude/versions/1.0 (deleted)", "claude", .agent, "Claude Code"),
        ("", "", "systemd-udevd", .daemon, "systemd"),
        ("", "/usr/bin/python3.11", "python3", .shell, "Python prompt"),
    ])
    func `what the arguments leave out, the executable and the kernel's name tell`(
        arguments: String, executable: String, name: String, category: ProcessCategory, title: String
    ) throws {
        let found = try kind(arguments: line(arguments), name: name, executable: executable)
        #expect(found == ProcessKind(category, title))
    }

    @Test
    func `a path with blanks is one word where the executable shows it`() throws {
        let path = "/opt/Visual Studio/code"
        #expect(
            try kind(arguments: Array((path + " --type=gpu").utf8), executable: path)
                == ProcessKind(.editor, "Visual Studio Code"))
    }

    @Test(arguments: ["kworker/0:1-events", "kthreadd", "[kworker/u8:2]", "unheard-of", "a b c", ""])
    func `an unknown name is unknown, like the kernel's or not`(name: String) throws {
        #expect(try kind(arguments: [], name: name) == nil)
        #expect(try kind(arguments: Array(name.utf8) + [0]) == nil)
    }

    @Test
    func `bytes that are no UTF-8 neither match nor trap`() throws {
        #expect(try kind(arguments: [0xFF, 0xFE, 0x2F, 0xC3, 0, 0xFF, 0], name: "\u{FFFD}") == nil)
        #expect(try kind(arguments: line("node") + [0xC3, 0x28, 0]) == ProcessKind(.batch, "Node.js script"))
        #expect(try kind(arguments: [0, 0, 0, 0]) == nil)
        #expect(try kind(arguments: [0x2D, 0, 0x2F, 0]) == nil)
    }

    @Test
    func `megabytes of arguments are not read to the end`() throws {
        let long = line("node /srv/app.js") + [UInt8](repeating: 0x61, count: 4 << 20)
        #expect(try kind(arguments: long) == ProcessKind(.batch, "Node.js script"))
        let many = line("java -cp x Main") + [UInt8](repeating: 0, count: 4 << 20) + [0x61, 0]
        #expect(try kind(arguments: many) == ProcessKind(.unknown, "Java program"))
    }

    @Test
    func `every category has a limit of memory`() throws {
        for category in ProcessCategory.allCases {
            #expect(try embeddedPacks.get().categories.memoryLimit(category).bytes >= 1 << 20)
        }
    }
}

struct CategoryPackReadingTests {
    private func read(_ text: String, name: String = "categories.toml") throws(TendError) -> ProcessPacks {
        try ProcessPacks.load(adding: [PackFile(name: name, path: "/etc/x/\(name)", bytes: Array(text.utf8))])
    }

    @Test
    func `rules that are added come first`() throws {
        let packs = try read(
            """
            version = 1
            [[rule]]
            category = "service"
            title = "our app"
            program = ["node"]
            arguments_any = ["/srv/app.js"]
            [memory_p95]
            shell = "1 GiB"
            """)
        let words = ProgramWords(arguments: line("node /srv/app.js"), name: [], executable: [])
        #expect(packs.categories.classify(words) == ProcessKind(.service, "our app"))
        let other = ProgramWords(arguments: line("node /srv/other.js"), name: [], executable: [])
        #expect(packs.categories.classify(other) == ProcessKind(.batch, "Node.js script"))
        #expect(packs.categories.memoryLimit(.shell) == ByteCount(1 << 30))
        #expect(packs.categories.memoryLimit(.daemon) == ByteCount(512 << 20))
    }

    @Test(arguments: [
        ("version = 2", "version 2"),
        ("", "`version` is missing"),
        ("version = 1\n[[rule]]\ncategory = \"test\"\nprogramm = \"x\"", "categories.toml:4: unknown key `programm`"),
        ("version = 1\n[[rule]]\ncategory = \"tests\"\nprogram = \"x\"", "`tests` is no category"),
        ("version = 1\n[[rule]]\ncategory = \"test\"\nprogram = 7", "`program` in a rule is an integer"),
        ("version = 1\n[[rule]]\ncategory = \"test\"\nprogram = \"Jest\"", "has capitals"),
        ("version = 1\n[[rule]]\ncategory = \"test\"\narguments_any = \"x\"\ntitle = \"x\"", "names no program"),
        ("version = 1\n[[rule]]\ncategory = \"test\"\nprogram = \"x*\"", "has no title"),
        ("version = 1\n[[rule]]\nprogram = \"x\"", "`category` is missing"),
        ("version = 1\n[memory_p95]\nshell = \"much\"", "categories.toml:3"),
        ("version = 1\n[memory_p95]\nshel = \"1 MiB\"", "unknown key `shel`"),
        ("version = 1\nlauncher = [{ names = \"x\", operands = 12 }]", "`operands` in a launcher is 12"),
        ("version = 1\nrule = 3", "`rule` in the categories is an integer"),
    ])
    func `what is not understood is refused, with its place`(text: String, message: String) {
        #expect {
            _ = try read(text)
        } throws: { error in
            guard let error = error as? TendError else { return false }
            return error.message.contains(message) && error.message.contains("/etc/x/categories.toml")
        }
    }

    @Test
    func `a slip of the pen gets a suggestion`() {
        #expect {
            _ = try read("version = 1\n[[rule]]\ncategory = \"test\"\nprogramm = \"x\"")
        } throws: { error in
            (error as? TendError)?.hint == "did you mean `program`?"
        }
    }

    @Test
    func `a file of another name is refused`() {
        #expect(throws: TendError.self) { try read("version = 1", name: "category.toml") }
    }
}
