"""A desktop whose systemd --user has adopted three hundred helpers of agents, beside what it started itself."""
from machine import Machine
from parts import systemd, user_manager, user_service

SERVERS = (
    "node /home/ada/.npm/_npx/9833/node_modules/.bin/mcp-server-filesystem /home/ada",
    "node /home/ada/.npm/_npx/eea2/node_modules/.bin/context7-mcp",
    "/home/ada/.cache/uv/archive-v0/k/bin/python /home/ada/.cache/uv/archive-v0/k/bin/mcp-server-fetch",
    "/home/ada/.local/share/claude-mcp/bin/serena-mcp-server --transport stdio",
    "node /home/ada/.npm/_npx/0c1e/node_modules/.bin/mcp-server-sequential-thinking")
ORPHAN = "an MCP server whose agent is dead: systemd --user merely adopted it"
LIVING = "a helper whose agent lives"
DESKTOP = "a part of the desktop session"


def describe():
    m = Machine(uptime="19d", processors=16, memory="64G", free=0.25, fronts=True)
    init = systemd(m, ssh=False)
    manager = user_manager(m, init, age="18d")
    for unit, command in (("org.gnome.Shell@wayland.service", "/usr/bin/gnome-shell"), ("dbus.service", "/usr/bin/dbus-daemon --session --nopidfile"),
                          ("pipewire.service", "/usr/bin/pipewire"), ("gcr-ssh-agent.service", "/usr/libexec/gcr-ssh-agent --base-dir /run/user/1000/gcr")):
        user_service(m, manager, unit, command, group="session.slice", rss="50M")
    own = {"session": "own", "stdin": "null", "stdout": "journal"}
    m.keep(DESKTOP, "/usr/bin/gnome-calendar --gapplication-service", manager, age="9d", cgroup=manager.base + "/app.slice/dbus-:1.2-org.gnome.Calendar@0.service", **own)
    claude = m.keep("a desktop program that is open", "/usr/lib/claude-desktop/claude-desktop", manager, age="6d", rss="300M", threads=40,
                    cgroup=manager.base + "/app.slice/app-gnome-claude-301.scope", **own)
    for server in SERVERS[:3]:
        m.keep(LIVING, server, claude, stdin="socket", stdout="socket", rss="70M", threads=11)
    terminal = m.keep("the terminal window", "/usr/libexec/gnome-terminal-server", manager, age="18d", rss="80M", cgroup=manager.base + "/app.slice/gnome-terminal-server.service", **own)
    spawned = manager.base + "/app.slice/app-org.gnome.Terminal.slice/vte-spawn-%s.scope"
    for number, quiet in enumerate(("2m", "3h", "26h")):
        shell = m.keep("a shell in a terminal", "bash", terminal, age="%dd" % (7 + number), session="own", tty=m.terminal(quiet), cgroup=spawned % ("a%d" % number), cwd="/home/ada/src")
        living = m.keep("an agent in an open terminal", "claude", shell, age="%dh" % (30 + number), session="job", exe="/usr/bin/node", rss="350M", threads=18)
        for server in (SERVERS[number], SERVERS[4]):
            m.keep(LIVING, server, living, stdin="socket", stdout="socket", rss="66M", threads=11)
    # Sixty agents, five helpers each: the shells' windows were closed one after another.
    for agent in range(60):
        for number, server in enumerate(SERVERS):
            kind = "pipe_dead" if number == 2 else "socket_dead"
            m.stop(ORPHAN, server, manager, age="%dh" % (20 + 5 * agent), session="dead_member", leader="shell %d" % agent, group="agent", stdin=kind, stdout=kind,
                   rss="60M", threads=3 if number == 2 else 11, cwd="/home/ada/src", cgroup=spawned % ("dead%d" % agent))
    # The same program, kept by a unit of the user's own, and once more in use over a port.
    user_service(m, manager, "mcp-memory.service", "node /home/ada/.npm/_npx/77/node_modules/.bin/mcp-server-memory --transport http", age="9d", rss="70M", listen=[8931])
    shared = m.keep("started by an agent that is dead, and a living agent is connected to it", "/home/ada/.local/share/claude-mcp/bin/serena-mcp-server --transport sse --port 9121", manager,
                    age="60h", session="dead_member", leader="shell x", group="agent", stdin="null", stdout="file", listen=[9121], rss="200M", threads=6, cwd="/home/ada/src",
                    cgroup=spawned % "deadx")
    living.connect(shared)
    m.view_from(m.keep("a shell in a terminal", "bash", terminal, age="1h", session="own", tty=m.terminal("1s"), cgroup=spawned % "view", cwd="/home/ada"))
    return m
