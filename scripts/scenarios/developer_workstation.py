"""A desktop with systemd: session, user services, databases, containers, cron, and what a week of work left behind."""
from machine import Machine
from parts import Tmux, container, service, systemd, user_manager, user_service

SESSION = "a part of the desktop session"
BROWSER = "the browser that its user has open"
EDITOR = "the editor that its user has open"


def desktop(m, init):
    gdm = service(m, init, "gdm", "/usr/sbin/gdm3", rss="9M")
    m.keep("somebody is logged in through it", ["gdm-session-worker [pam/gdm-password]"], gdm, name="gdm-session-wor",
           exe="/usr/libexec/gdm-session-worker", session="own", age="8d", cgroup="/user.slice/user-1000.slice/session-2.scope")
    manager = user_manager(m, init)
    for group, unit, command, rss in (
            ("session.slice", "org.gnome.Shell@wayland.service", "/usr/bin/gnome-shell", "380M"),
            ("session.slice", "pipewire.service", "/usr/bin/pipewire", "14M"),
            ("session.slice", "wireplumber.service", "/usr/bin/wireplumber", "18M"),
            ("session.slice", "pipewire-pulse.service", "/usr/bin/pipewire-pulse", "12M"),
            ("session.slice", "dbus.service", "/usr/bin/dbus-daemon --session --address=systemd: --nofork --nopidfile", "6M"),
            ("session.slice", "gvfs-daemon.service", "/usr/libexec/gvfsd", "8M"),
            ("session.slice", "org.gnome.SettingsDaemon.Power.service", "/usr/libexec/gsd-power", "27M"),
            ("session.slice", "org.gnome.SettingsDaemon.Color.service", "/usr/libexec/gsd-color", "26M"),
            ("session.slice", "org.gnome.SettingsDaemon.MediaKeys.service", "/usr/libexec/gsd-media-keys", "30M"),
            ("session.slice", "xdg-desktop-portal.service", "/usr/libexec/xdg-desktop-portal", "16M"),
            ("session.slice", "at-spi-dbus-bus.service", "/usr/libexec/at-spi-bus-launcher", "8M"),
            ("app.slice", "gnome-keyring-daemon.service", "/usr/bin/gnome-keyring-daemon --foreground --components=pkcs11,secrets", "9M"),
            ("app.slice", "gpg-agent.service", "/usr/bin/gpg-agent --supervised", "4M"),
            ("app.slice", "ssh-agent.service", "/usr/bin/ssh-agent -D -a /run/user/1000/openssh_agent", "3M"),
            ("background.slice", "tracker-miner-fs-3.service", "/usr/libexec/tracker-miner-fs-3", "30M"),
            ("app.slice", "syncthing.service", "/usr/bin/syncthing serve --no-browser --no-restart", "120M")):
        user_service(m, manager, unit, command, group=group, rss=rss, unreadable="agent" in command, age="8d")
    return manager


def applications(m, manager):
    scope = manager.base + "/app.slice/app-gnome-%s.scope"
    shell = {"session": "own", "stdin": "null", "stdout": "journal"}
    fox = m.keep(BROWSER, "/usr/lib/firefox/firefox", manager, age="5d", cgroup=scope % "firefox-4102", rss="810M", threads=120,
                 cpu=0.06, life=0.03, network=9000, **shell)
    for number in range(5):
        m.keep(BROWSER, "/usr/lib/firefox/firefox -contentproc -childID %d -isForBrowser -prefsLen 31812 tab" % number, fox,
               age="%dh" % (4 + 9 * number), rss="210M", threads=28, name="Isolated Web Co", stdin="null", stdout="journal")
    code = m.keep(EDITOR, "/usr/share/code/code --unity-launch", manager, age="4d", cgroup=scope % "code-5212", rss="190M", threads=40,
                  cpu=0.02, exe="/usr/share/code/code", **shell)
    m.keep(EDITOR, "/usr/share/code/code --type=zygote", code, rss="60M")
    m.keep(EDITOR, "/usr/share/code/code --type=gpu-process --ozone-platform=wayland", code, rss="170M", threads=22)
    host = m.keep(EDITOR, "/usr/share/code/code --type=utility --utility-sub-type=node.mojom.NodeService --lang=en-US", code, rss="420M",
                  threads=25, cpu=0.04, age="3d")
    for server in ("/usr/share/code/resources/app/extensions/node_modules/typescript/lib/tsserver.js --useInferredProjectPerProjectRoot",
                   "/home/ada/.vscode/extensions/dbaeumer.vscode-eslint-3.0.10/server/out/eslintServer.js --node-ipc"):
        m.keep("a language server of the editor that is open", "/usr/share/code/code %s --clientProcessId=1" % server, host, rss="350M",
               stdin="socket", stdout="socket", age="50h", marker=("VSCODE_PID", code))
    terminal = m.keep("the terminal window", "/usr/libexec/gnome-terminal-server", manager, age="8d", rss="70M",
                      cgroup=manager.base + "/app.slice/gnome-terminal-server.service", **shell)
    spawned = manager.base + "/app.slice/app-org.gnome.Terminal.slice/vte-spawn-%s.scope"
    one = m.keep("a shell in a terminal", "bash", terminal, age="3d", session="own", tty=m.terminal("3m"), cgroup=spawned % "11aa",
                 cwd="/home/ada/src/shop")
    two = m.keep("a shell in a terminal", "bash", terminal, age="8d", session="own", tty=m.terminal("60h"), cgroup=spawned % "22bb",
                 cwd="/home/ada/src/notes")
    m.keep("an idle editor in a terminal", "vim TODO.md", two, age="7d", session="job", risk=[("editor_swap", "/home/ada/src/notes/.TODO.md.swp")])
    three = m.keep("a shell in a terminal", "bash", terminal, age="26h", session="own", tty=m.terminal("4h"), cgroup=spawned % "33cc",
                   cwd="/home/ada/src/shop")
    m.keep("an ssh session in a terminal", "ssh build.example.net", three, age="25h", session="job", network=0)
    dev = m.keep("a dev server in an open terminal", "npm run dev", one, age="9h", session="job", rss="80M", name="npm run dev",
                 exe="/usr/bin/node")
    vite = m.keep("a dev server in an open terminal", "node /home/ada/src/shop/node_modules/.bin/vite --port 5173", dev, rss="240M",
                  threads=11, listen=[5173])
    fox.connect(vite, 2)
    m.view_from(one)
    return spawned, fox


def servers(m, init):
    postgres = service(m, init, "postgresql@16-main", "/usr/lib/postgresql/16/bin/postgres -D /var/lib/postgresql/16/main", user=115,
                       because="the database", rss="30M", listen=[5432], name="postgres")
    for title in ("checkpointer", "background writer", "walwriter", "autovacuum launcher", "logical replication launcher",
                  "ada shop 127.0.0.1(41822) idle"):
        m.keep("the database", ["postgres: 16/main: %s" % title], postgres, session="own", name="postgres", rss="12M",
               exe="/usr/lib/postgresql/16/bin/postgres")
    service(m, init, "redis-server", ["/usr/bin/redis-server 127.0.0.1:6379"], user=116, because="the database", rss="15M",
            exe="/usr/bin/redis-server", name="redis-server")
    service(m, init, "NetworkManager", "/usr/sbin/NetworkManager --no-daemon", rss="20M")
    service(m, init, "containerd", "/usr/bin/containerd", because="containers run under it", rss="48M", threads=14)
    docker = service(m, init, "docker", "/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock", rss="90M", threads=18,
                     because="containers run under it")
    m.keep("containers run under it", "/usr/bin/docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 8080 -container-port 80", docker,
           age="6d", rss="4M")
    group = "/system.slice/docker-%s.scope"
    web = container(m, init, group, "4f1c7b9ae2d04f1c7b9ae2d0", ["nginx: master process nginx -g daemon off;"], "a container", "6d",
                    name="nginx", exe="/usr/sbin/nginx", rss="8M")
    m.keep("a container", ["nginx: worker process"], web, name="nginx", exe="/usr/sbin/nginx", user=101, inner=29)
    container(m, init, group, "9b30d1e55c7a9b30d1e55c7a", "node /app/server.js", "a container", "6d", user=1000, rss="110M")
    container(m, init, group, "0c88aa71f3b20c88aa71f3b2", "sleep infinity", "a dev container's main process: the container ends with it", "3d",
              user=1000, rss="1M")


def scheduled(m, init):
    job = m.keep("a cron job that runs", ["/usr/sbin/CRON -f"], m.cron, name="cron", exe="/usr/sbin/cron", age="12m", user=0)
    line = m.keep("a cron job that runs", ["/bin/sh", "-c", "/home/ada/bin/backup.sh"], job, user=1000, age="12m", session="own", name="sh",
                  cwd="/home/ada", stdout="pipe")
    script = m.keep("a cron job that runs", "/bin/bash /home/ada/bin/backup.sh", line, name="backup.sh", age="12m", exe="/usr/bin/bash")
    m.keep("a cron job that runs", "rsync -a --delete /home/ada/src /mnt/backup", script, age="11m", cpu=0.3, writes=400000, reads=400000,
           offset=380000, rss="20M")
    m.answer(m.cron)
    m.stop("a cron job of six days ago whose mail pipe is dead hangs; cron waits for nobody", "/usr/bin/python3 /home/ada/bin/fetch_feed.py",
           init, user=1000, age="6d", session="script", stdin="null", stdout="pipe_dead", cgroup="/system.slice/cron.service",
           cwd="/home/ada", rss="31M")


def leftovers(m, manager, spawned):
    closed = {"cgroup": spawned % "dead", "cwd": "/home/ada/src/old-shop"}
    m.stop("a dev server of a terminal that was closed three days ago; nobody is connected", "node /home/ada/src/old-shop/node_modules/.bin/next dev -p 3100",
           manager, age="3d", session="dead_job", stdin="tty_dead", stdout="tty_dead", rss="390M", threads=12, listen=[3100], **closed)
    m.stop("a language server of an editor that is gone", "/usr/share/code/code /usr/share/code/resources/app/extensions/node_modules/typescript/lib/tsserver.js --node-ipc",
           manager, age="6d", session="script", stdin="socket_dead", stdout="socket_dead", rss="900M", threads=12, marker=("VSCODE_PID", "code"),
           cgroup=manager.base + "/app.slice/app-gnome-code-3111.scope", cwd="/home/ada/src/shop")
    m.stop("a test worker that spins since its test run died", "node /home/ada/src/shop/node_modules/jest-worker/build/workers/processChild.js",
           manager, age="30h", session="script", stdin="pipe_dead", stdout="pipe_dead", cpu=0.99, life=0.97, rss="260M", **closed)
    m.stop("a watcher of a terminal that was closed", "node /home/ada/src/old-shop/node_modules/.bin/webpack --watch --mode development", manager,
           age="4d", session="dead_job", stdin="tty_dead", stdout="tty_dead", rss="310M", threads=11, **closed)


def describe():
    m = Machine(uptime="9d", processors=16, memory="32G")
    init = systemd(m)
    manager = desktop(m, init)
    spawned, _ = applications(m, manager)
    servers(m, init)
    scheduled(m, init)
    leftovers(m, manager, spawned)
    return m
