"""A machine made of compact descriptions, written as a recording of tend with verdicts."""
import hashlib
import json
import os
import random
import shlex

TICKS = 100
PAGE = 4096
SIZES = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
TIMES = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
REFUSED = {"unavailable": "not_permitted"}
SKIPPED = {"unavailable": "not_collected"}
GONE = {"unavailable": "gone"}


def size(text):
    return int(float(text[:-1]) * SIZES[text[-1]])


def seconds(text):
    return float(text[:-1]) * TIMES[text[-1]]


def escaped(text):
    """As recordings write foreign text: a backslash, a NUL and a line feed are spelt out."""
    return text.replace("\\", "\\\\").replace("\0", "\\0").replace("\n", "\\x0a")


class Process:
    """One process; what is not said is as its parent has it."""

    def __init__(self, machine, verdict, because, command, parent, facts):
        self.machine, self.verdict, self.because, self.parent = machine, verdict, because, parent
        self.arguments = [] if command is None else command if isinstance(command, list) else shlex.split(command)
        self.facts = facts
        self.clients = []
        self.pid = None
        self.age = seconds(facts["age"]) if "age" in facts else parent.age
        assert parent is None or self.age <= parent.age, "%s is older than its parent" % command
        self.user = facts.get("user", parent.user if parent else 0)
        self.session = facts.get("session", "join" if parent and parent.parent else "own")
        self.tty = facts.get("tty", parent.tty if parent and self.session in ("join", "job") else None)
        self.cgroup = facts.get("cgroup", parent.cgroup if parent else "/init.scope")
        self.cwd = facts.get("cwd", parent.cwd if parent else "/")
        stream = "tty" if self.tty else None
        self.stdin = facts.get("stdin", stream or (parent.stdin if parent and parent.stdin != "tty" else "null"))
        self.stdout = facts.get("stdout", stream or (parent.stdout if parent and parent.stdout != "tty" else "null"))
        self.inner = facts.get("inner", None)

    def connect(self, server, times=1):
        """Holds connections to what another process listens on."""
        server.clients += [self] * times
        return self

    # Sessions are told by numbers; a dead leader's number belongs to nobody here.
    def leads(self):
        return self.session == "own"

    def session_id(self):
        if self.facts.get("kernel"):
            return 0
        if self.leads():
            return self.pid
        if self.session in ("script", "dead_job"):
            return self.dead_leader()
        if self.session == "dead_member":
            return self.machine.dead_number(self.facts["leader"], self.pid - 1)
        return self.parent.session_id() if self.parent else 0

    def group_id(self):
        if self.facts.get("kernel"):
            return 0
        if self.session in ("own", "job", "dead_job"):
            return self.pid
        if self.session == "dead_member":
            # What a job of a shell started: shell and job are dead, each with a number of its own.
            return self.machine.dead_number((self.facts["leader"], self.facts["group"]), self.pid)
        return self.dead_leader() if self.session == "script" else self.parent.group_id() if self.parent else 0

    def dead_leader(self):
        # Siblings of one dead shell share its number.
        return self.machine.dead_number(self.facts.get("leader", id(self)), self.pid)

    def executable(self):
        if "exe" in self.facts:
            return self.facts["exe"]
        first = self.arguments[0].lstrip("-")
        return first if first.startswith("/") else "/usr/bin/" + first

    def name(self):
        if "name" in self.facts:
            return self.facts["name"]
        return os.path.basename(self.arguments[0].lstrip("-"))[:15]

    def is_refused(self):
        viewer = self.machine.viewer_user
        return self.facts.get("unreadable", False) or (viewer != 0 and self.user != viewer)

    def row(self):
        kernel, zombie = self.facts.get("kernel", False), self.facts.get("state") == "Z"
        missing = SKIPPED if kernel else GONE if zombie else REFUSED if self.is_refused() else None
        row = {
            "pid": self.pid, "start_ticks": self.machine.start_ticks(self), "uid": self.user,
            "ppid": self.facts.get("ppid", self.parent.pid if self.parent else 0)}
        if "former_parent" in self.facts:
            row["former_ppid"] = self.facts["former_parent"].pid
        row.update({
            "pgid": self.group_id(), "sid": self.session_id(), "tty": self.tty or 0,
            "tty_foreground": self.machine.front(self) if self.tty else -1, "name": self.name(),
            "arguments": "" if kernel or zombie else escaped("".join(word + "\0" for word in self.arguments)),
            "exe": missing or self.executable(), "exe_file": missing or self.executable_file(),
            "cwd": missing or self.cwd, "cwd_deleted": missing or self.facts.get("cwd_deleted", False),
            "cgroup": escaped(self.machine.cgroup_text(self.cgroup)), "nice": self.facts.get("nice", 0),
            "kernel_thread": kernel, "ignores_hangup": kernel or self.facts.get("nohup", False),
            "namespace_pids": SKIPPED if kernel else [self.pid] + ([self.inner] if self.inner else []),
            "descriptors": missing or self.descriptors(), "host_program": self.host_program(missing),
            "counters": [self.counters(sample, missing) for sample in self.facts.get("samples", range(self.machine.samples))]})
        if "past" in self.facts and not missing:
            row["history"] = self.history(row["counters"][0])
        if "closer" in self.facts and not missing:
            row["deep"] = self.facts["closer"]
        return row

    def history(self, first):
        """What earlier scans saw, told backwards from the first sample: steps of (seconds, cores, MiB gained, bytes moved)."""
        moment = self.machine.uptime - self.machine.window
        ticks = first["user_ticks"] + first["system_ticks"]
        resident, storage = first["rss_bytes"], sum(first["storage"].values())
        points = []
        for length, cores, gained, moved in reversed(self.facts["past"]):
            moment -= length
            ticks -= int(cores * length * TICKS)
            resident -= int(gained * (1 << 20))
            storage -= moved
            points.append([round(moment, 1), max(0, ticks), max(0, resident), max(0, storage), first["threads"]])
        return points[::-1]

    def executable_file(self):
        digest = hashlib.sha256(self.executable().encode()).digest()
        return {"device": 2049, "inode": int.from_bytes(digest[:3], "big")}

    def descriptors(self):
        listeners = [
            {"kind": "unix", "port": 0, "path": place} if isinstance(place, str)
            else {"kind": "tcp", "port": place, "path": ""} for place in self.facts.get("listen", [])]
        # A socket of another network is not in the tables.
        hidden = {"unavailable": "not_supported"} if self.inner and not listeners else None
        return {
            "stdin": self.stdin, "stdout": self.stdout,
            "count": self.facts.get("count", 5 + len(listeners) + len(self.clients)),
            "listeners": hidden or listeners,
            "clients": hidden or [{"pid": client.pid if client else 0} for client in self.clients],
            "files_at_risk": [{"kind": kind, "path": path} for kind, path in self.facts.get("risk", [])]}

    def host_program(self, missing):
        if self.tty or self.inner or self.facts.get("kernel") or self.facts.get("state") == "Z":
            return {"unavailable": "not_supported"} if self.inner else SKIPPED
        if missing:
            return SKIPPED if self.user != self.machine.viewer_user else missing
        if "marker" not in self.facts:
            return None
        variable, host = self.facts["marker"]
        alive = isinstance(host, Process)
        if self.facts.get("recycled"):
            # The number that the marker names is a stranger's by now.
            return {"marker": variable, "pid": host.pid, "alive": False}
        return {"marker": variable, "pid": host.pid if alive else self.machine.dead_number(host, self.pid), "alive": alive}

    def counters(self, sample, missing):
        facts = self.facts
        rate = facts.get("cpu", 0.0)
        life = facts.get("life", min(1.0, rate))
        ticks = int(life * max(0, self.age) * TICKS) + facts.get("started_with", 4)
        ticks += int(round(rate * self.machine.window / (self.machine.samples - 1) * TICKS)) * sample
        resident = 0 if facts.get("state") == "Z" or facts.get("kernel") else size(facts.get("rss", "6M"))
        resident += size(facts.get("grows", "0K")) * sample
        # What a past moved has been moved by now.
        before = sum(step[3] for step in facts.get("past", ()))
        moved = {"storage": (0, 0), "file_offsets": 0, "socket_bytes": 0}
        return {
            "sample": sample, "state": facts.get("state", "R" if rate > 0.5 else "S"),
            "user_ticks": ticks - ticks // 5, "system_ticks": ticks // 5, "threads": facts.get("threads", 1),
            "rss_bytes": resident, "vsize_bytes": resident * 4 + (resident and 64 << 20),
            "minor_faults": resident // PAGE, "major_faults": 3,
            "storage": missing or {
                "read_bytes": before + resident // 2 + facts.get("reads", 0) * sample,
                "written_bytes": facts.get("writes", 0) * (sample + 50)},
            "file_offsets": missing or facts.get("offset", 0) * (sample + 50),
            "socket_bytes": missing or facts.get("network", 0) * (sample + 50)}


class Machine:
    """Collects processes in the order in which they are told and gives them PIDs in the order of their starts."""

    def __init__(self, uptime, processors, memory, viewer_user=1000, systemd=True, cgroups="v2", window=0.5,
                 free=0.5, kernel="6.8.0", samples=2, fronts=False):
        self.uptime, self.processors, self.memory = seconds(uptime), processors, size(memory)
        self.viewer_user, self.systemd, self.cgroups, self.window = viewer_user, systemd, cgroups, window
        self.free, self.kernel, self.samples, self.fronts = free, kernel, samples, fronts
        self.processes, self.terminals, self.dead = [], {}, {}
        self.viewer = None
        self.chain_end = None
        self.hidden = set()
        self.answers = []

    def answer(self, main):
        """What systemd says when tend asks it about a service: which process is its main one."""
        self.answers.append(main)

    def start(self, verdict, because, command, parent=None, **facts):
        process = Process(self, verdict, because, command, parent, facts)
        self.processes.append(process)
        return process

    def keep(self, because, command, parent=None, **facts):
        return self.start("keep", because, command, parent, **facts)

    def stop(self, because, command, parent=None, **facts):
        return self.start("stop", because, command, parent, **facts)

    def reap(self, because, name, parent, **facts):
        return self.start("reap", because, None, parent, name=name, state="Z", **facts)

    def either(self, because, command, parent=None, **facts):
        return self.start("either", because, command, parent, **facts)

    def kernel_threads(self, *names):
        age = "%ds" % (self.uptime - 1)
        head = self.start(None, None, None, None, name="kthreadd", kernel=True, age=age, cgroup="/", session="own")
        for name in names or ("rcu_sched", "ksoftirqd/0", "migration/0", "kworker/0:1-events", "kswapd0", "jbd2/nvme0n1p2-8"):
            self.start(None, None, None, head, name=name, kernel=True, cgroup="/")
        return head

    def terminal(self, quiet):
        """The device number of a further pseudo-terminal that was last used so long ago."""
        number = (136 << 8) + len(self.terminals)
        self.terminals[number] = seconds(quiet)
        return number

    def front(self, process):
        """The foreground group of its terminal: the newest job there that was not told to be in the background."""
        if not self.fronts:
            return process.group_id()
        here = [one for one in self.processes if one.tty == process.tty and not one.facts.get("background")]
        return here[-1].group_id()

    def view_from(self, shell):
        """tend runs in this shell."""
        self.viewer = self.keep("tend itself", "tend processes record --out machine.jsonl", shell, age="1s", session="job",
                                cpu=0.1, rss="12M", exe="/usr/local/bin/tend")

    def hide(self, *processes):
        """They exist and the viewer cannot see them (hidepid)."""
        self.hidden.update(processes)

    def start_ticks(self, process):
        place = self.processes.index(process)
        # Told later, started later; but never in the future.
        place = min(place, int(process.age * TICKS / 2)) if self.fronts else place % 97
        return int((self.uptime - process.age) * TICKS) + place

    def dead_number(self, key, before):
        return self.dead.setdefault(key, before - 1)

    def cgroup_text(self, path):
        if self.cgroups == "v2":
            return "0::%s\n" % path
        controllers = ["cpuset", "cpu,cpuacct", "blkio", "memory", "devices", "freezer", "net_cls,net_prio", "perf_event", "pids"]
        slices = "/" + path.split("/")[1] if path.startswith(("/system.slice", "/user.slice")) else path
        lines = []
        for number, controller in reversed(list(enumerate(controllers, 2))):
            where = slices if controller in ("memory", "pids", "devices", "cpu,cpuacct", "blkio") else "/"
            where = path if path.startswith(("/docker/", "/kubepods")) else where
            lines.append("%d:%s:%s\n" % (number, controller, where))
        lines.append("1:name=systemd:%s\n" % path)
        if self.cgroups == "hybrid":
            lines.append("0::%s\n" % path)
        return "".join(lines)

    def number(self, seed):
        chance = random.Random(seed)
        first = [process for process in self.processes if process.facts.get("kernel") and not process.parent]
        init = [process for process in self.processes if not process.parent and process not in first][:1]
        rest = [process for process in self.processes if process not in init + first]
        number = 0
        for process in init + first + sorted(rest, key=self.start_ticks):
            # Two free numbers before each, for the dead.
            number += 1 if process in init + first else chance.randint(3, 40)
            process.pid = process.facts.get("pid", number)

    def host(self):
        chain, process = [], self.viewer
        while process:
            chain.append(process.pid)
            process = process.parent
        init = min(self.processes, key=lambda process: process.pid)
        refused = sum(process.is_refused() for process in self.processes)
        host = {
            "host_id": "0" * 32, "boot_id": "00000000-0000-4000-8000-000000000000", "kernel": self.kernel,
            "captured_at": 1767225600000, "uptime_seconds": self.uptime, "window_seconds": self.window, "samples": self.samples,
            "ticks_per_second": TICKS, "page_size": PAGE, "processors": self.processors,
            "memory_total_bytes": self.memory, "memory_available_bytes": int(self.memory * self.free),
            "init_start_ticks": self.start_ticks(init), "systemd": self.systemd,
            "viewer": {"pid": self.viewer.pid, "uid": self.viewer_user, "chain": chain},
            "terminal_quiet": [{"tty": tty, "seconds": quiet} for tty, quiet in sorted(self.terminals.items())],
            "stages": [{"name": "processes", "seconds": 0.004, "refused": 0},
                       {"name": "open files", "seconds": 0.02, "refused": refused}]}
        if self.answers:
            host["supervisors"] = [
                {"type": "systemd", "manager": main.parent.pid, "unit": main.facts["cgroup"].split("/")[-1], "main_pid": main.pid,
                 "control_pid": 0, "main_is_guess": False, "cgroup": main.facts["cgroup"], "state": "active", "restart_policy": "always",
                 "address": []} for main in self.answers]
        return host

    def write(self, folder, seed):
        self.number(seed)
        seen = sorted((process for process in self.processes if process not in self.hidden), key=lambda one: one.pid)
        header = {"kind": "tend.recording", "version": 1, "processes": len(seen), "host": self.host()}
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "recording.jsonl"), "w") as out:
            for line in [header] + [process.row() for process in seen]:
                out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        with open(os.path.join(folder, "verdicts.toml"), "w") as out:
            out.write("\n".join(self.verdicts(seen)))

    def verdicts(self, seen):
        groups = {}
        for process in seen:
            if process.verdict:
                groups.setdefault((process.verdict, process.because), []).append(process.pid)
        for (verdict, because), pids in groups.items():
            yield '[[verdict]]\npids = %s\nverdict = "%s"\nbecause = "%s"\n' % (pids, verdict, because)
