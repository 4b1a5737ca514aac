import SystemCalls
import Testing

@Suite struct BoundedCommandTests {
    private func run(_ script: String, timeout: Duration = .seconds(30), limit: Int = 1000) throws
        -> BoundedCommand.Answer
    {
        try BoundedCommand(
            "/bin/sh", ["-c", script], environment: [("PATH", "/usr/bin:/bin"), ("WORD", "a b")], timeout: timeout,
            outputLimit: limit
        ).run()
    }

    @Test func `both outputs and the status are those of the program`() throws {
        let answer = try run("echo $WORD; echo no >&2; exit 3")
        #expect(answer.status == .exited(3))
        #expect(String(decoding: answer.output, as: UTF8.self) == "a b\n")
        #expect(String(decoding: answer.errors, as: UTF8.self) == "no\n")
        #expect(!answer.isCut)
    }

    @Test func `it sees no other environment and leads a session without a terminal`() throws {
        let answer = try run("env | grep -c HOME; cut -d' ' -f6,7 /proc/$$/stat; echo $$")
        let lines = String(decoding: answer.output, as: UTF8.self).split(separator: "\n")
        #expect(lines.first == "0")
        #expect(lines.dropFirst().first == lines.last.map { "\($0) 0" })
    }

    @Test func `what does not end in time is killed and has no status`() throws {
        let answer = try run("echo $$; exec sleep 600", timeout: .milliseconds(300))
        #expect(answer.status == nil)
        let pid = try #require(Int32(String(decoding: answer.output, as: UTF8.self).filter(\.isNumber)))
        #expect(!FileSystem.exists("/proc/\(pid)"))
    }

    @Test func `more output than is wanted is cut and holds nobody up`() throws {
        let answer = try run("head -c 1000000 /dev/zero; exit 0", limit: 5000)
        #expect(answer.status == .exited(0))
        #expect(answer.output.count == 5000)
        #expect(answer.isCut)
    }

    @Test func `a child that it leaves behind with its output is not waited for`() throws {
        let answer = try run("sleep 2 & echo done")
        #expect(answer.status == .exited(0))
        #expect(String(decoding: answer.output, as: UTF8.self) == "done\n")
    }

    @Test func `a program that is not there is an error`() {
        #expect(throws: SystemCallError.self) {
            try BoundedCommand("/nonexistent/tool", [], environment: [], timeout: .seconds(1)).run()
        }
    }
}
