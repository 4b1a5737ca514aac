"""A shared box with hidepid=2: only one's own processes can be seen, and PID 1 is not among them."""
from machine import Machine
from parts import Tmux, login, systemd


def describe():
    m = Machine(uptime="60d", processors=24, memory="96G", free=0.3)
    systemd(m)
    shell = login(m, age="2h", number=700)
    strangers = list(m.processes)
    init = m.init
    group = "/user.slice/user-1000.slice/session-690.scope"
    tmux = Tmux(m, init, "21d", cgroup=group)
    m.keep("the way to the terminals", "tmux attach", shell, age="2h", session="job")
    for quiet, command in (("30h", "vim paper.tex"), ("4d", "less results.csv"), ("40m", "htop")):
        m.keep("a program in a terminal", command, tmux.shell("20d", quiet), age="5d", session="job", rss="9M")
    simulate = tmux.shell("9d", "2h", cwd="/home/ada/sim")
    m.keep("a simulation in a terminal", "./simulate --steps 1e9", simulate, age="30h", session="job", cpu=0.99, life=0.99, exe="/home/ada/sim/simulate", rss="900M",
           writes=30000, offset=20000)
    facts = {"user": 1000, "cgroup": group}
    m.keep("nohup and a log: somebody wants the result", "python3 fit.py --all", init, age="20h", nohup=True, session="dead_job", stdin="null", stdout="file", cpu=0.9,
           life=0.9, offset=1000, rss="2G", cwd="/home/ada/sim", **facts)
    m.keep("a key agent", "ssh-agent -s", init, age="21d", session="own", unreadable=True, rss="3M", **facts)
    m.keep("a daemon of the user's own", "syncthing serve --no-browser", init, age="21d", session="own", stdin="null", stdout="file", listen=[8384], rss="90M",
           cwd="/home/ada", network=300, **facts)
    gone = dict(facts, session="dead_job", stdin="tty_dead", stdout="tty_dead")
    m.stop("a notebook viewer of a closed terminal; nobody is connected", "python3 -m http.server 8899", init, age="6d", listen=[8899], rss="18M", cwd="/home/ada", **gone)
    m.stop("a language server whose editor died", "/home/ada/.local/bin/clangd --background-index", init, age="5d", rss="1.4G", threads=20,
           **dict(gone, session="script", stdin="pipe_dead", stdout="pipe_dead"))
    m.view_from(shell)
    m.hide(*[process for process in strangers if process.user != 1000])
    return m
