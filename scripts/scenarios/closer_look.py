"""A workstation whose suspects were looked at closely: who is at work where they run, what they write, who started them."""
from machine import Machine
from parts import Tmux, closer, login, repository, service, systemd, user_manager

SCOPE = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-4.scope"}
SHOP, SITE, OLD = "/home/ada/src/shop", "/home/ada/src/site", "/home/ada/src/shop-old"
AGENT = ["CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT"]


def idle(m, init, tmux):
    shell = tmux.shell("3d", "30h", cwd=SHOP, closer=closer())
    m.keep("an editor that waits for its user", "vim notes.md", shell, age="3d", session="job", closer=closer(repository=repository(SHOP)))
    m.keep("an agent that waits for its user", "claude", tmux.shell("50h", "48h", cwd=SITE), age="49h", session="job", name="claude", rss="420M", threads=12,
           closer=closer(agent_marks=["CLAUDECODE"], repository=repository(SITE)))
    m.keep("a key agent is meant to live on its own", "ssh-agent -s", init, age="10d", session="own", stdin="null", stdout="null", unreadable=True, **SCOPE)
    m.keep("a build daemon that waits for the next build", "java -Xmx2g org.gradle.launcher.daemon.bootstrap.GradleDaemon 8.5", init, age="20h", session="own",
           stdin="null", stdout="file", listen=[41837], rss="900M", threads=60, closer=closer(repository=repository(SITE)), **SCOPE)
    service(m, init, "postgresql", "/usr/lib/postgresql/16/bin/postgres -D /var/lib/postgresql/16/main", because="a database at rest", user=110, rss="150M",
            listen=[5432])
    m.keep("somebody's own redis, started as a daemon", "redis-server 127.0.0.1:6380", init, age="6d", session="own", stdin="null", stdout="null",
           listen=[6380], rss="30M", threads=5, closer=closer(sockets={"listening": 1, "backlog_limit": 511}), **SCOPE)
    m.keep("nohup and a log: somebody wanted it to go on", "python3 train.py", init, age="30h", session="dead_job", nohup=True, stdin="null", stdout="file",
           cpu=1.0, life=0.98, rss="6G", threads=9, cwd="/home/ada/runs", writes=400000,
           closer=closer(switches={"voluntary": 3, "involuntary": 900}, run_delay={"ran_seconds": 1.98, "waited_seconds": 0.02, "slices": 900}), **SCOPE)


def attended(m, init, tmux):
    editor = tmux.shell("5h", "2m", cwd=SHOP)
    vim = m.keep("an editor in use", "vim src/cart.ts", editor, age="4h", session="job", cwd=SHOP)
    about = [{"pid": 0, "category": "editor", "quiet_seconds": 120.0}]
    m.keep("a watcher that its user's task runner detached; he works in that project now", "node %s/node_modules/.bin/tsc --watch" % SHOP, init, age="5h",
           session="script", leader="task runner", stdin="null", stdout="null", cwd=SHOP, rss="210M", threads=11, life=0.01,
           closer=closer(company=about, repository=repository(SHOP, changed=90.0), directory={"last_change_seconds": 60.0}), **SCOPE)
    m.keep("an export that writes its result; its shell ended, and it said that it goes on", "python3 export_orders.py", init, age="3h", session="script",
           leader="export", stdin="null", stdout="null", cwd=SHOP, rss="90M", cpu=0.2, life=0.2, writes=90000,
           closer=closer(descriptors={"writing": 2, "locks": 1}, company=about, repository=repository(SHOP, changed=90.0)), **SCOPE)
    return vim


def left(m, init):
    mark = closer(agent_marks=AGENT, repository=repository(OLD, kind="pruned"))
    m.stop("a dev server in a worktree that was pruned: its agent is gone, and nobody works there", "node %s/node_modules/.bin/next dev" % OLD, init, age="2d",
           session="script", leader="agent", stdin="null", stdout="pipe_dead", cwd=OLD, listen=[3001], rss="600M", threads=20, life=0.005,
           closer={**mark, "sockets": {**mark["sockets"], "listening": 1, "backlog_limit": 511}}, **SCOPE)
    m.stop("an MCP server whose agent is dead", "node /home/ada/.npm/_npx/9/node_modules/.bin/mcp-server-filesystem", init, age="20h", session="script",
           leader="agent", stdin="socket_dead", stdout="socket_dead", cwd=OLD, rss="70M", threads=11, closer=mark, **SCOPE)
    m.stop("a test worker that spins since its runner died", "node %s/node_modules/jest-worker/build/workers/processChild.js" % OLD, init, age="9h",
           session="script", leader="runner", stdin="pipe_dead", stdout="pipe_dead", cwd=OLD, cpu=1.0, life=0.97, rss="380M", threads=7,
           closer={**mark, "switches": {"voluntary": 0, "involuntary": 40},
                   "run_delay": {"ran_seconds": 1.99, "waited_seconds": 0.01, "slices": 40}}, **SCOPE)
    m.stop("a poll of an agent that is gone, for what never comes", ["bash", "-c", "until gh run view 7; do sleep 30; done"], init, age="26h", session="script",
           leader="agent", stdin="null", stdout="pipe_dead", cwd=OLD, rss="4M", closer=mark, **SCOPE)
    m.stop("a watcher that an agent started two days ago; nobody has touched the project since", "node %s/node_modules/.bin/vitest --watch" % OLD, init, age="2d",
           session="script", leader="agent", stdin="null", stdout="null", cwd=OLD, rss="300M", threads=11,
           closer=closer(agent_marks=AGENT, repository=repository(OLD)), **SCOPE)


def describe():
    m = Machine(uptime="12d", processors=16, memory="64G", free=0.5, fronts=True)
    init = systemd(m)
    user_manager(m, init)
    shell = login(m, age="6h", number=8)
    tmux = Tmux(m, init, "6d", cgroup="/user.slice/user-1000.slice/session-4.scope")
    idle(m, init, tmux)
    attended(m, init, tmux)
    left(m, init)
    m.view_from(shell)
    return m
