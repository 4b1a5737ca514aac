"""Remote halves of editors whose user went home: some wait to be resumed, some are pieces of what is dead."""
from machine import Machine
from parts import login, systemd, user_manager, user_service

SERVER = "/home/ada/.vscode-server/cli/servers/Stable-17baf841/server"
OLD = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-44.scope", "cwd": "/home/ada"}
PAUSED = "its user closed the lid an hour ago and will be back: editor, terminals and what runs in them wait"
PIECE = "a piece of an editor server that is dead"
OLDER = "an editor server that nobody has connected to for five days: it may be resumed, it may be ended"


def resumable(m, init):
    cli = m.keep(PAUSED, "/home/ada/.vscode-server/code-17baf841 command-shell --cli-data-dir /home/ada/.vscode-server/cli --on-port", init, age="9h", session="script", stdin="null",
                 stdout="file", listen=[42113], rss="14M", threads=9, **OLD)
    server = m.keep(PAUSED, "%s/node %s/out/server-main.js --accept-server-license-terms --start-server --enable-remote-auto-shutdown --socket-path=/tmp/code-7" % (SERVER, SERVER), cli,
                    stdin="null", stdout="pipe", listen=["/tmp/code-7"], rss="130M", threads=11, name="node")
    host = m.keep(PAUSED, "%s/node --dns-result-order=ipv4first %s/out/bootstrap-fork --type=extensionHost --transformURIs" % (SERVER, SERVER), server, stdin="null", stdout="pipe",
                  rss="620M", threads=13, name="node")
    m.keep(PAUSED, "%s/node %s/out/bootstrap-fork --type=fileWatcher" % (SERVER, SERVER), server, stdin="null", stdout="pipe", rss="90M", threads=13, name="node")
    pty = m.keep(PAUSED, "%s/node %s/out/bootstrap-fork --type=ptyHost --logsLevel=2" % (SERVER, SERVER), server, stdin="null", stdout="pipe", rss="70M", threads=12, name="node")
    shell = m.keep(PAUSED, "/bin/bash --init-file shellIntegration-bash.sh", pty, session="own", tty=m.terminal("70m"), cwd="/home/ada/src/api")
    m.keep(PAUSED, "python3 -m pytest -x tests/slow", shell, age="80m", session="job", cpu=0.9, life=0.9, rss="200M", writes=4000)
    shell = m.keep(PAUSED, "/bin/bash --init-file shellIntegration-bash.sh", pty, session="own", tty=m.terminal("2h"), cwd="/home/ada/src/web")
    m.keep(PAUSED, "node /home/ada/src/web/node_modules/.bin/vite", shell, age="8h", session="job", listen=[5173], rss="230M", threads=11)
    for command in ("%s/node /home/ada/.vscode-server/extensions/ms-python.vscode-pylance-2025.3/dist/server.bundle.js --node-ipc --clientProcessId=1" % SERVER,
                    "%s/node %s/extensions/node_modules/typescript/lib/tsserver.js --useInferredProjectPerProjectRoot" % (SERVER, SERVER)):
        m.keep(PAUSED, command, host, stdin="socket", stdout="socket", rss="500M", threads=12, name="node")
    m.keep(PAUSED, "/home/ada/.vscode-server/extensions/ms-vscode.cpptools-1.23/bin/cpptools", host, stdin="pipe", stdout="pipe", rss="160M", threads=20)


def pieces(m, init):
    gone = dict(OLD, session="script", leader="server of old")
    node = dict(gone, stdin="null", stdout="pipe_dead", name="node")
    extension = m.stop(PIECE, "%s/node %s/out/bootstrap-fork --type=extensionHost --transformURIs" % (SERVER, SERVER), init, age="4d", rss="1.9G", threads=13, cpu=0.02, **node)
    m.stop(PIECE, "%s/node %s/extensions/node_modules/typescript/lib/tsserver.js --node-ipc" % (SERVER, SERVER), extension, stdin="socket", stdout="socket", rss="1.2G", threads=12, name="node")
    m.stop(PIECE, "%s/node %s/out/bootstrap-fork --type=fileWatcher" % (SERVER, SERVER), init, age="4d", rss="300M", threads=13, **node)
    m.stop("an assistant's language server whose editor server is dead", "%s/node /home/ada/.vscode-server/extensions/github.copilot-1.300/dist/language-server.js --stdio" % SERVER, init, age="4d",
           rss="400M", threads=14, **dict(gone, stdin="socket_dead", stdout="socket_dead", name="node"))
    m.stop("a search that spins since its editor server died", "%s/node_modules/@vscode/ripgrep/bin/rg --hidden --json needle ." % SERVER, init, age="4d", cpu=0.9, life=0.9, rss="40M", threads=6,
           **dict(gone, stdin="null", stdout="socket_dead"))
    m.stop("a remote editor's proxy whose connection is dead", "/home/ada/.zed_server/zed-remote-server-stable-0.180 proxy --identifier dev-1", init, age="3d", rss="20M", threads=6,
           **dict(gone, leader="zed", stdin="pipe_dead", stdout="pipe_dead"))
    m.stop("a language server whose editor is dead", "/home/ada/.local/share/zed/languages/gopls/gopls", init, age="3d", rss="700M", threads=18, **dict(gone, leader="zed 2", stdin="pipe_dead", stdout="pipe_dead"))


def idle(m, init, manager):
    server = m.either(OLDER, "/home/ada/.cursor-server/bin/aa/node /home/ada/.cursor-server/bin/aa/out/server-main.js --start-server --port 0", init, age="9d", session="script", stdin="null",
                      stdout="file", listen=[38011], rss="140M", threads=11, name="node", **OLD)
    host = m.either(OLDER, "/home/ada/.cursor-server/bin/aa/node out/bootstrap-fork --type=extensionHost", server, age="6d", stdin="null", stdout="pipe", rss="3.2G", threads=13, name="node")
    m.either(OLDER, "/home/ada/.cargo/bin/rust-analyzer", host, stdin="socket", stdout="socket", rss="5G", threads=24, cwd="/home/ada/src/api")
    m.either(OLDER, "/home/ada/.zed_server/zed-remote-server-stable-0.180 run --log-file /home/ada/.zed/log --pid-file /home/ada/.zed/pid", init, age="5d", session="own", stdin="null", stdout="null",
             listen=["/home/ada/.zed/stdin.sock"], rss="90M", threads=12, **OLD)
    m.either(OLDER, "/home/ada/.cache/JetBrains/RemoteDev/dist/c1/jbr/bin/java -Xmx4g com.intellij.idea.Main serverMode /home/ada/src/web", init, age="12d", session="script", stdin="null", stdout="file",
             listen=[5991], rss="4G", threads=160, cpu=0.03, **OLD)
    user_service(m, manager, "code-tunnel.service", "/home/ada/.local/bin/code tunnel service internal-run", age="20d", rss="30M", threads=12, network=300)
    tunnel = m.processes[-1]
    m.keep("a service of the user's systemd runs it", "%s/node %s/out/server-main.js --accept-server-license-terms --socket-path=/tmp/code-t" % (SERVER, SERVER), tunnel, age="3d",
           stdin="null", stdout="pipe", listen=["/tmp/code-t"], rss="120M", threads=11, name="node")
    user_service(m, manager, "code-server.service", "/usr/lib/code-server/lib/node /usr/lib/code-server/out/node/entry --bind-addr 127.0.0.1:8080", age="20d", rss="90M", threads=11, listen=[8080])


def describe():
    m = Machine(uptime="25d", processors=16, memory="64G", fronts=True, window=2.0, samples=5)
    init = systemd(m)
    manager = user_manager(m, init, age="22d")
    shell = login(m, age="30m", number=60)
    resumable(m, init)
    pieces(m, init)
    idle(m, init, manager)
    m.view_from(shell)
    return m
