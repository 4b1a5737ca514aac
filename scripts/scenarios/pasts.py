"""A workstation that was scanned every minute for more than two hours: what its processes did meanwhile."""
from machine import Machine
from parts import Tmux, login, service, systemd, user_manager

APP = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-4.scope"}
MINUTES = 140


def steps(cores=0.0, gained=0.0, moved=0, count=MINUTES, every=1, other=0.0):
    """A minute each; where `every` is more than 1, only each such minute is as told and the others use `other` cores."""
    return [(60, cores if minute % every == 0 else other, gained, moved if minute % every == 0 else 0) for minute in range(count)]


def at_work(m, init, tmux):
    m.keep("a training run that writes checkpoints", "python3 train.py --out runs/9", init, age="30h", nohup=True, session="dead_job", stdin="null", stdout="file",
           cpu=1.0, life=0.98, rss="6G", threads=9, writes=400000, past=steps(0.98, moved=24000000), cwd="/home/ada/runs", **APP)
    m.keep("a simulation that computes for days and writes at its end", "./simulate --steps 9000000", init, age="22h", nohup=True, session="dead_job", stdin="null",
           stdout="file", cpu=1.0, life=0.99, rss="900M", threads=1, past=steps(0.99), cwd="/home/ada/sim", **APP)
    window = tmux.shell("3d", "4h", cwd="/home/ada/src/api", past=steps())
    m.keep("a dev server that its user comes back to", "node /home/ada/src/api/node_modules/.bin/next dev", window, age="3d", session="job", listen=[3000], rss="700M",
           threads=20, life=0.01, past=steps(0.02, every=9))
    m.keep("an editor that waits for its user", "vim notes.md", tmux.shell("4d", "2d", past=steps()), age="4d", session="job", past=steps())
    service(m, init, "postgresql", "/usr/lib/postgresql/16/bin/postgres -D /var/lib/postgresql/16/main", because="a database at rest", user=110, rss="150M",
            listen=[5432], past=steps(0.001, every=2))
    m.keep("an agent that waits for its user", "claude", tmux.shell("26h", "25h", past=steps()), age="26h", session="job", name="claude", rss="420M", threads=12, life=0.02,
           past=steps(0.003))
    m.keep("a backup that a timer started and that copies", "borg create /mnt/backup::now /home", m.cron, age="3h", session="own", cpu=0.4, life=0.4, rss="300M",
           reads=9000000, past=steps(0.4, moved=90000000), cgroup="/system.slice/cron.service", user=1000)


def unwell(m, tmux):
    shell = tmux.shell("9h", "8h", cwd="/home/ada/src/shop", past=steps())
    m.either("a test that hangs in a loop where somebody may look at it", "bun test src/queue.test.ts", shell, age="8h", session="job", cpu=1.0, life=0.99, rss="300M",
             threads=8, past=steps(0.99))
    server = tmux.shell("2d", "3h", cwd="/home/ada/src/leaky", past=steps())
    climb = [(60, 0.05, 220.0 if minute in (30, 60, 90, 120) else 0.0, 0) for minute in range(MINUTES)]
    m.either("a dev server that leaks where somebody may look at it", "node /home/ada/src/leaky/node_modules/.bin/vite", server, age="2d", session="job", listen=[5173],
             rss="1500M", threads=11, life=0.05, past=climb)


def left(m, init):
    m.stop("a test worker that spins since its runner died", "node /home/ada/src/shop/node_modules/jest-worker/build/workers/processChild.js", init, age="7h",
           session="script", leader="dead runner", stdin="pipe_dead", stdout="pipe_dead", cpu=1.0, life=0.97, rss="380M", threads=7, past=steps(0.97), **APP)
    m.stop("a fetch of an agent that died; it finished its work two hours ago and waits for nobody", "python3 /home/ada/tools/fetch_issues.py", init, age="5h",
           session="script", leader="dead agent", stdin="null", stdout="pipe_dead", life=0.05, rss="60M", threads=2,
           past=steps(0.4, count=30, moved=9000) + steps(count=110), **APP)
    m.stop("a dev server of a closed terminal, unused", "node /home/ada/src/old/node_modules/.bin/webpack serve", init, age="2d", session="dead_job", stdin="tty_dead",
           stdout="tty_dead", listen=[8080], rss="500M", threads=11, past=steps(), **APP)
    m.stop("an MCP server whose agent is gone", "node /home/ada/.npm/_npx/3/node_modules/.bin/mcp-server-memory", init, age="20h", session="script", leader="dead agent 2",
           stdin="socket_dead", stdout="socket_dead", rss="70M", threads=11, past=steps(), **APP)
    m.stop("a wait for something that never comes", ["bash", "-c", "until curl -sf localhost:9; do sleep 30; done"], init, age="30h", session="script", leader="dead agent 3",
           stdin="null", stdout="pipe_dead", rss="4M", past=steps(0.001), **APP)
    m.stop("a language server whose editor crashed", "/usr/bin/clangd --background-index", init, age="9h", session="script", leader="dead editor", stdin="pipe_dead",
           stdout="pipe_dead", rss="1200M", threads=9, life=0.2, past=steps(0.9, count=20, moved=400000) + steps(count=120), **APP)


def describe():
    m = Machine(uptime="12d", processors=16, memory="64G", free=0.5, fronts=True)
    init = systemd(m)
    user_manager(m, init)
    shell = login(m, age="6h", number=8)
    tmux = Tmux(m, init, "6d", cgroup="/user.slice/user-1000.slice/session-4.scope")
    at_work(m, init, tmux)
    unwell(m, tmux)
    left(m, init)
    m.view_from(shell)
    return m
