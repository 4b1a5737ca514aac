"""A busy machine on which PIDs have come round: what once named an editor or a test runner names a stranger now."""
from machine import Machine
from parts import login, systemd

TAKER = "a needed program whose number belonged to something else before"
SERVERS = "/home/ada/.vscode/extensions"


def describe():
    m = Machine(uptime="60d", processors=8, memory="32G", free=0.4)
    init = systemd(m)
    shell = login(m, age="3h", quiet="20s")
    m.keep(TAKER, "vim src/main.c", shell, session="job", age="40m", rss="14M", cwd="/home/ada/src/shop")
    taker = m.keep(TAKER, "psql shop", shell, session="job", age="25m", rss="12M", cwd="/home/ada/src/shop")
    watched = login(m, age="26h", number=2, quiet="9m")
    other = m.keep(TAKER, "python3", watched, session="job", age="20h", rss="11M")
    # Seen for the first time at the second sample: a number that was free at the first.
    m.keep("a command that somebody has just started", "git status", shell, session="job", age="0s", samples=[1], rss="5M", cwd="/home/ada/src/shop")
    old = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-1.scope", "cwd": "/home/ada/src/shop", "recycled": True}
    for name, script, host in (("eslint", "dbaeumer.vscode-eslint-3.0.8/server/out/eslintServer.js", taker),
                               ("css", "vscode.css-language-features/server/dist/node/cssServerMain.js", other)):
        m.stop("a helper of an editor that is gone; its number is a stranger's", "/usr/bin/node %s/%s --node-ipc --clientProcessId=%s" % (SERVERS, script, name), init,
               age="5d", session="script", leader="editor", stdin="socket_dead", stdout="socket_dead", rss="180M", threads=12, name="node",
               marker=("VSCODE_PID", host), **old)
    m.stop("a test worker whose runner is gone; the window it came from, too", "node node_modules/.bin/jest-worker", init, age="30h", session="script", leader="runner",
           stdin="pipe_dead", stdout="pipe_dead", rss="310M", threads=12, marker=("TMUX", other), **old)
    # Nothing but its number was another's before.
    m.keep("a job with a log that somebody sent to the background", "python3 import_orders.py", init, user=1000, age="2h", session="own", stdin="null", stdout="file",
           cgroup="/user.slice/user-1000.slice/session-2.scope", cwd="/home/ada/src/shop", nohup=True, cpu=0.4, life=0.4, reads=900000, writes=500000, offset=400000, rss="90M")
    m.view_from(shell)
    return m
