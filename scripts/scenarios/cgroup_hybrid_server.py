"""A web server with hybrid cgroups: pm2, gunicorn, user services, and leftovers in a service's control group."""
from machine import Machine
from parts import Tmux, login, service, systemd, user_manager, user_service

APP = "pm2 runs it"


def describe():
    m = Machine(uptime="75d", processors=4, memory="16G", cgroups="hybrid", free=0.2, kernel="5.15.0")
    init = systemd(m)
    manager = user_manager(m, init, age="60d")
    group = "/system.slice/pm2-ada.service"
    pm2 = service(m, init, "pm2-ada", ["PM2 v5.4.2: God Daemon (/home/ada/.pm2)"], because="a supervisor", user=1000, age="60d", name="PM2 v5.4.2: God",
                  exe="/usr/bin/node", rss="70M", threads=11, cwd="/home/ada", listen=["/home/ada/.pm2/rpc.sock"])
    for number in range(3):
        m.keep(APP, ["node /home/ada/shop/server.js"], pm2, age="%dd" % (4 + number), name="node", exe="/usr/bin/node", rss="150M", threads=11, stdin="socket",
               stdout="socket", listen=[3000], session="own", cpu=0.03, life=0.02, network=3000)
    gunicorn = service(m, init, "gunicorn", "/srv/api/venv/bin/python3 /srv/api/venv/bin/gunicorn -w 3 api.wsgi", because="a service", user=1000, age="20d", rss="30M",
                       listen=[8000], cwd="/srv/api")
    for number in range(3):
        worker = m.keep("a service's worker", "/srv/api/venv/bin/python3 /srv/api/venv/bin/gunicorn -w 3 api.wsgi", gunicorn, age="20d", rss="80M", listen=[8000], cpu=0.05,
                        life=0.05, network=5000)
        worker.clients += [None]
    # A user's services may say where their output goes, and not all listen.
    user_service(m, manager, "feed-bot.service", "/usr/bin/python3 /home/ada/bots/feed.py", age="33d", rss="40M", cwd="/home/ada/bots")
    quiet = user_service(m, manager, "price-watch.service", "/usr/bin/python3 /home/ada/bots/watch.py", age="33d", rss="40M", cwd="/home/ada/bots")
    quiet.stdout = "null"
    helper = user_service(m, manager, "notes-mcp.service", "node /home/ada/mcp-servers/notes/index.js --http", age="33d", rss="60M", threads=11)
    helper.stdout = "file"
    logger = user_service(m, manager, "tunnel.service", "/usr/bin/autossh -M 0 -N gate.example.net", age="33d", rss="4M")
    m.keep("a service of the user's systemd", "/usr/bin/ssh -N gate.example.net", logger, rss="9M")
    # Started by a deploy hook of the service, and left by it.
    m.stop("a build watcher that a deploy of last month left in the service's control group", "node /srv/api/node_modules/.bin/webpack --watch", init, user=1000, age="30d",
           session="script", stdin="null", stdout="pipe_dead", cgroup="/system.slice/gunicorn.service", rss="290M", threads=11, cwd="/srv/api")
    m.stop("a migration that spins since its deploy died", "python3 /srv/api/manage.py rebuild_index", init, user=1000, age="8d", session="script", stdin="null",
           stdout="pipe_dead", cgroup=group, cpu=0.99, life=0.99, rss="90M", cwd="/srv/api")
    shell = login(m, age="40m", number=400)
    tmux = Tmux(m, init, "50d", cgroup="/user.slice/user-1000.slice/session-201.scope")
    m.keep("somebody follows a log", "tail -F /srv/api/log/api.log", tmux.shell("50d", "2d"), age="31d", session="job", rss="2M")
    gone = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-190.scope", "cwd": "/home/ada/shop", "session": "dead_job", "stdin": "tty_dead",
            "stdout": "tty_dead"}
    m.stop("a dev server of a closed terminal; nobody is connected", "node /home/ada/shop/node_modules/.bin/nodemon server.js", init, age="16d", rss="60M", threads=11, **gone)
    m.stop("what that dev server runs; nobody is connected", "node server.js", m.processes[-1], listen=[3300], rss="90M", threads=11)
    m.view_from(shell)
    return m
