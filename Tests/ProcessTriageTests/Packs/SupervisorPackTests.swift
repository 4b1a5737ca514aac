import PackFiles
import Primitives
import ProcessTriage
import Testing

private let container = "4f3c1d5a9b7e4f3c1d5a9b7e4f3c1d5a9b7e4f3c1d5a9b7e4f3c1d5a9b7e4f3c"

struct SupervisorPackTests {
    private func words(_ text: String, name: String = "") -> ProgramWords {
        let arguments: [[UInt8]] = text.split(separator: " ").map { Array($0.utf8) + [0] }
        return ProgramWords(arguments: Array(arguments.joined()), name: Array(name.utf8), executable: [])
    }

    @Test(arguments: [
        ("0::/system.slice/docker-\(container).scope", "docker", container),
        ("12:pids:/docker/\(container)\n1:name=systemd:/docker/\(container)", "docker", container),
        ("0::/docker/\(container)/system.slice/nginx.service", "docker", container),
        ("0::/kubepods/burstable/pod1-2/\(container)", "kubernetes", container),
        (
            "0::/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1.slice/cri-containerd-\(container).scope",
            "kubernetes", container
        ),
        ("0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-\(container).scope", "podman", container),
        ("0::/machine.slice/libpod-\(container).scope/container", "podman", container),
        ("0::/lxc.payload.web/system.slice/cron.service", "lxc", "web"),
        ("0::/machine.slice/systemd-nspawn@deb.service", "nspawn", "deb"),
        ("0::/system.slice/nginx.service", "systemd", "nginx.service"),
        (
            "0::/system.slice/system-postgresql.slice/postgresql@15-main.service", "systemd",
            "postgresql@15-main.service"
        ),
        (
            "4:memory:/\n1:name=systemd:/system.slice/cron.service\n0::/system.slice/cron.service", "systemd",
            "cron.service"
        ),
        ("0::/system.slice/a:b.service", "systemd", "a:b.service"),
        ("0::/nomad.slice/share.slice/a1b2.web.scope", "nomad", "a1b2.web"),
        ("0::/system.slice/nerdctl-\(container).scope", "containerd", container),
        ("5:pids:/ecs/task/\(container)", "docker", container),
        ("0::/user.slice/user-1000.slice/user@1000.service/app.slice/web.service", "systemd_user", "web.service"),
        ("0::/user.slice/user-0.slice/user@0.service/session.slice/a.slice/x.service/sub", "systemd_user", "x.service"),
    ])
    func `a control group names its supervisor`(lines: String, type: String, unit: String) throws {
        let found = try embeddedPacks.get().supervisors.supervisor(controlGroups: ForeignText(lines))
        #expect(found?.type == type)
        #expect(found?.unit == ForeignText(unit))
    }

    @Test(arguments: [
        "", "0::/", "0::/init.scope", "nonsense", "0::/user.slice/user-1000.slice/session-3.scope",
        "0::/user.slice/user-1000.slice/user@1000.service/init.scope",
        "0::/user.slice/user-1000.slice/user@1000.service/app.slice/vte-spawn-1.scope",
        "0::/docker/buildkit", "0::/docker/short", "0::/system.slice/libpod-conmon-\(container).scope",
    ])
    func `a scope or a session supervises nothing`(lines: String) throws {
        #expect(try embeddedPacks.get().supervisors.supervisor(controlGroups: ForeignText(lines)) == nil)
    }

    @Test(arguments: [
        ("/usr/bin/python3 /usr/bin/supervisord -n", "supervisord", true),
        ("node /usr/bin/nodemon server.js", "nodemon", false),
        ("runsv web", "runit", true), ("/usr/bin/python3 /usr/bin/circusd x.ini", "circus", true),
        ("supervise web", "daemontools", true), ("/usr/bin/monit -c /etc/monitrc", "monit", true),
        ("supervise-daemon web --start", "openrc", true), ("perpd", "perp", true),
        ("immortal -c x.yml", "immortal", true),
        ("node /usr/lib/node_modules/.bin/pm2-runtime app.js", "pm2", true), ("/usr/sbin/atd -f", "cron", true),
        ("ruby /usr/bin/foreman start", "procfile", false), ("overmind start", "procfile", false),
        ("python3 /usr/bin/honcho start", "procfile", false), ("watchexec -r -- make", "watcher", false),
        ("python3 -m watchfiles app.main", "watcher", false), ("entr -r make", "watcher", false),
        ("/opt/gitlab-runner run", "ci", true), ("buildkite-agent start", "ci", true),
        ("slurmstepd: [1.0]", "slurm", true),
        ("s6-supervise web", "s6", true),
        ("/usr/sbin/cron -f", "cron", true),
        ("/home/ada/runner/bin/Runner.Worker spawnclient 1 2", "ci", true),
        ("java -jar /opt/agent.jar", "ci", true),
        ("node /usr/lib/node_modules/forever/bin/monitor app.js", "forever", true),
    ])
    func `an ancestor is told by its words`(line: String, type: String, supervises: Bool) throws {
        let found = try embeddedPacks.get().supervisors.supervisor(ancestor: words(line))
        #expect(found?.type == type)
        #expect(found?.supervises == supervises)
    }

    /// They hold terminals and input, and start nothing again.
    @Test(arguments: ["tmux new -s a", "tmux: server", "SCREEN -S a", "screen", "zellij", "nohup make", "setsid make"])
    func `what merely holds or detaches a program is no supervisor`(line: String) throws {
        #expect(try embeddedPacks.get().supervisors.supervisor(ancestor: words(line)) == nil)
    }

    @Test
    func `PM2 is told by the title that it gives itself`() throws {
        let title = Array("PM2 v5.3.0: God Daemon (/root/.pm2)".utf8)
        let god = ProgramWords(arguments: title, name: [], executable: [])
        #expect(try embeddedPacks.get().supervisors.supervisor(ancestor: god)?.type == "pm2")
        #expect(try embeddedPacks.get().supervisors.supervisor(ancestor: words("pm2 logs")) == nil)
    }

    @Test
    func `a command is complete where the control group names the unit`() throws {
        let supervisors = try embeddedPacks.get().supervisors
        let unit = try #require(supervisors.supervisor(controlGroups: ForeignText("0::/system.slice/-x;y.service")))
        #expect(unit.stop?.words == ["systemctl", "stop", "--", "-x;y.service"].map { ForeignText($0) })
        #expect(unit.stop?.isComplete == true)
        let supervisord = try #require(supervisors.supervisor(ancestor: words("supervisord")))
        #expect(supervisord.stop?.words.last == ForeignText("<name>"))
        #expect(supervisord.stop?.isComplete == false)
    }

    @Test(arguments: [
        ("/usr/lib/systemd/systemd --user", false),
        ("/usr/bin/containerd-shim-runc-v2 -id x", true),
        ("/usr/bin/conmon --api", true),
        ("tini -- node server.js", false),
        ("/init", false),
    ])
    func `reapers are known`(line: String, supervises: Bool) throws {
        #expect(try embeddedPacks.get().supervisors.reaper(words(line))?.supervises == supervises)
    }

    @Test(arguments: ["bash", "/usr/lib/systemd/systemd-logind", "tmux", "node"])
    func `parents of other kinds adopt nothing`(line: String) throws {
        #expect(try embeddedPacks.get().supervisors.reaper(words(line)) == nil)
    }

    @Test(arguments: [
        ("[[supervisor]]\ntype = \"x\"\nsentence = \"x\"", "told by its program or by `cgroup`"),
        ("[[supervisor]]\ntype = \"x\"\nsentence = \"x\"\ncgroup = \"a*{name}\"", "no cgroup pattern"),
        ("[[supervisor]]\ntype = \"x\"\nsentence = \"x\"\ncgroup = \"a{other}\"", "no cgroup pattern"),
        ("[[supervisor]]\ntype = \"x\"\ncgroup = \"a\"", "`sentence` is missing"),
        ("[[reaper]]\nprogram = \"x\"", "a reaper needs"),
    ])
    func `what is not understood is refused`(text: String, message: String) {
        let file = PackFile(name: "supervisors.toml", path: "/x/s.toml", bytes: Array("version = 1\n\(text)".utf8))
        #expect {
            _ = try ProcessPacks.load(adding: [file])
        } throws: { error in
            (error as? TendError)?.message.contains(message) == true
        }
    }
}
