"""Agents without a terminal: cron's, an orchestrator's, a loop's, and those whose caller is dead."""
from machine import Machine
from parts import Tmux, login, service, systemd, user_manager, user_service

NODE = "/usr/bin/node"
WORKS = "a headless agent at work for a caller that lives"
WAITS = "an agent that has waited two days for its user, in a terminal that is still there"
GONE = "a headless agent whose caller died: nobody will read its answer"
HELPER_GONE = "a helper of a headless agent whose caller died"


def working(m, init, manager, tmux):
    job = m.keep("cron runs it", ["/usr/sbin/CRON -f"], m.cron, name="cron", exe="/usr/sbin/cron", age="9m", user=0)
    line = m.keep("cron runs it", ["/bin/sh", "-c", "/home/ada/bin/nightly.sh"], job, user=1000, session="own", name="sh", cwd="/home/ada/src/api", stdout="pipe")
    agent = m.keep(WORKS, ["claude", "-p", "update the changelog", "--output-format", "stream-json"], line, name="claude", exe=NODE, rss="320M", threads=18, cpu=0.15,
                   network=40000)
    m.keep("a helper whose agent lives", "node /home/ada/.npm/_npx/77/node_modules/.bin/mcp-server-github", agent, stdin="socket", stdout="socket", rss="70M", threads=11)
    # The loop outlives every login on purpose; what it calls is young.
    loop = m.keep("a loop that nohup keeps: it calls an agent again and again", "bash ./loop.sh", init, user=1000, age="31h", nohup=True, session="dead_job", stdin="null",
                  stdout="file", cwd="/home/ada/src/shop", cgroup="/user.slice/user-1000.slice/session-14.scope", rss="4M", offset=200)
    m.keep(WORKS, ["codex", "exec", "--full-auto", "fix the next failing test"], loop, age="11m", name="codex", exe="/usr/local/bin/codex", rss="90M", threads=20, cpu=0.1,
           network=20000)
    runner = user_service(m, manager, "orchestrator.service", "/home/ada/venv/bin/python -m orchestrator serve", age="6d", rss="120M", listen=[7411], cwd="/home/ada")
    for number, quiet in enumerate((30000, 0, 18000)):
        one = m.keep(WORKS, ["claude", "-p", "--input-format", "stream-json", "--output-format", "stream-json"], runner, age="%dm" % (12 + 41 * number), session="own",
                     name="claude", exe=NODE, stdin="socket", stdout="socket", rss="340M", threads=18, cpu=0.1 if quiet else 0.0, network=quiet,
                     cwd="/home/ada/worktrees/task-%d" % number)
        m.keep("a helper whose agent lives", "node /home/ada/.npm/_npx/a9/node_modules/@playwright/mcp/cli.js --headless", one, stdin="socket", stdout="socket", rss="80M",
               threads=11)
    m.keep("a unit that systemd-run made", ["gemini", "--yolo", "-p", "write the release notes"], manager, session="own", name="gemini", exe=NODE, stdin="null", stdout="journal",
           age="25m", cgroup=manager.base + "/app.slice/run-r81b0.service", rss="260M", threads=12, cpu=0.08, network=9000)
    for number in range(3):
        shell = tmux.shell("5d", "%dh" % (47 + number), cwd="/home/ada/src/docs")
        agent = m.keep(WAITS, "claude", shell, session="job", age="3d", exe=NODE, rss="380M", threads=18, cpu=0.01)
        m.keep("a helper whose agent lives", "/home/ada/.cache/uv/archive-v0/q/bin/python -m mcp_server_git", agent, stdin="socket", stdout="socket", rss="50M", threads=3)
    shell = tmux.shell("5d", "8h", cwd="/home/ada/src/docs")
    m.either("an agent that spins for eight hours in an open terminal and sends nothing: ask its user, or end it", "codex", shell, session="job", age="20h", exe="/usr/local/bin/codex",
             rss="1.1G", threads=20, cpu=1.0, life=0.45)


def left(m, init):
    old = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-9.scope", "cwd": "/home/ada/worktrees/task-91"}
    stuck = m.stop(GONE, ["claude", "-p", "--output-format", "stream-json", "run the migration"], init, age="47h", session="script", name="claude", exe=NODE, stdin="null",
                   stdout="pipe_dead", rss="410M", threads=18, life=0.01, **old)
    for server in ("node /home/ada/.npm/_npx/77/node_modules/.bin/mcp-server-github", "node /home/ada/.npm/_npx/e1/node_modules/.bin/mcp-server-filesystem /home/ada/worktrees"):
        m.stop(HELPER_GONE, server, stuck, age="47h", stdin="socket", stdout="socket", rss="66M", threads=11)
    m.stop(GONE, ["codex", "exec", "--json", "refactor the parser"], init, age="28h", session="own", exe="/usr/local/bin/codex", stdin="null", stdout="socket_dead", rss="80M",
           threads=20, **old)
    m.stop("an agent as a server of an agent that is dead: its pipes lead nowhere", "codex mcp-server", init, age="4d", session="script", exe="/usr/local/bin/codex",
           stdin="pipe_dead", stdout="pipe_dead", rss="70M", threads=18, **old)
    m.stop("an agent of a closed terminal: nobody can answer it", "aider --model sonnet", init, age="5d", session="dead_job", exe="/usr/bin/python3", stdin="tty_dead",
           stdout="tty_dead", rss="210M", threads=6, **dict(old, cwd="/home/ada/src/shop"))
    m.stop("an agent's server of a closed terminal; nobody is connected", "opencode serve --port 4096", init, age="3d", session="dead_job", stdin="tty_dead", stdout="tty_dead",
           listen=[4096], rss="180M", threads=14, **old)
    m.stop("a dev server that a dead agent started in the background; nobody is connected", "node /home/ada/worktrees/task-91/node_modules/.bin/vite --port 5301", init, age="30h",
           session="script", stdin="null", stdout="file", listen=[5301], rss="190M", threads=11, **old)
    shell = m.stop("a tool call that waits for a server that never comes, its agent dead", ["/bin/bash", "-c", "until curl -sf localhost:9999; do sleep 2; done"], init, age="47h",
                   session="own", name="bash", stdin="null", stdout="pipe_dead", rss="3M", **old)
    m.either("it ends by itself in a moment", "sleep 2", shell, age="1s", rss="1M")
    m.keep("its caller is dead, but it has its log and talks: let it end", ["claude", "-p", "summarise all issues"], init, age="50m", session="script", name="claude", exe=NODE,
           stdin="null", stdout="file", rss="300M", threads=18, cpu=0.2, network=60000, offset=400, **old)


def describe():
    m = Machine(uptime="22d", processors=16, memory="64G", fronts=True)
    init = systemd(m)
    manager = user_manager(m, init, age="21d")
    shell = login(m, number=51)
    tmux = Tmux(m, init, "8d", cgroup="/user.slice/user-1000.slice/session-2.scope")
    m.keep("the way to the terminals", "tmux attach", shell, age="2h", session="job").connect(tmux.server)
    working(m, init, manager, tmux)
    left(m, init)
    m.view_from(tmux.shell("3h", "1s"))
    return m
