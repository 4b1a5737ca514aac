"""A development box after a day of closed terminals: what outlived them, and what looks alike and is needed."""
from machine import Machine
from parts import Tmux, login, service, systemd

CLOSED = {"user": 1000, "session": "dead_job", "stdin": "tty_dead", "stdout": "tty_dead", "cgroup": "/user.slice/user-1000.slice/session-12.scope"}
SHOP = "/home/ada/src/shop"


def left(m, init):
    m.stop("a dev server of a closed terminal; nobody is connected", "node %s/node_modules/.bin/next dev" % SHOP, init, age="2d", listen=[3000], rss="520M",
           threads=12, cwd=SHOP, **CLOSED)
    m.stop("the worker of a dev server of a closed terminal", ["next-server (v15.1.0)"], m.processes[-1], name="next-server (v1", exe="/usr/bin/node",
           rss="410M", threads=12)
    m.stop("a dev server of a closed terminal; nobody is connected", "node /home/ada/src/admin/node_modules/.bin/vite", init, age="4d", listen=[5173],
           rss="260M", threads=11, cwd="/home/ada/src/admin", **CLOSED)
    m.stop("the compiler of a dev server of a closed terminal", "/home/ada/src/admin/node_modules/@esbuild/linux-x64/bin/esbuild --service=0.21.5 --ping",
           m.processes[-1], rss="30M", threads=10, stdin="pipe", stdout="pipe")
    m.stop("a watcher of a closed terminal", "node %s/node_modules/.bin/webpack --watch" % SHOP, init, age="2d", rss="330M", threads=11, cwd=SHOP, **CLOSED)
    m.stop("a test worker that spins since its run died", "node %s/node_modules/jest-worker/build/workers/processChild.js" % SHOP, init, age="4h",
           user=1000, session="script", stdin="pipe_dead", stdout="pipe_dead", cpu=0.95, life=0.95, rss="280M", threads=12, cwd=SHOP, cgroup=CLOSED["cgroup"])
    m.stop("a file server of a closed terminal; nobody is connected", "python3 -m http.server 8000", init, age="4d", listen=[8000], rss="18M",
           cwd="/home/ada/Downloads", **CLOSED)
    m.stop("a shell script of a closed terminal that loops for nobody", "bash ./watch-build.sh", init, age="3d", rss="4M", cwd=SHOP, **CLOSED)
    m.stop("its sleep", "sleep 30", m.processes[-1], age="12s", rss="1M")
    m.stop("a test run in a directory that was deleted, of a closed terminal", "python3 -m pytest -x tests", init, age="20h", rss="90M",
           cwd="/tmp/worktree-77 (deleted)", cwd_deleted=True, **CLOSED)
    m.stop("a log viewer of a closed terminal", "tail -f /var/log/nginx/error.log", init, age="5d", rss="2M", cwd="/home/ada", **CLOSED)
    m.stop("a type checker in watch mode of a closed terminal", "node %s/node_modules/.bin/tsc --watch --noEmit" % SHOP, init, age="30h", rss="600M",
           threads=11, cwd=SHOP, **CLOSED)
    m.either("a notebook server of a closed terminal: nobody is connected, but its kernel may hold an afternoon's work", "/usr/bin/python3 /usr/bin/jupyter-lab --no-browser",
             init, age="20h", listen=[8888], rss="110M", threads=3, cwd="/home/ada/notebooks", **CLOSED)
    m.either("the notebook's kernel", "/usr/bin/python3 -m ipykernel_launcher -f /home/ada/.local/share/jupyter/runtime/kernel-1.json", m.processes[-1],
             session="own", age="19h", rss="800M", threads=13, listen=[46001])


def needed(m, init, tmux):
    detached = {"user": 1000, "cgroup": CLOSED["cgroup"]}
    used = m.keep("a dev server of a closed terminal that a browser still uses", "node /home/ada/src/docs/node_modules/.bin/vite --port 5180", init, age="26h",
                  listen=[5180], rss="240M", threads=11, cwd="/home/ada/src/docs", **CLOSED)
    used.clients += [None]
    m.keep("nohup and a log: somebody wants the result", "python3 import_orders.py", init, age="7h", nohup=True, session="dead_job", stdin="null", stdout="file",
           cpu=0.5, life=0.5, offset=3000, writes=5000, rss="200M", cwd="/home/ada/src/data", **detached)
    m.keep("a daemon that a user started", "redis-server *:6400", init, age="9d", session="script", stdin="null", stdout="null", listen=[6400], rss="9M",
           name="redis-server", cwd="/home/ada", **detached)
    m.keep("a key agent", "ssh-agent -s", init, age="11d", session="own", unreadable=True, rss="3M", **detached)
    m.keep("an editor's server", "emacs --daemon", init, age="11d", session="own", stdin="null", stdout="null", listen=["/run/user/1000/emacs/server"],
           rss="120M", cwd="/home/ada", **detached)
    m.keep("a mosh session that its user may resume", "mosh-server new -s -c 256 -l LANG=C.UTF-8", init, age="3d", session="own", stdin="null", stdout="null",
           rss="8M", **detached)
    m.keep("the shell of a mosh session", "-bash", m.processes[-1], session="own", tty=m.terminal("31h"))
    shell = tmux.shell("2d", "4m", cwd=SHOP)
    m.keep("a dev server in an open terminal", "npm run dev", shell, age="3h", session="job", name="npm run dev", exe="/usr/bin/node", rss="70M")
    m.keep("a dev server in an open terminal", "node %s/node_modules/.bin/next dev -p 3001" % SHOP, m.processes[-1], listen=[3001], rss="480M", threads=12)
    other = tmux.shell("2d", "40m", cwd="/home/ada/src/api")
    m.keep("tests in an open terminal", "python3 -m pytest -x tests", other, age="18m", session="job", cpu=0.9, life=0.9, rss="150M", writes=9000)


def describe():
    m = Machine(uptime="40d", processors=8, memory="32G")
    init = systemd(m)
    shell = login(m)
    tmux = Tmux(m, init, "6d", cgroup="/user.slice/user-1000.slice/session-4.scope")
    left(m, init)
    needed(m, init, tmux)
    m.view_from(shell)
    return m
