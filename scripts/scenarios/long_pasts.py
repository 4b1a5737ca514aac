"""A workstation that was scanned every minute for five hours, with pasts that only a long look tells apart."""
import random

from machine import Machine
from parts import Tmux, login, systemd, user_manager

APP = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-4.scope"}
MINUTES = 300


def rest(count=MINUTES, memory=0.0):
    return [(60, 0.0, memory, 0) for _ in range(count)]


def spells(count, every, length, cores, moved=0, gained=0.0):
    """Work in spells: `length` minutes of every `every`."""
    return [(60, cores if minute % every < length else 0.0, gained, moved if minute % every < length else 0) for minute in range(count)]


def visits(seed, count=MINUTES, cores=0.3, moved=200000):
    """Somebody comes back now and then, for some minutes."""
    chance, left, steps = random.Random(seed), 0, []
    for _ in range(count):
        if left == 0 and chance.random() < 0.03:
            left = chance.randint(3, 12)
        steps.append((60, round(cores * chance.uniform(0.3, 1), 2) if left else 0.0, 0.0, moved if left else 0))
        left = max(0, left - 1)
    return steps


def together(seed, count=MINUTES, torn=0):
    """Storage goes with processor time; in the last `torn` minutes the other way round."""
    chance, steps = random.Random(seed), []
    for minute in range(count):
        share = chance.uniform(0.1, 0.9)
        other = 1 - share if minute >= count - torn else share
        steps.append((60, round(share, 2), 0.0, int(other * 4000000)))
    return steps


def needed(m, init, tmux):
    m.keep("a crawler that somebody started with nohup and that fetches every half hour", "python3 crawl.py --every 30m", init, age="3d", nohup=True, session="dead_job",
           stdin="null", stdout="file", life=0.06, rss="180M", threads=4, past=spells(MINUTES, 30, 4, 0.5, moved=3000000), **APP)
    m.keep("a queue worker that writes what it computes", "python3 -m celery -A shop worker", init, age="2d", nohup=True, session="dead_job", stdin="null", stdout="file",
           cpu=0.5, life=0.5, rss="420M", threads=8, writes=900000, past=together(3), **APP)
    m.keep("a dev server that its user comes back to", "node /home/ada/src/web/node_modules/.bin/vite", tmux.shell("2d", "20m", cwd="/home/ada/src/web", past=rest()),
           age="2d", session="job", listen=[5173], rss="400M", threads=11, life=0.03, past=visits(1))
    build = m.keep("a build that waits for its compilers", "make -j4 all", tmux.shell("8h", "4h", cwd="/home/ada/src/db", past=rest()), age="7h", session="job", rss="40M",
                   past=rest())
    m.keep("a compiler of a running build", "/usr/lib/gcc/x86_64-linux-gnu/12/cc1plus -O2 src/engine.cc", build, age="6h", session="job", cpu=0.98, life=0.97, rss="900M",
           past=[(60, 0.97, 0.0, 30000)] * MINUTES)
    m.keep("an editor that waits for its user", "vim plan.md", tmux.shell("5d", "3h", past=rest()), age="5d", session="job", past=rest())


def unwell(m, tmux):
    m.either("a server that leaks where somebody may look at it", "node /home/ada/src/leaky/server.js", tmux.shell("2d", "3h", cwd="/home/ada/src/leaky", past=rest()), age="2d",
             session="job", listen=[8081], rss="2G", threads=11, life=0.04, past=[(60, 0.04, 5.0, 0)] * MINUTES)
    m.either("an indexer that no longer writes what it reads, where somebody may look at it", "python3 index.py --watch", tmux.shell("1d", "2h", past=rest()), age="1d",
             session="job", cpu=0.5, life=0.5, rss="300M", threads=3, past=together(5, torn=40))


def left(m, init):
    m.stop("a watcher of a closed terminal that last built four hours ago", "node /home/ada/src/shop/node_modules/.bin/webpack --watch", init, age="2d", session="dead_job",
           stdin="tty_dead", stdout="tty_dead", life=0.02, rss="380M", threads=11, past=spells(60, 12, 3, 0.6, moved=400000) + rest(240), **APP)
    m.stop("a test worker that was used and spins since its runner died", "node /home/ada/src/shop/node_modules/jest-worker/build/workers/processChild.js", init, age="9h",
           session="script", leader="dead runner", stdin="pipe_dead", stdout="pipe_dead", cpu=1.0, life=0.6, rss="350M", threads=7,
           past=spells(100, 10, 4, 0.4, moved=90000) + [(60, 0.99, 0.0, 0)] * 200, **APP)
    m.stop("an MCP server whose agent is gone; it pings nobody every ten minutes", "node /home/ada/.npm/_npx/9/node_modules/.bin/mcp-server-github", init, age="30h",
           session="script", leader="dead agent", stdin="socket_dead", stdout="socket_dead", rss="80M", threads=11, past=spells(MINUTES, 10, 1, 0.01), **APP)
    script = m.stop("an agent's script that waits for a child that waits for nobody", ["bash", "-c", "npm run watch | tee log"], init, age="8h", session="script",
                    leader="dead agent 2", stdin="null", stdout="pipe_dead", rss="4M", past=rest(), **APP)
    m.stop("the child of an agent's script, without anybody who reads it", "node /home/ada/src/old/node_modules/.bin/tsc --watch", script, age="8h", stdin="null",
           stdout="pipe_dead", rss="300M", threads=11, past=spells(40, 8, 2, 0.5, moved=20000) + rest(260), **APP)


def describe():
    m = Machine(uptime="12d", processors=16, memory="64G", free=0.5, fronts=True)
    init = systemd(m)
    user_manager(m, init)
    shell = login(m, age="6h", number=8)
    tmux = Tmux(m, init, "6d", cgroup="/user.slice/user-1000.slice/session-4.scope")
    needed(m, init, tmux)
    unwell(m, tmux)
    left(m, init)
    m.view_from(shell)
    return m
