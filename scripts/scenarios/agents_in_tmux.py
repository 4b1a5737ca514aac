"""A remote box with thirty agents in tmux, their MCP servers, and the MCP servers of agents that are gone."""
from machine import Machine
from parts import Tmux, login, service, systemd

PROJECTS = ("shop", "api", "search", "billing", "mobile", "docs")
SERVERS = (
    "node /home/ada/.npm/_npx/9833c18b2d85bc59/node_modules/.bin/mcp-server-filesystem /home/ada/src",
    "node /home/ada/.npm/_npx/a91b/node_modules/@playwright/mcp/cli.js --headless",
    "node /home/ada/.npm/_npx/eea2bd7412d4593b/node_modules/.bin/context7-mcp",
    "/home/ada/.cache/uv/archive-v0/x1/bin/python /home/ada/.cache/uv/archive-v0/x1/bin/mcp-server-git")
AGENTS = ("claude", "claude --dangerously-skip-permissions", "codex --yolo", "gemini --yolo")
LIVING = "a helper whose agent lives"
ORPHAN = "an MCP server whose agent is gone: its pipes lead nowhere, nobody can use it again"


def agents(m, tmux):
    found = []
    for number in range(30):
        age = ("50m", "5h", "22h", "3d")[number % 4]
        quiet = ("5s", "20m", "9h", "2d")[number % 4]
        working = number % 4 < 2
        shell = tmux.shell("4d", quiet, cwd="/home/ada/src/%s" % PROJECTS[number % 6])
        command = AGENTS[number % len(AGENTS)]
        agent = m.keep("an agent in tmux that %s" % ("works" if working else "waits for its user"), command, shell, age=age, session="job",
                       name=command.split()[0], exe="/usr/bin/node", rss="%dM" % (280 + 11 * number), threads=18, cpu=0.2 if working else 0.01,
                       life=0.08, network=30000 if working else 0)
        for server in (SERVERS[number % 4], SERVERS[(number + 1) % 4]):
            m.keep(LIVING, server, agent, stdin="socket", stdout="socket", rss="70M", threads=11)
        found.append(agent)
    return found


def work(m, agents):
    test = m.keep("a tool call of an agent", ["/bin/bash", "-c", "cargo test --workspace 2>&1 | tail -50"], agents[0], age="6m", session="own",
                  name="bash", tty=None, stdin="null", stdout="pipe")
    cargo = m.keep("a tool call of an agent", "cargo test --workspace", test, age="6m", rss="160M", threads=9, cpu=0.4)
    for crate in range(4):
        m.keep("a tool call of an agent", "rustc --crate-name part%d src/lib.rs --edition=2021 --emit=dep-info,link" % crate, cargo, age="40s", cpu=0.95,
               life=0.9, rss="500M", writes=90000)
    poll = m.keep("an agent waits in a loop", ["/bin/bash", "-c", "until curl -sf localhost:3000/health; do sleep 5; done"], agents[1], age="14m",
                  session="own", name="bash", tty=None, stdin="null", stdout="pipe")
    m.keep("an agent waits in a loop", "sleep 5", poll, age="2s")
    dev = m.keep("a dev server that an agent looks at with its browser", "node /home/ada/src/shop/node_modules/.bin/next dev", agents[1], age="4h",
                 session="own", tty=None, stdin="null", stdout="pipe", listen=[3000], rss="420M", threads=12)
    browser = m.keep("the browser of a living agent", "/home/ada/.cache/ms-playwright/chromium-1148/chrome-linux/chrome --headless --remote-debugging-pipe --user-data-dir=/tmp/playwright_chromiumdev_profile-a",
                     agents[1], age="70m", session="own", tty=None, stdin="null", stdout="pipe", rss="180M", threads=20)
    browser.connect(dev, 2)


def left(m, init, tmux):
    """The agents of a tmux server that was killed, and those of closed windows."""
    old = "/user.slice/user-1000.slice/session-3.scope"
    for number in range(107):
        was_killed = number < 60
        m.stop(ORPHAN, SERVERS[number % 4], init, user=1000, age="%dh" % (26 + number), session="dead_job" if number % 2 else "script",
               leader="agent %d" % (number // 2), stdin="socket_dead" if number % 4 < 3 else "pipe_dead",
               stdout="socket_dead" if number % 4 < 3 else "pipe_dead", rss="66M", threads=11, cgroup=old,
               cwd="/home/ada/src/%s" % PROJECTS[number % 6], marker=("TMUX", "old server" if was_killed else tmux.server))
    gone = {"user": 1000, "cgroup": old, "session": "script", "cwd": "/home/ada/src/api"}
    m.stop("a test that spins since its agent died", "bun test --timeout 60000", init, age="5h", stdin="null", stdout="pipe_dead", cpu=0.95, life=0.95,
           rss="300M", marker=("TMUX", tmux.server), **gone)
    m.stop("it follows a log for an agent that is gone", "tail -f /tmp/server.log", init, age="3d", stdin="null", stdout="pipe_dead", rss="2M",
           marker=("TMUX", "old server"), **gone)
    m.stop("a file server that an agent started two days ago; nobody is connected", "python3 -m http.server 8123", init, age="50h", stdin="null",
           stdout="file", listen=[8123], rss="18M", marker=("TMUX", tmux.server), **gone)
    m.stop("a whole agent that lost its terminal yesterday", "claude --resume", init, age="28h", stdin="tty_dead", stdout="tty_dead", name="claude",
           exe="/usr/bin/node", rss="400M", threads=18, marker=("TMUX", "old server"), **gone)
    m.keep("a log is written and nohup asked for it", "python3 crawl.py --resume", init, age="30h", nohup=True, stdin="null", stdout="file", cpu=0.1,
           life=0.1, offset=900, network=12000, rss="80M", **gone)


def describe():
    m = Machine(uptime="31d", processors=32, memory="128G", free=0.4)
    init = systemd(m)
    shell = login(m, number=88)
    tmux = Tmux(m, init, "12d", cgroup="/user.slice/user-1000.slice/session-41.scope")
    m.keep("the way to the terminals", "tmux attach -t main", shell, age="3h", session="job").connect(tmux.server)
    found = agents(m, tmux)
    work(m, found)
    left(m, init, tmux)
    view = tmux.shell("2h", "1s")
    m.view_from(view)
    return m
