import Collectors
import Model
import Primitives
import SystemCalls
import TestSupport
import Testing

/// The questions that supervisors are asked, answered by scripts in a directory of the test's own.
@Suite struct SupervisorInquiryTests {
    private let tools: FakeTools

    init() throws { tools = try FakeTools() }

    private func ask(
        _ questions: [SupervisorQuestion], timeout: Duration = .seconds(20), budget: Duration = .seconds(60),
        as userID: UInt32 = 1000
    ) -> [SupervisorAnswer] {
        SupervisorInquiry(tools: tools.box, timeout: timeout, budget: budget).ask(questions, as: userID)
    }

    private func unit(_ name: String, _ kind: String = "systemd", owner: UInt32 = 0) -> SupervisorQuestion {
        SupervisorQuestion(kind: kind, manager: 1, owner: owner, unit: ForeignText(name))
    }

    private static let webService = """
        echo "$*" >>$TOOLS/calls
        cat <<END
        Type=simple
        Restart=always
        MainPID=412
        ControlPID=0
        Id=web.service
        LoadState=loaded
        ActiveState=active
        ControlGroup=/system.slice/web.service

        Type=forking
        PIDFile=
        Restart=no
        MainPID=0
        ControlPID=0
        Id=old.service
        LoadState=loaded
        ActiveState=failed
        ControlGroup=/system.slice/old.service

        Id=gone.service
        LoadState=not-found
        ActiveState=inactive
        MainPID=0
        END
        """

    @Test func `systemd is asked once for several units and answers by name`() throws {
        try tools.add("systemctl", Self.webService)
        let answers = ask([unit("old.service"), unit("web.service"), unit("gone.service")])
        #expect(answers.map(\.mainPID) == [0, 412, nil])
        #expect(answers.map(\.state) == ["failed", "active", nil])
        #expect(answers.map(\.restartPolicy) == ["no", "always", nil])
        #expect(answers.map(\.isGuess) == [true, false, false])
        #expect(answers[1].controlGroup == ForeignText("/system.slice/web.service"))
        #expect(answers.map(\.failure) == [nil, nil, "malformed"])
        let calls = tools.text("calls").split(separator: "\n")
        #expect(calls.count == 1)
        #expect(calls.first?.hasSuffix("-- old.service web.service gone.service") == true)
    }

    @Test func `a user's systemd is asked by its owner alone, with its own option`() throws {
        try tools.add("systemctl", Self.webService)
        let own = ask([unit("web.service", "systemd_user", owner: 1000)])
        #expect(own.map(\.mainPID) == [412])
        #expect(tools.text("calls").hasPrefix("--user show"))
        for owner: UInt32 in [0, 1001] {
            #expect(ask([unit("web.service", "systemd_user", owner: owner)]).map(\.failure) == ["not_permitted"])
        }
        #expect(tools.text("calls").split(separator: "\n").count == 1)
    }

    @Test func `a tool that hangs is cut short and its silence is an answer`() throws {
        try tools.add("systemctl", "exec sleep 600")
        let answers = ask([unit("web.service")], timeout: .milliseconds(100))
        #expect(answers.map(\.failure) == ["timed_out"])
        #expect(answers.map(\.unit) == [ForeignText("web.service")])
    }

    @Test func `when the time for all is over nobody more is asked`() throws {
        try tools.add("systemctl", "echo asked >>$TOOLS/calls; exec sleep 600")
        let answers = ask(
            [unit("a.service"), unit("b.service", "systemd_user", owner: 1000)], budget: .milliseconds(100))
        #expect(answers.map(\.failure) == ["timed_out", "timed_out"])
        #expect(tools.text("calls") == "asked\n")
    }

    @Test(arguments: [
        ("echo 'Failed to get properties: Access denied' >&2; exit 4", "not_permitted"),
        ("echo 'Failed to connect to bus' >&2; exit 1", "failed"),
        ("kill -9 $$", "failed"), ("echo nonsense", "malformed"), ("exit 0", "malformed"),
        ("echo MainPID=7", "malformed"),
        ("printf 'Id=web.service\\nLoadState=loaded\\nActiveState=active\\nMainPID=x\\n'", "malformed"),
    ])
    func `what a tool says when it fails is no answer`(script: String, failure: String) throws {
        try tools.add("systemctl", script)
        #expect(ask([unit("web.service")]).map(\.failure) == [failure])
    }

    @Test func `a tool that is missing, or that a stranger owns, is not run`() throws {
        // supervisorctl of the machine itself may be there; this one's configuration is not.
        let box = ToolBox(first: tools.directory)
        #expect(box.path(of: "tend-no-such-tool") == nil)
        #expect(box.path(of: "sh")?.hasSuffix("/sh") == true)
        #expect(
            ask([SupervisorQuestion(kind: "s6", manager: 5, owner: 0, directory: ForeignText("/x"))])
                .map(\.failure) == ["not_installed"])
    }

    @Test(arguments: [
        ("/usr/bin/python3\0/usr/bin/supervisord\0-c\0/etc/s.conf\0", "-c /etc/s.conf"),
        ("supervisord\0-n\0--configuration=conf/s.conf\0", "-c /srv/conf/s.conf"),
        ("supervisord\0-cs.conf\0", "-c /srv/s.conf"), ("supervisord\0-n\0", ""),
    ])
    func `supervisord is reached by the configuration it was started with`(arguments: String, address: String) throws {
        try tools.add(
            "supervisorctl",
            """
            echo "$*" >$TOOLS/calls
            echo 'web:a                            RUNNING   pid 412, uptime 0:01:00'
            echo 'idle                             STOPPED   Nov 21 10:00 AM'
            echo 'db                               RUNNING   pid 413, uptime 1 day, 0:01:00'
            exit 3
            """)
        let question = SupervisorQuestion(
            kind: "supervisord", manager: 60, owner: 1000, arguments: ForeignText(arguments),
            directory: ForeignText("/srv"))
        let answers = ask([question])
        #expect(answers.map(\.unit) == [ForeignText("web:a"), ForeignText("db")])
        #expect(answers.map(\.mainPID) == [412, 413])
        #expect(
            answers.first?.address.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: " ") == address)
        #expect(tools.text("calls") == (address.isEmpty ? "status\n" : "\(address) status\n"))
    }

    @Test func `supervisord of another user is not asked, for its configuration may hold code`() throws {
        try tools.add("supervisorctl", "echo asked >$TOOLS/calls")
        let question = SupervisorQuestion(kind: "supervisord", manager: 60, owner: 1001)
        #expect(ask([question], as: 0).map(\.failure) == ["not_permitted"])
        #expect(tools.text("calls").isEmpty)
    }

    @Test func `pm2 is asked at the home its daemon names, and never without one`() throws {
        try tools.add(
            "pm2",
            """
            echo "$PM2_HOME $*" >$TOOLS/calls
            echo '>>>> In-memory PM2 is out-of-date'
            echo '[{"pid":412,"name":"api","pm_id":0,"pm2_env":{"status":"online","autorestart":true}},\
            {"pid":413,"name":"w","pm_id":1,"pm2_env":{}},{"pid":414,"name":"w","pm_id":2,"pm2_env":{}}]'
            """)
        func question(_ title: String) -> SupervisorQuestion {
            SupervisorQuestion(kind: "pm2", manager: 60, owner: 1000, arguments: ForeignText("\(title)\0"))
        }
        let answers = ask([question("PM2 v5.3.0: God Daemon (/home/ada/.pm2)")])
        #expect(answers.map(\.unit) == [ForeignText("api"), ForeignText("1"), ForeignText("2")])
        #expect(answers.map(\.mainPID) == [412, 413, 414])
        #expect(answers[0].state == "online" && answers[0].restartPolicy == "always")
        #expect(tools.text("calls") == "/home/ada/.pm2 jlist\n")
        #expect(ask([question("PM2: God Daemon")]).map(\.failure) == ["malformed"])
    }

    @Test(arguments: ["docker", "podman"])
    func `a container is asked for by its id`(kind: String) throws {
        let id = String(repeating: "4f3c1d5a9b7e", count: 5) + "4f3c"
        try tools.add(kind, "echo '\(id) 412 running unless-stopped'")
        let answers = ask([SupervisorQuestion(kind: kind, manager: 0, owner: 0, unit: ForeignText(id))])
        #expect(answers.map(\.mainPID) == [412])
        #expect(answers.map(\.restartPolicy) == ["unless-stopped"])
        let option = SupervisorQuestion(kind: kind, manager: 0, owner: 0, unit: ForeignText("--help"))
        #expect(ask([option]).map(\.failure) == ["malformed"])
    }

    @Test(arguments: [
        ("runit", "sv", "run: /etc/service/web: (pid 412) 45s; run: log: (pid 400) 45s"),
        ("s6", "s6-svstat", "up (pid 412) 45 seconds"),
        ("daemontools", "svstat", "/service/web: up (pid 412) 45 seconds"),
    ])
    func `a supervisor of one directory is asked about that directory`(kind: String, tool: String, says: String) throws
    {
        try tools.add(tool, "echo \"$*\" >$TOOLS/calls; echo '\(says)'")
        let question = SupervisorQuestion(
            kind: kind, manager: 60, owner: 0, directory: ForeignText("/etc/service/web"))
        let answers = ask([question])
        #expect(answers.map(\.mainPID) == [412])
        #expect(answers.map(\.unit) == [ForeignText("/etc/service/web")])
        #expect(tools.text("calls").hasSuffix("/etc/service/web\n"))
    }

    @Test func `a supervisor that tend cannot ask is left in peace`() {
        #expect(ask([unit("4f3c", "kubernetes"), unit("x", "cron")]).isEmpty)
    }
}
