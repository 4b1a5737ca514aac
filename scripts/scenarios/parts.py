"""What many machines have in common: systemd's own processes, logins, terminals, containers."""

OS = "the operating system's own"


def service(m, init, unit, command, because=OS, verdict="keep", **facts):
    """A service's main process, as systemd starts it."""
    facts.setdefault("cgroup", "/system.slice/%s.service" % unit)
    facts.setdefault("stdout", "journal")
    return m.start(verdict, because, command, init, session="own", stdin="null", **facts)


def systemd(m, cron=True, ssh=True):
    """PID 1 and what stands on every server."""
    age = "%ds" % (m.uptime - 1)
    init = m.keep(OS, "/sbin/init splash", age=age, name="systemd", exe="/usr/lib/systemd/systemd", session="own",
                  cgroup="/init.scope", rss="13M", user=0)
    m.kernel_threads()
    m.init = init
    for unit, command, user in (
            ("systemd-journald", "/usr/lib/systemd/systemd-journald", 0),
            ("systemd-udevd", "/usr/lib/systemd/systemd-udevd", 0),
            ("systemd-timesyncd", "/usr/lib/systemd/systemd-timesyncd", 101),
            ("dbus", "@dbus-daemon --system --address=systemd: --nofork --nopidfile --systemd-activation", 102),
            ("systemd-logind", "/usr/lib/systemd/systemd-logind", 0),
            ("rsyslog", "/usr/sbin/rsyslogd -n -iNONE", 104)):
        service(m, init, unit, command, user=user, exe=command.split()[0].replace("@", "/usr/bin/"), name=command.split()[0].split("/")[-1].strip("@")[:15])
    service(m, init, "getty@tty1", "/sbin/agetty -o '-p -- \\u' --noclear tty1 linux", tty=1025, stdout="tty",
            cgroup="/system.slice/system-getty.slice/getty@tty1.service")
    if cron:
        m.cron = service(m, init, "cron", "/usr/sbin/cron -f")
    if ssh:
        m.sshd = service(m, init, "ssh", ["sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups"], name="sshd",
                         exe="/usr/sbin/sshd", listen=[22])
    return init


def user_manager(m, init, user=1000, age="8d"):
    """systemd --user, which also adopts what its children leave behind."""
    base = "/user.slice/user-%d.slice/user@%d.service" % (user, user)
    manager = m.keep("the user's own systemd", "/usr/lib/systemd/systemd --user", init, user=user, age=age, session="own",
                     cgroup=base + "/init.scope", stdin="null", stdout="journal", rss="11M")
    m.keep("the user's own systemd", ["(sd-pam)"], manager, name="(sd-pam)", exe="/usr/lib/systemd/systemd", unreadable=True)
    manager.base = base
    return manager


def user_service(m, manager, unit, command, because="a service of the user's systemd", group="app.slice", **facts):
    return m.keep(because, command, manager, session="own", stdin="null", stdout="journal",
                  cgroup="%s/%s/%s" % (manager.base, group, unit), **facts)


def login(m, user=1000, age="3h", number=1, quiet="1m", home="/home/ada"):
    """An ssh login with its shell."""
    scope = "/user.slice/user-%d.slice/session-%d.scope" % (user, number)
    session = m.keep("somebody is logged in through it", ["sshd: ada [priv]"], m.sshd, name="sshd", user=0, age=age,
                     session="own", cgroup=scope, exe="/usr/sbin/sshd", stdin="null", stdout="null")
    pts = m.terminal(quiet)
    carrier = m.keep("somebody is logged in through it", ["sshd: ada@pts/%d" % (pts & 255)], session, name="sshd", user=user,
                     exe="/usr/sbin/sshd", unreadable=True)
    shell = m.keep("a login shell", "-bash", carrier, session="own", tty=pts, cwd=home, rss="5M")
    shell.carrier = carrier
    return shell


class Tmux:
    """A tmux server and its windows."""

    def __init__(self, m, parent, age, cgroup=None, user=1000, home="/home/ada", socket="/tmp/tmux-1000/default"):
        self.m = m
        facts = {"cgroup": cgroup} if cgroup else {}
        self.server = m.keep("tmux holds the terminals", "tmux new-session -A -s main", parent, user=user, age=age,
                             name="tmux: server", session="own", stdin="null", stdout="null", listen=[socket], cwd=home,
                             rss="9M", **facts)

    def shell(self, age, quiet, because="a shell in tmux", cwd=None, **facts):
        facts.update({"cwd": cwd} if cwd else {})
        return self.m.keep(because, "-bash", self.server, age=age, session="own", tty=self.m.terminal(quiet), rss="5M", **facts)


def container(m, init, runtime_cgroup, identifier, command, because, age, user=0, **facts):
    """A container: its shim and its main process in a namespace of its own."""
    shim = m.keep("containers run under it",
                  "/usr/bin/containerd-shim-runc-v2 -namespace moby -id %s -address /run/containerd/containerd.sock" % identifier,
                  init, age=age, user=0, session="own", cgroup="/system.slice/containerd.service", stdin="null", stdout="pipe", rss="14M",
                  name="containerd-shim")
    facts.setdefault("stdin", "null")
    return m.keep(because, command, shim, session="own", user=user, inner=1, cgroup=runtime_cgroup % identifier, stdout="pipe", **facts)


def closer(window=2.0, looks=5, **found):
    """What a deep scan sees of a quiet and healthy process with nobody about; `found` replaces single probes."""
    reading = {
        "window_seconds": window, "looks": looks, "storage": {"read_bytes": 0, "written_bytes": 0, "cancelled_bytes": 0},
        "wait_channels": [{"name": "do_epoll_wait", "looks": looks}],
        "threads": {"count": 1, "running": 0.0, "sleeping": 1.0, "uninterruptible": 0.0, "stopped": 0.0, "other": 0.0},
        "switches": {"voluntary": 4, "involuntary": 0}, "run_delay": {"ran_seconds": 0.002, "waited_seconds": 0.0001, "slices": 4},
        "faults": {"minor": 0, "major": 0}, "memory": {"swapped_bytes": 0, "anonymous_bytes": 20 << 20},
        "sockets": {"listening": 0, "established": 0, "clients": 0, "receive_queue_bytes": 0, "send_queue_bytes": 0, "stuck": 0, "backlog": 0,
                    "backlog_limit": 0, "moved_bytes": 0, "last_received_seconds": None, "last_sent_seconds": None},
        "descriptors": {"count": 6, "opened": 0, "closed": 0, "writing": 0, "locks": 0, "files_at_risk": []},
        "program": "present", "agent_marks": [], "control_group": {"unavailable": "not_collected"},
        "pressure": {"cpu_some": 0.0, "memory_some": 0.0, "memory_full": 0.0, "io_some": 0.0, "io_full": 0.0},
        "effective_cores": {"unavailable": "not_collected"}, "terminal": None,
        "directory": {"deleted": False, "filesystem": "ext4", "last_change_seconds": 400000.0, "entries": 20, "whole": True},
        "repository": None, "company": [], "origin": {"unavailable": "not_collected"}}
    for probe, change in found.items():
        reading[probe] = {**reading[probe], **change} if isinstance(change, dict) and isinstance(reading[probe], dict) else change
    return reading


def repository(root, kind="main", changed=400000.0, locked=False):
    """The git repository around a working directory."""
    return {"kind": kind, "root": root, "branch": "main", "locked": locked, "last_change_seconds": changed}
