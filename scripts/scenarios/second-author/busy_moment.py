"""Six samples of a machine on which processes come, go, change parents and grow; processes of others are hidden or refused."""
from machine import Machine
from parts import Tmux, login, systemd, user_manager

OLD = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-7.scope", "cwd": "/home/ada/src/api"}
OTHER = "another user's: not hers to touch"


def growing(m, init, tmux):
    m.stop("it grows without bound, its terminal is closed, nobody is connected", "node node_modules/.bin/next dev", init, age="20h", session="dead_job", stdin="tty_dead", stdout="tty_dead", listen=[3010],
           rss="6G", grows="24M", threads=12, cpu=0.08, life=0.1, **OLD)
    used = m.keep("it grows without bound, but somebody is connected: ask first", "node node_modules/.bin/next dev -p 3011", init, age="20h", session="dead_job", stdin="tty_dead", stdout="tty_dead", listen=[3011],
                  rss="5G", grows="24M", threads=12, cpu=0.08, life=0.1, **OLD)
    used.clients += [None]
    m.keep("it grows, and its user has it in an open terminal", "node node_modules/.bin/next dev -p 3012", tmux.shell("4d", "50m", cwd="/home/ada/src/api"), age="20h", session="job", listen=[3012], rss="7G",
           grows="24M", threads=12, cpu=0.08)
    m.keep("a linker in an open terminal needs memory for a moment", "/usr/bin/ld.lld -o engine", tmux.shell("4d", "3s", cwd="/home/ada/src/engine"), age="3m", session="job", rss="6G", grows="300M", cpu=0.9,
           life=0.9, threads=8, writes=500000)
    m.keep("an import that grows while it reads, with nohup and a log", "python3 load_all.py", init, age="3h", nohup=True, session="dead_job", stdin="null", stdout="file", rss="8G", grows="60M", cpu=1.0, life=0.9,
           reads=20000000, offset=19000000, **OLD)


def changing(m, init, manager, tmux):
    shell = tmux.shell("4d", "1s", cwd="/home/ada/src/api")
    make = m.keep("a build in an open terminal", "make -j4", shell, age="5m", session="job")
    # They started after the first look: there is one number of each, or a few.
    for number in range(4):
        m.keep("a build in an open terminal", "/usr/lib/gcc/x86_64-linux-gnu/12/cc1 -quiet n%d.c" % number, make, age="1s", samples=(4, 5), rss="40M", exe="/usr/lib/gcc/x86_64-linux-gnu/12/cc1", started_with=0)
    agent = m.keep("an agent in an open terminal", "claude", tmux.shell("4d", "2s", cwd="/home/ada/src/api"), age="5h", session="job", exe="/usr/bin/node", rss="380M", threads=18, cpu=0.2, network=30000)
    # Its shell ended between two samples: it was adopted under our eyes, and is young.
    m.keep("it lost its parent a moment ago and may be waited for: too early to say", "node node_modules/.bin/vite --port 5200", init, former_parent=agent, age="90s", session="script", stdin="null",
           stdout="pipe_dead", listen=[5200], rss="180M", threads=11, **OLD)
    m.keep("it lost its parent a moment ago and hands on its work", "git maintenance run --auto --detach", init, former_parent=agent, age="4s", session="own", stdin="null", stdout="null",
           risk=[("git", "/home/ada/src/api/.git/objects/maintenance.lock")], **OLD)
    m.keep("a terminal's program that the user's systemd adopted under our eyes: its window is open", "gnome-text-editor todo.md", manager, former_parent=agent, age="3h", session="own", stdin="null",
                     stdout="journal", user=1000, cgroup=manager.base + "/app.slice/app-gnome-text-9.scope", rss="120M", threads=9)
    forgetful = m.keep("an agent in an open terminal", "aider --yes", tmux.shell("4d", "9m", cwd="/home/ada/src/api"), age="7h", session="job", exe="/usr/bin/python3", rss="210M", threads=6, network=500)
    for number in range(3):
        m.reap("dead for hours; its parent, who works on, never waits for it", "sh", forgetful, age="%dh" % (2 + number))
    m.stop("an MCP server whose agent died two days ago", "node /home/ada/.npm/_npx/5/node_modules/.bin/mcp-server-github", init, age="50h", session="dead_member", leader="shell q", group="agent",
           stdin="socket_dead", stdout="socket_dead", rss="70M", threads=11, **OLD)
    m.stop("an orphan that spins: its number was another's before", "python3 wait_for_port.py", init, age="26h", session="script", stdin="null", stdout="pipe_dead", cpu=1.0, life=0.99, rss="12M", **OLD)
    m.keep("niced by its user, in a screen that is detached", "blender -b scene.blend -a", tmux.shell("4d", "8h"), age="9h", session="job", nice=19, cpu=6.0, life=1.0, threads=16, rss="5G", writes=100000, offset=50000)


def others(m, init):
    facts = {"user": 1004, "cgroup": "/user.slice/user-1004.slice/session-70.scope"}
    m.keep(OTHER, "python3 -m http.server 9000", init, age="30d", session="dead_job", stdin="tty_dead", stdout="tty_dead", **facts)
    m.keep(OTHER, "node /home/eve/.npm/_npx/9/node_modules/.bin/mcp-server-github", init, age="9d", session="script", **facts)
    m.keep(OTHER, "python3 -c 'while True: pass'", init, age="9d", session="script", cpu=1.0, life=0.99, **facts)
    m.keep(OTHER, "/usr/bin/java -jar /srv/eve/app.jar", init, age="2d", session="own", rss="9G", grows="30M", threads=60, **facts)
    # Her own, but not to be looked into: what it does there cannot be known.
    for command in ("ssh-agent -s", "gpg-agent --homedir /home/ada/.gnupg --use-standard-socket --daemon"):
        m.keep("a key agent", command, init, age="15d", session="own", unreadable=True, rss="3M", **OLD)
    m.either("her own, but nothing of it can be read: ask", "/home/ada/bin/vault-proxy", init, age="6d", session="script", unreadable=True, rss="30M", **OLD)


def describe():
    m = Machine(uptime="35d", processors=16, memory="64G", free=0.08, fronts=True, window=3.0, samples=6)
    init = systemd(m)
    manager = user_manager(m, init, age="34d")
    shell = login(m, age="4h", number=77)
    tmux = Tmux(m, init, "5d", cgroup="/user.slice/user-1000.slice/session-7.scope")
    m.keep("the way to the terminals", "tmux attach", shell, age="4h", session="job").connect(tmux.server)
    growing(m, init, tmux)
    changing(m, init, manager, tmux)
    others(m, init)
    m.view_from(shell)
    return m
