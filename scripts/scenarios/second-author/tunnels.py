"""Ways into other machines: tunnels, forwards and mounts, wanted and left."""
from machine import Machine
from parts import Tmux, login, systemd, user_manager, user_service

OLD = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-33.scope", "cwd": "/home/ada"}
# What puts itself into the background: one fork, a session of its own.
DAEMON = dict(OLD, session="own", stdin="null", stdout="null")
CLOSED = dict(OLD, session="dead_job", stdin="tty_dead", stdout="tty_dead")


def wanted(m, init, manager, tmux, shell):
    database = m.keep("a tunnel in use", "ssh -f -N -L 5432:db.internal:5432 bastion", init, age="6d", name="ssh", listen=[5432], rss="9M", network=600, **DAEMON)
    prompt = tmux.shell("8d", "3h")
    m.keep("a prompt in a terminal", "psql -h localhost shop", prompt, age="7h", session="job", rss="12M").connect(database)
    m.keep("a tunnel that its user put into the background; idle is its ordinary state", "ssh -f -N -R 8022:localhost:22 relay.example.net", init, age="20d", rss="9M", **DAEMON)
    mux = m.keep("a connection that logins to this host share", ["ssh: /home/ada/.ssh/cm-bastion [mux]"], init, age="9h", name="ssh", exe="/usr/bin/ssh",
                 listen=["/home/ada/.ssh/cm-bastion"], rss="9M", **DAEMON)
    m.keep("an ssh session in a terminal", "ssh bastion", tmux.shell("8d", "2h"), age="8h", session="job", rss="8M").connect(mux)
    auto = m.keep("it keeps a tunnel open for its user", "/usr/lib/autossh/autossh -M 0 -N -L 6379:cache.internal:6379 bastion", init, age="12d", rss="2M", **DAEMON)
    m.keep("it keeps a tunnel open for its user", "/usr/bin/ssh -N -L 6379:cache.internal:6379 bastion", auto, age="2d", listen=[6379], rss="9M")
    m.keep("files of another machine hang on it", "sshfs build.example.net:/srv /home/ada/mnt/srv", init, age="16d", rss="7M", threads=4, risk=[("mount", "/dev/fuse")], **DAEMON)
    m.keep("files of another machine hang on it", "rclone mount remote: /home/ada/mnt/cloud --daemon", init, age="16d", rss="80M", threads=14, network=0, risk=[("mount", "/dev/fuse")], **DAEMON)
    forward = m.keep("its agent is dead, but a browser is connected through it", "kubectl port-forward svc/grafana 3000:80 -n monitoring", init, age="26h", listen=[3000], rss="50M",
                     threads=14, **dict(OLD, session="script", stdin="null", stdout="pipe_dead"))
    shell.carrier.connect(forward, 2)
    m.keep("a forward in an open terminal", "kubectl port-forward deploy/api 8080:8080", tmux.shell("8d", "30h"), age="31h", session="job", listen=[8080], rss="50M", threads=14)
    m.keep("nohup and a log: it was to stay", "cloudflared tunnel run home", init, age="15d", nohup=True, rss="40M", threads=16, network=900, listen=[20241],
           **dict(OLD, session="dead_job", stdin="null", stdout="file"))
    user_service(m, manager, "socks.service", "/usr/bin/ssh -N -D 1080 gate.example.net", age="9d", rss="9M", listen=[1080])
    mosh = m.keep("a mosh session that its user may resume", "mosh-server new -s -l LANG=C.UTF-8", init, age="11d", rss="8M", **DAEMON)
    m.keep("the shell of a mosh session", "-bash", mosh, session="own", tty=m.terminal("9d"))


def left(m, init):
    m.stop("a forward that an agent started three days ago; the agent is dead, nobody is connected", "kubectl port-forward svc/api 8081:80", init, age="3d", listen=[8081], rss="50M",
           threads=14, **dict(OLD, session="script", stdin="null", stdout="pipe_dead"))
    m.stop("a forward of a closed terminal; nobody is connected", "kubectl port-forward pod/web-1 9229:9229", init, age="8d", listen=[9229], rss="50M", threads=14, **CLOSED)
    m.stop("it follows a log for an agent that is dead", "kubectl logs -f deploy/api", init, age="41h", rss="48M", threads=13, **dict(OLD, session="own", stdin="null", stdout="pipe_dead"))
    m.stop("it publishes a dev server of a terminal that was closed five days ago", "ngrok http 3000", init, age="5d", listen=[4040], rss="36M", threads=15, **CLOSED)
    m.stop("the plugin of a session whose command is dead: its pipes lead nowhere", "session-manager-plugin {} eu-west-1 StartSession", init, age="6d", rss="30M", threads=12,
           **dict(OLD, session="dead_member", leader="aws", group="aws", stdin="pipe_dead", stdout="pipe_dead"))
    m.either("a tunnel of a closed terminal that nobody uses now: some would want it to stay", "ssh -N -L 8443:intranet:443 bastion", init, age="9d", listen=[8443], rss="9M", **CLOSED)
    m.stop("a proxy command whose ssh is dead: its pipes lead nowhere", "cloudflared access ssh --hostname box.example.net", init, age="60h", rss="32M", threads=12,
           **dict(OLD, session="dead_member", leader="git", group="git", stdin="pipe_dead", stdout="pipe_dead"))


def describe():
    m = Machine(uptime="44d", processors=8, memory="16G", fronts=True)
    init = systemd(m)
    manager = user_manager(m, init, age="40d")
    shell = login(m, age="6h", number=71)
    tmux = Tmux(m, init, "30d", cgroup="/user.slice/user-1000.slice/session-33.scope")
    wanted(m, init, manager, tmux, shell)
    left(m, init)
    m.view_from(shell)
    return m
