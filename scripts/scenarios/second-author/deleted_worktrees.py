"""A box where worktrees come and go: what still stands in directories that were deleted."""
from machine import Machine
from parts import Tmux, login, systemd

GONE_TREE = "/home/ada/worktrees/fix-31 (deleted)"
ORPHAN = "a language server of a worktree that was deleted, its editor dead"
HOME = "/home/ada/src/shop"


def held(m, tmux):
    shell = tmux.shell("6d", "30h", because="a shell in a terminal, though its directory is gone", cwd=GONE_TREE, cwd_deleted=True)
    editor = m.keep("an open editor, its directory deleted: what is in its buffers exists nowhere else", "nvim src/main.rs", shell, age="5d", session="job", cwd=GONE_TREE,
                    cwd_deleted=True, risk=[("editor_swap", "/home/ada/.local/state/nvim/swap/main.rs.swp")])
    inner = m.keep("the inner half of an editor that is open", "nvim --embed src/main.rs", editor, session="own", tty=None, stdin="socket", stdout="socket", cwd=GONE_TREE,
                   cwd_deleted=True, rss="60M")
    m.either("a language server of a deleted worktree; the editor that holds it is open", "/home/ada/.cargo/bin/rust-analyzer", inner, stdin="socket", stdout="socket", rss="2.4G",
             threads=24, cwd=GONE_TREE, cwd_deleted=True)
    shell = tmux.shell("6d", "9h", cwd=HOME)
    agent = m.keep("an agent in a terminal, its worktree deleted: its conversation may be wanted", "claude --resume", shell, age="4d", session="job", exe="/usr/bin/node", rss="390M",
                   threads=18, cwd="/home/ada/worktrees/fix-77 (deleted)", cwd_deleted=True)
    m.keep("a helper whose agent lives", "node /home/ada/.npm/_npx/1/node_modules/.bin/mcp-server-filesystem /home/ada/worktrees", agent, stdin="socket", stdout="socket", rss="66M",
           threads=11, cwd="/home/ada/worktrees/fix-77 (deleted)", cwd_deleted=True)
    shell = tmux.shell("6d", "26h", because="a shell in a terminal, though its directory is gone", cwd="/home/ada/worktrees/fix-8 (deleted)", cwd_deleted=True)
    m.either("a dev server of a deleted worktree in a terminal that is open: useless, but its user's", "node node_modules/.bin/next dev", shell, age="5d", session="job", listen=[3000], rss="500M",
             threads=12, cwd="/home/ada/worktrees/fix-8 (deleted)", cwd_deleted=True)


def left(m, init):
    old = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-6.scope", "cwd": GONE_TREE, "cwd_deleted": True}
    pipes = dict(old, session="dead_member", leader="shell 1", group="editor 1", stdin="pipe_dead", stdout="pipe_dead")
    analyzer = m.stop(ORPHAN, "/home/ada/.cargo/bin/rust-analyzer", init, age="5d", rss="3.1G", threads=24, **pipes)
    m.stop(ORPHAN, "/home/ada/.rustup/toolchains/stable-x86_64-unknown-linux-gnu/libexec/rust-analyzer-proc-macro-srv", analyzer, stdin="pipe", stdout="pipe", rss="40M")
    m.stop(ORPHAN, "/home/ada/go/bin/gopls -remote=auto", init, age="3d", rss="30M", threads=9, **dict(pipes, leader="shell 2"))
    m.stop(ORPHAN, "node /home/ada/.local/share/nvim/mason/bin/pyright-langserver --stdio", init, age="80h", rss="420M", threads=11,
           **dict(pipes, leader="shell 3", stdin="socket_dead", stdout="socket_dead"))
    m.stop(ORPHAN, "node /home/ada/.local/share/nvim/mason/bin/typescript-language-server --stdio", init, age="50h", rss="90M", threads=11,
           **dict(pipes, leader="shell 4", stdin="socket_dead", stdout="socket_dead"))
    m.stop(ORPHAN, "node /home/ada/worktrees/fix-31/node_modules/typescript/lib/tsserver.js --useInferredProjectPerProjectRoot", m.processes[-1], rss="1.6G", threads=12,
           stdin="socket", stdout="socket")
    m.stop("it watched a worktree that was deleted; its terminal is closed", "cargo-watch watch -x check", init, age="4d", session="dead_job", stdin="tty_dead", stdout="tty_dead",
           rss="14M", **old)
    m.stop("a dev server of a deleted worktree and a closed terminal; nobody is connected", "node node_modules/.bin/vite --port 5188", init, age="6d", session="dead_job",
           stdin="tty_dead", stdout="tty_dead", listen=[5188], rss="230M", threads=11, **old)
    m.stop("tests of a deleted worktree that spin for a dead agent", "/home/ada/worktrees/fix-31/target/debug/deps/api-51c2", init, age="30h", session="script", stdin="null",
           stdout="pipe_dead", exe="/home/ada/worktrees/fix-31/target/debug/deps/api-51c2 (deleted)", cpu=0.98, life=0.98, rss="60M", threads=3, **old)


def alike(m, init):
    own = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-6.scope", "session": "own", "stdin": "null"}
    m.keep("a watcher of files that serves all worktrees", "/usr/local/bin/watchman --foreground --logfile=/home/ada/.local/state/watchman/log", init, age="19d", stdout="file",
           listen=["/home/ada/.local/state/watchman/sock"], rss="300M", threads=9, cwd="/", **own)
    server = m.keep("a language server that editors share; one is connected", "/home/ada/go/bin/gopls serve -listen unix;/run/user/1000/gopls", init, age="3d", stdout="null",
                    listen=["/run/user/1000/gopls"], rss="1.2G", threads=20, cwd=HOME, **own)
    server.clients += [None]
    m.keep("an upgrade replaced its program while it runs: it serves on", "/usr/bin/syncthing serve --no-browser", init, age="12d", stdout="file", listen=[8384], rss="120M", threads=20,
           exe="/usr/bin/syncthing (deleted)", cwd="/home/ada", **own)
    used = m.keep("its worktree is deleted, but somebody's browser is connected", "node node_modules/.bin/storybook dev -p 6006", init, age="50h", user=1000, session="dead_job",
                  stdin="tty_dead", stdout="tty_dead", listen=[6006], rss="400M", threads=12, cwd="/home/ada/worktrees/fix-40 (deleted)", cwd_deleted=True, cgroup=own["cgroup"])
    used.clients += [None]
    m.keep("nohup, a log, and it still writes its result elsewhere", "python3 bench.py --out /home/ada/results", init, age="20h", user=1000, nohup=True, session="dead_job",
           stdin="null", stdout="file", cpu=0.9, life=0.9, writes=20000, offset=5000, rss="800M", cwd="/home/ada/worktrees/bench (deleted)", cwd_deleted=True, cgroup=own["cgroup"])


def describe():
    m = Machine(uptime="28d", processors=12, memory="48G", free=0.3, fronts=True)
    init = systemd(m)
    shell = login(m, age="5h", number=90)
    tmux = Tmux(m, init, "7d", cgroup="/user.slice/user-1000.slice/session-4.scope")
    m.keep("the way to the terminals", "tmux attach", shell, age="5h", session="job").connect(tmux.server)
    held(m, tmux)
    left(m, init)
    alike(m, init)
    m.view_from(tmux.shell("1h", "1s"))
    return m
