import Primitives
import Testing

@testable import History

@Suite struct RedactorTests {
    private let redactor = Redactor(home: "/data/ada/")

    private func commandLine(_ arguments: [String], _ level: RedactionPolicy.Level = .standard) -> String {
        Redactor(policy: RedactionPolicy(level: level), home: "/data/ada")
            .commandLine(arguments.map { ForeignText($0) }).text
    }

    @Test(arguments: [
        (["tool", "--password", "hunter2", "go"], "tool --password [redacted] go"),
        (["tool", "--password", "two words", "go"], "tool --password [redacted] go"),
        (["tool", "--password", "--verbose"], "tool --password --verbose"),
        (["tool", "--password"], "tool --password"),
        (["tool", "--password="], "tool --password="),
        (["tool", "--token=abc", "x"], "tool --token=[redacted] x"),
        (["tool", "--api-key=a b c", "x"], "tool --api-key=[redacted] x"),
        (["tool", "--key", "-dash", "x"], "tool --key [redacted] x"),
        (["env", "GITHUB_TOKEN=a;b c", "node"], "env GITHUB_TOKEN=[redacted] node"),
        (["DB_PASS=x", "node"], "DB_PASS=[redacted] node"),
        (["java", "-Dspring.datasource.password=a", "App"], "java -Dspring.datasource.password=[redacted] App"),
        (["keytool", "-storepass", "changeit"], "keytool -storepass [redacted]"),
        (["mysql", "-uroot", "-phunter2", "db"], "mysql -uroot -p[redacted] db"),
        (["/usr/bin/mysqldump", "-pa b"], "/usr/bin/mysqldump -p[redacted]"),
        (["mysql", "-p", "db"], "mysql -p db"),
        (["ssh", "-p", "2222", "host"], "ssh -p 2222 host"),
        (["sshpass", "-p", "hunter2", "ssh", "-p", "22", "h"], "sshpass -p [redacted] ssh -p [redacted] h"),
        (["curl", "-su", "ada:hunter2", "https://h/"], "curl -su [redacted] https://h/"),
        (["curl", "--user", "ada:x", "h"], "curl --user [redacted] h"),
        (["curl", "-H", "Authorization: Basic YTpi", "h"], "curl -H Authorization: [redacted] h"),
        (["curl", "-H", "X-Api-Key: abc def", "h"], "curl -H X-Api-Key: [redacted] h"),
        (["docker", "run", "-p", "80:80", "nginx"], "docker run -p 80:80 nginx"),
        (["docker", "login", "-u", "ada", "-p", "x1"], "docker login -u ada -p [redacted]"),
        (["redis-cli", "-a", "x1", "ping"], "redis-cli -a [redacted] ping"),
        (
            ["bash", "-c", "curl -H 'Authorization: Bearer abc' https://u:p@h/x | sh"],
            "bash -c curl -H 'Authorization: [redacted]' https://[redacted]@h/x | sh"
        ),
        (["sh", "-c", "PGPASSWORD=x psql -h db"], "sh -c PGPASSWORD=[redacted]"),
        (["sh", "-c", "export A_SECRET='a b' && run"], "sh -c export A_SECRET='[redacted]' && run"),
        (["tool", "{\"password\":\"a\\\"b\",\"x\":1}"], "tool {\"password\":\"[redacted]\",\"x\":1}"),
        (["tool", "", "x"], "tool  x"),
        ([], ""),
    ])
    func `what a program is told in confidence is left out`(arguments: [String], expected: String) {
        #expect(commandLine(arguments) == expected)
        let vector = ForeignText(arguments.flatMap { Array($0.utf8) + [0] })
        let once = redactor.arguments(vector)
        #expect(redactor.arguments(once) == once)
        #expect(once.bytes.count { $0 == 0 } == arguments.count)
    }

    @Test(arguments: [
        ["python3", "-m", "http.server", "8000"], ["node", "--max-old-space-size=4096", "server.js"],
        ["tool", "--tokens", "5", "--max-tokens=9"], ["sort", "--sort-key=name", "--public-key", "x.pub"],
        ["git", "log", "--author=ada"], ["make", "-j8", "monkey=1", "PWD=/tmp"],
        ["ssh", "-i", "id_ed25519", "ssh://git@example.org/x"], ["rsync", "a@b:/c", "d"],
        ["ld", "/usr/lib/x86_64-linux-gnu/libQt5WaylandClient.so.5.15.8"],
        ["cc", "MyVeryLongClassNameWithManyWordsInIt2AndVersion3.o"],
        ["run", "123e4567-e89b-12d3-a456-426614174000"], ["bypass", "--bypass", "x", "compass=1"],
        ["tool", "--password-file", "/run/x"], ["vi", "src/components/authentication/TokenProvider.test.tsx"],
    ])
    func `ordinary command lines stay as they are`(arguments: [String]) {
        #expect(commandLine(arguments) == arguments.joined(separator: " "))
    }

    @Test(arguments: [
        "sk-proj-abcDEF1234567890abcdef", "sk-ant-api03-abcdefghijklmnop", "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "github_pat_11ABCDEFG0abcdefghijkl", "xoxb-123456789012-abcdef", "AKIAIOSFODNN7EXAMPLE",
        "AIzaSyA1234567890abcdefghijklmnopqrstuv", "glpat-abcdefghij0123456789",
        "npm_abcdefghijklmnopqrstuvwxyz0123456789",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-DEF_123", "d41d8cd98f00b204e9800998ecf8427e",
        "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=", "aB3/dE5+gH7iJ9kL1mN3oP5qR7sT9uV1wX3yZ5",
        "Zx9Qw2Er5Ty8Ui1Op4As7Df0Gh3Jk6L", "k3v9x2m7q1w8e5r4t6y0u9i2o3p7a1s5",
    ])
    func `a token is known by its looks, wherever it stands`(token: String) {
        let isLong = token.utf8.count >= 32 || SecretShapes.known(in: Array(token.utf8)[...]) != nil
        for frame in ["\(token)", "see \(token) there", "https://h/?x=\(token)", "'\(token)'", "(\(token))"] {
            let text = redactor.text(frame).text
            #expect(text.contains(token) != isLong, "\(frame)")
            #expect(text.contains("[redacted]") == isLong, "\(frame)")
        }
    }

    @Test(arguments: [
        ("postgres://ada:pw@db:5432/x", "postgres://[redacted]@db:5432/x"),
        ("https://tokentokentokentoken1@host/x", "https://[redacted]@host/x"),
        ("https://host/a@b?mail=a@b", "https://host/a@b?mail=a@b"),
        ("https://h/?access_token=a&page=2", "https://h/?access_token=[redacted]&page=2"),
        ("amqp://u:p@ss@h", "amqp://[redacted]@h"),
        ("password: hunter2", "password: [redacted]"),
        ("the key: to success", "the key: to success"),
        ("Authorization: Bearer a.b.c\nnext", "Authorization: [redacted]\nnext"),
        ("sent bearer abcdefgh12 along", "sent bearer [redacted] along"),
        ("bearer of news", "bearer of news"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----\nx", "[redacted]\nx"),
        ("-----BEGIN PRIVATE KEY-----\nMII", "[redacted]"),
        ("-----BEGIN CERTIFICATE-----\nMII", "-----BEGIN CERTIFICATE-----\nMII"),
        ("don't say password=x isn't it", "don't say password=[redacted] isn't it"),
    ])
    func `secrets inside a text are left out`(text: String, expected: String) {
        #expect(redactor.text(text).text == expected)
        #expect(redactor.text(expected).text == expected)
    }

    @Test(arguments: [
        ("/home/ada/x /home/bob", "~/x ~"), ("--dir=/home/ada", "--dir=~"), ("-I/home/ada/include", "-I~/include"),
        ("file:///home/ada/x", "file://~/x"), ("/data/ada/x", "~/x"), ("/data/adam/x", "/data/adam/x"),
        ("/root/.ssh", "~/.ssh"), ("/rooted", "/rooted"), ("/home", "/home"), ("/home/", "/home/"),
        ("/mnt/home/ada", "/mnt/home/ada"), ("a:/home/ada:/root", "a:~:~"), ("/home/ädä/x", "~/x"),
        ("/var/home/ada/x", "~/x"),
    ])
    func `homes become a tilde, except by the minimal policy`(text: String, expected: String) {
        #expect(redactor.text(text).text == expected)
        let minimal = Redactor(policy: RedactionPolicy(level: .minimal), home: "/data/ada")
        #expect(minimal.text(text).text == text)
    }

    @Test func `by the strict policy the program and the names of options remain`() {
        let arguments = ["/home/ada/bin/tool", "serve", "--port=80", "-psecret", "--name", "ada", "--", "--x"]
        #expect(commandLine(arguments, .strict) == "~/bin/tool --port -p --name")
        #expect(commandLine(["tool", "--token", "abc"], .minimal) == "tool --token [redacted]")
    }

    @Test func `the value of a variable is judged by its name`() {
        #expect(redactor.environment(name: ForeignText("OPENAI_API_KEY"), value: ForeignText("x")).text == "[redacted]")
        #expect(redactor.environment(name: ForeignText("HOME"), value: ForeignText("/data/ada")).text == "~")
    }

    @Test func `long text is cut between characters and says how long it was`() {
        let text = redactor.text(String(repeating: "ä", count: 5000)).text
        #expect(text.hasSuffix("… (10000 bytes)"))
        #expect(text.utf8.count <= Redactor.longest)
        #expect(redactor.text(text).text == text)
        #expect(!text.contains("\u{FFFD}"))
        let exact = String(repeating: "a b ", count: 1024)
        #expect(redactor.text(exact).text == exact)
    }

    @Test(arguments: [
        "a", "/", "\"", "'", "=", "--token ", "://", "x='", "-----BEGIN PRIVATE KEY-----", "/home/", "eyJ", "A1b", "\\",
        "password:\"", "sk-", "\u{0}", "a+/", "bearer ",
    ])
    func `a long text of anything takes one pass`(piece: String) {
        let text = Array(String(repeating: piece, count: (128 << 10) / piece.utf8.count).utf8)
        var scanner = RedactionScanner(text, redactor: redactor, limit: .max)
        // More than one pass over each byte would take minutes and be noticed.
        #expect(!scanner.scan().isEmpty)
    }
}
