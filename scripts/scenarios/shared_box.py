"""A box that four people share, seen by one of them: the others' processes cannot be read and are not hers."""
from machine import Machine
from parts import Tmux, login, service, systemd

OTHER = "another user's: not hers to touch"


def other_user(m, init, user, number):
    group = "/user.slice/user-%d.slice/session-%d.scope" % (user, number)
    facts = {"user": user, "cgroup": group}
    server = m.keep(OTHER, "tmux new -s w", init, age="9d", session="own", name="tmux: server", rss="7M", stdin="null", stdout="null", **facts)
    for command in ("vim main.c", "python3 train.py", "htop"):
        shell = m.keep(OTHER, "-bash", server, age="8d", session="own", tty=m.terminal("%dh" % (user - 990)), **facts)
        m.keep(OTHER, command, shell, age="30h", session="job", cpu=0.8 if "train" in command else 0.0, rss="60M")
    m.keep(OTHER, "node /srv/shop/node_modules/.bin/next dev", init, age="6d", session="dead_job", stdin="tty_dead", stdout="tty_dead", rss="400M", **facts)
    m.keep(OTHER, "yes", init, age="3d", session="script", cpu=1.0, life=1.0, rss="1M", **facts)
    parent = m.keep(OTHER, "python3 pool.py", init, age="4d", session="script", rss="40M", **facts)
    m.keep("dead already, and another user's: its parent is not hers to ask", None, parent, name="python3", state="Z", age="3d")


def describe():
    m = Machine(uptime="45d", processors=48, memory="256G", free=0.4)
    init = systemd(m)
    for number, user in enumerate((1001, 1002, 1003)):
        other_user(m, init, user, 20 + number)
    service(m, init, "slurmd", "/usr/sbin/slurmd -D -s", rss="9M")
    service(m, init, "mariadb", "/usr/sbin/mariadbd", user=112, because="the database", rss="210M", threads=20)
    shell = login(m, age="5h", number=31)
    tmux = Tmux(m, init, "14d", cgroup="/user.slice/user-1000.slice/session-30.scope")
    m.keep("the way to the terminals", "tmux attach", shell, age="4h", session="job").connect(tmux.server)
    one = tmux.shell("14d", "3m", cwd="/home/ada/src")
    m.keep("a program in a terminal", "make -j4", one, age="4m", session="job", cpu=0.1)
    m.keep("a program in a terminal", "cc1 -quiet a.c", m.processes[-1], age="10s", cpu=0.95, life=0.9, exe="/usr/lib/gcc/x86_64-linux-gnu/13/cc1")
    forgetful = m.keep("it works, and forgets to wait for its children", "python3 crawl.py", tmux.shell("14d", "3h"), age="20h", session="job", cpu=0.2, life=0.2, network=9000,
                       rss="90M")
    for number in range(3):
        m.reap("dead already; its parent never waits for it", "curl", forgetful, age="%dh" % (number + 2))
    gone = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-12.scope", "cwd": "/home/ada/src"}
    # Other users' open files cannot be read; the kernel itself still says that a pipe has no other end.
    m.stop("an MCP server whose agent is gone", "node /home/ada/.npm/_npx/77/node_modules/.bin/mcp-server-github", init, age="3d", session="script", stdin="socket_dead",
           stdout="socket_dead", rss="70M", threads=11, **gone)
    m.stop("a dev server of a closed terminal; nobody is connected", "node /home/ada/src/node_modules/.bin/vite --port 5199", init, age="5d", session="dead_job",
           stdin="tty_dead", stdout="tty_dead", listen=[5199], rss="200M", threads=11, **gone)
    m.either("it may be a pipe to another user's program that cannot be looked at", "python3 relay.py", init, age="2d", session="script", stdin="unknown", stdout="unknown",
             rss="20M", **gone)
    m.view_from(one)
    return m
