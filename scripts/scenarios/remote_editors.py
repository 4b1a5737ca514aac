"""Remote halves of VS Code, Cursor and JetBrains: some with clients, some whose client never came back."""
from machine import Machine
from parts import login, systemd

LIVE = "the remote half of an editor that is connected"
ORPHAN = "a helper of an editor server that died"


def code_server(m, init, shell):
    home = "/home/ada/.vscode-server/cli/servers/Stable-fabdb6a3/server"
    facts = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-7.scope", "cwd": "/home/ada", "stdin": "null"}
    server = m.keep(LIVE, "%s/node %s/out/server-main.js --connection-token=remotessh --accept-server-license-terms --start-server --enable-remote-auto-shutdown --socket-path=/tmp/code-a1" % (home, home),
                    init, age="2d", session="script", stdout="file", listen=["/tmp/code-a1", 35011], rss="120M", threads=11, cpu=0.02, network=4000,
                    name="node", **facts)
    shell.carrier.connect(server, 3)
    host = m.keep(LIVE, "%s/node --dns-result-order=ipv4first %s/out/bootstrap-fork --type=extensionHost --transformURIs --useHostProxy=false" % (home, home),
                  server, age="9h", stdin="null", stdout="pipe", rss="540M", threads=13, cpu=0.05, name="node")
    m.keep(LIVE, "%s/node %s/out/bootstrap-fork --type=fileWatcher" % (home, home), server, age="9h", stdout="pipe", rss="70M", threads=12, name="node")
    pty = m.keep(LIVE, "%s/node %s/out/bootstrap-fork --type=ptyHost --logsLevel=2" % (home, home), server, age="2d", stdout="pipe", rss="66M", threads=12, name="node")
    for quiet in ("2m", "30h"):
        m.keep("a shell in the editor's terminal", "/bin/bash --init-file %s/out/vs/workbench/contrib/terminal/common/scripts/shellIntegration-bash.sh" % home, pty,
               age="32h", session="own", tty=m.terminal(quiet), cwd="/home/ada/src/api")
    analyzer = m.keep("a language server of a connected editor", "/home/ada/.vscode-server/extensions/rust-lang.rust-analyzer-0.3.2200/server/rust-analyzer", host,
                      rss="7G", threads=24, stdin="socket", stdout="socket", cpu=0.1, life=0.1, cwd="/home/ada/src/api")
    m.keep("a language server of a connected editor", "/home/ada/.rustup/toolchains/stable-x86_64-unknown-linux-gnu/libexec/rust-analyzer-proc-macro-srv", analyzer,
           rss="40M", stdin="pipe", stdout="pipe")
    m.keep("a language server of a connected editor", "%s/node /home/ada/.vscode-server/extensions/ms-python.vscode-pylance-2024.12/dist/server.bundle.js --cancellationReceive=file:9 --node-ipc --clientProcessId=1" % home,
           host, rss="480M", threads=13, stdin="socket", stdout="socket", name="node")


def old_server(m, init):
    home = "/home/ada/.vscode-server/cli/servers/Stable-38c31bc7/server"
    because = "an earlier version of the editor server, unused for a week: some keep it, some stop it"
    facts = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-2.scope", "cwd": "/home/ada", "stdin": "null"}
    server = m.either(because, "%s/node %s/out/server-main.js --connection-token=remotessh --start-server --socket-path=/tmp/code-b2" % (home, home), init, age="8d",
                      session="script", stdout="file", listen=["/tmp/code-b2"], rss="90M", threads=11, name="node", **facts)
    m.either(because, "%s/node %s/out/bootstrap-fork --type=ptyHost" % (home, home), server, stdout="pipe", rss="60M", threads=12, name="node")
    gone = dict(facts, session="script", leader="old server", stdin="socket_dead", stdout="socket_dead")
    m.stop(ORPHAN, "%s/node /home/ada/.vscode-server/extensions/dbaeumer.vscode-eslint-3.0.8/server/out/eslintServer.js --node-ipc --clientProcessId=901" % home, init,
           age="8d", rss="390M", threads=12, name="node", **gone)
    m.stop(ORPHAN, "%s/node %s/extensions/node_modules/typescript/lib/tsserver.js --useInferredProjectPerProjectRoot" % (home, home), init, age="6d", rss="1.1G",
           threads=12, name="node", **gone)
    gone.update(stdin="pipe_dead", stdout="pipe_dead")
    m.stop(ORPHAN, "/home/ada/go/bin/gopls -mode=stdio", init, age="4d", rss="610M", threads=22, **dict(gone, cwd="/home/ada/src/search"))
    m.stop(ORPHAN, "/home/ada/.vscode-server/extensions/rust-lang.rust-analyzer-0.3.2100/server/rust-analyzer", init, age="5d", rss="8G", threads=24, **gone)
    m.stop(ORPHAN, "/usr/bin/clangd --background-index --clang-tidy", init, age="9d", rss="2.2G", threads=20, **gone)


def jetbrains(m, init, shell):
    home = "/home/ben/.cache/JetBrains/RemoteDev/dist/a1_ideaIU-2024.3"
    facts = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-9.scope", "cwd": "/home/ada/src/billing", "stdin": "null"}
    home = home.replace("ben", "ada")
    ide = m.keep("the remote half of an IDE that is connected", "%s/jbr/bin/java -Xmx4g -Didea.vendor.name=JetBrains -Djb.vmOptionsFile=idea64.vmoptions com.intellij.idea.Main serverMode /home/ada/src/billing" % home,
                 init, age="30h", session="script", stdout="file", listen=[5990, 63342], rss="3.1G", threads=180, cpu=0.12, life=0.1, network=9000, writes=2000, **facts)
    shell.carrier.connect(ide, 2)
    m.keep("the remote half of an IDE that is connected", "%s/bin/fsnotifier" % home, ide, stdin="pipe", stdout="pipe", rss="3M")
    m.stop("a file watcher whose IDE died", "%s/bin/fsnotifier" % home.replace("a1_", "b7_"), init, age="11d", session="script", rss="3M",
           **dict(facts, stdin="pipe_dead", stdout="pipe_dead"))


def describe():
    m = Machine(uptime="33d", processors=16, memory="64G", free=0.5)
    init = systemd(m)
    shell = login(m, age="10h", number=7)
    code_server(m, init, shell)
    old_server(m, init)
    jetbrains(m, init, shell)
    cursor = m.keep("the remote half of an editor that is connected", "/home/ada/.cursor-server/bin/ab12/node /home/ada/.cursor-server/bin/ab12/out/server-main.js --start-server --port 0",
                    init, user=1000, age="5h", session="script", stdin="null", stdout="file", listen=[40117], rss="130M", threads=11, name="node",
                    cgroup="/user.slice/user-1000.slice/session-7.scope", cwd="/home/ada")
    shell.carrier.connect(cursor)
    m.view_from(shell)
    return m
