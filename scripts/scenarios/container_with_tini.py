"""A development container seen from inside: PID 1 is tini, one control group for all, and no systemd."""
from machine import Machine

ENTERED = "a shell that somebody entered the container with"


def describe():
    m = Machine(uptime="16d", processors=8, memory="16G", systemd=False)
    facts = {"cgroup": "/", "user": 1000, "cwd": "/workspace"}
    # The container is younger than the machine.
    init = m.keep("the container's init", "/usr/bin/tini -- /usr/local/bin/entrypoint.sh", None, age="6d", pid=1, session="own", stdin="null", stdout="pipe",
                  name="tini", rss="1M", **facts)
    entry = m.keep("the container's main process: the container ends with it", ["/bin/bash", "/usr/local/bin/entrypoint.sh"], init, age="6d", session="job",
                   name="entrypoint.sh", exe="/usr/bin/bash", pid=7, stdin="null", stdout="pipe", **facts)
    m.keep("it holds the container open", "sleep infinity", entry, rss="1M")
    app = m.keep("a server that the container's main process started", "node /workspace/server.js", entry, age="6d", rss="120M", threads=11, listen=[3000], stdout="pipe",
                 cpu=0.01)
    app.clients += [None]
    for number in range(5):
        m.reap("dead already; the server never waits for the tools that it starts", "git", app, age="%dh" % (number + 3))
    shells = {}
    for name, quiet in (("one", "1m"), ("two", "22h")):
        # Entered from outside: the kernel shows no parent.
        shells[name] = m.keep(ENTERED, "bash", init, ppid=0, age="2d", session="own", tty=m.terminal(quiet), **facts)
    m.keep("an editor in a terminal", "vim compose.yaml", shells["two"], age="23h", session="job", risk=[("editor_swap", "/workspace/.compose.yaml.swp")])
    server = m.keep("an editor's server with its client outside", "/home/node/.vscode-server/bin/c1/node /home/node/.vscode-server/bin/c1/out/server-main.js --start-server",
                    init, ppid=0, age="2d", session="script", stdin="pipe", stdout="pipe", rss="130M", threads=11, listen=[39001], name="node", network=2000, **facts)
    server.clients += [None]
    m.keep("an editor's server with its client outside", "/home/node/.vscode-server/bin/c1/node out/bootstrap-fork --type=extensionHost", server, rss="400M", threads=12,
           name="node")
    left = dict(facts, session="dead_job", stdin="tty_dead", stdout="tty_dead")
    m.stop("a dev server of a shell that is gone; nobody is connected", "node /workspace/node_modules/.bin/next dev -p 3005", init, age="3d", listen=[3005], rss="400M",
           threads=12, **left)
    m.stop("a test worker that spins since its run died", "node /workspace/node_modules/jest-worker/build/workers/processChild.js", init, age="9h",
           cpu=0.97, life=0.97, rss="200M", threads=11, **dict(left, session="script", stdin="pipe_dead", stdout="pipe_dead"))
    m.stop("an MCP server whose agent is gone", "node /home/node/.npm/_npx/12ab/node_modules/.bin/mcp-server-memory", init, age="4d", rss="60M", threads=11,
           **dict(left, session="script", stdin="socket_dead", stdout="socket_dead"))
    m.reap("dead already; init will reap it late", "sh", init, age="2h", user=1000, cgroup="/")
    m.reap("dead already; its shell has not looked yet", "npm", shells["two"], age="1h")
    m.view_from(shells["one"])
    m.viewer.parent.facts["ppid"] = 0
    return m
