"""A crowded build server whose processes were looked at closely: starved, thrashing, caught in the kernel, or only frozen."""
from machine import Machine
from parts import Tmux, closer, login, service, systemd

SCOPE = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-4.scope"}
STARVED = closer(run_delay={"ran_seconds": 0.4, "waited_seconds": 1.5, "slices": 300}, switches={"voluntary": 12, "involuntary": 280},
                 pressure={"cpu_some": 0.8})


def builds(m, init):
    runner = service(m, init, "actions-runner", "/opt/runner/bin/Runner.Listener run", because="a CI runner waits for jobs", user=1000, rss="120M", threads=20,
                     closer=closer())
    make = m.keep("a CI build that the machine hardly lets run", "make -j16", runner, age="50m", session="join", closer=closer())
    for number in range(6):
        m.keep("a CI build that the machine hardly lets run", "cc1plus -quiet part%d.cc" % number, make, age="9m", cpu=0.3, life=0.3, rss="700M", state="R",
               closer=STARVED)


def unwell(m, tmux):
    shell = tmux.shell("9h", "3h")
    m.keep("a backup that waits for its file server", "rsync -a /srv/data/ /mnt/nas/data", shell, age="3h", session="job", state="D", life=0.05, rss="60M",
           closer=closer(threads={"sleeping": 0.0, "uninterruptible": 1.0}, wait_channels=[{"name": "rpc_wait_bit_killable", "looks": 5}]))
    m.either("a server whose threads wait for storage that does not answer", "python3 -m reports.server", tmux.shell("30h", "20h"), age="29h", session="job",
             listen=[8000], rss="400M", threads=12,
             closer=closer(threads={"count": 12, "sleeping": 8.0, "uninterruptible": 4.0}, wait_channels=[{"name": "do_epoll_wait", "looks": 5}],
                           sockets={"listening": 1, "backlog": 128, "backlog_limit": 128}))
    m.either("a server that spends its time fetching its memory back", "java -jar search.jar", tmux.shell("4d", "1d"), age="4d", session="job", cpu=0.1, life=0.3,
             rss="3G", threads=80, closer=closer(faults={"minor": 4000, "major": 1900}, pressure={"memory_some": 0.7, "memory_full": 0.5}))


def frozen_and_idle(m, init, tmux):
    m.keep("a job that its scheduler froze for the night", "python3 sweep.py", tmux.shell("40h", "30h"), age="39h", session="job", state="D", life=0.9, rss="2G",
           closer=closer(threads={"sleeping": 0.0, "uninterruptible": 1.0}, wait_channels=[{"name": "__refrigerator", "looks": 5}],
                         control_group={"layout": "v1", "quota_cores": None, "cpuset_processors": None, "throttled_seconds": 0.0,
                                        "memory_bytes": 2 << 30, "memory_high_bytes": None, "memory_limit_bytes": None, "frozen": True,
                                        "storage": {"read_bytes": 0, "written_bytes": 0, "cancelled_bytes": 0}, "tasks": 1, "task_limit": None}))
    m.keep("a shell waits for its user", "bash", tmux.shell("3d", "3d"), age="3d", session="job", closer=closer())
    service(m, init, "redis", "/usr/bin/redis-server 127.0.0.1:6379", because="a database at rest", user=1000, listen=[6379], rss="40M", threads=5,
            closer=closer(sockets={"listening": 1, "backlog_limit": 511}))
    m.keep("a computation that was told to go on", "./simulate --steps 900000", init, age="60h", nohup=True, session="dead_job", stdin="null", stdout="file",
           cpu=0.9, life=0.9, rss="900M", closer=closer(
               switches={"voluntary": 1, "involuntary": 400}, run_delay={"ran_seconds": 1.7, "waited_seconds": 0.3, "slices": 400}), **SCOPE)


def left(m, init):
    m.stop("a loop that waits for what never comes, its starter dead for two days", "bash wait-for-db.sh", init, age="52h", session="script", leader="dead job",
           stdin="null", stdout="null", cpu=0.9, life=0.9, rss="4M", cwd="/home/ada/ci/7",
           closer=closer(switches={"voluntary": 0, "involuntary": 350}, run_delay={"ran_seconds": 1.6, "waited_seconds": 0.4, "slices": 350}), **SCOPE)
    m.stop("a browser that a test left behind; its driver is dead", "/opt/chrome/chrome --headless --remote-debugging-port=0 --enable-automation", init, age="26h",
           session="script", leader="dead test", stdin="null", stdout="pipe_dead", rss="300M", threads=30, life=0.02,
           closer=closer(), **SCOPE)


def describe():
    m = Machine(uptime="9d", processors=4, memory="32G", free=0.05, fronts=True)
    init = systemd(m)
    shell = login(m, age="2h", number=8)
    tmux = Tmux(m, init, "6d", cgroup="/user.slice/user-1000.slice/session-4.scope")
    builds(m, init)
    unwell(m, tmux)
    frozen_and_idle(m, init, tmux)
    left(m, init)
    m.view_from(shell)
    return m
