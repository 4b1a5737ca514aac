"""Docker, rootless podman and a small Kubernetes on one machine, with the clients that people and agents left."""
from machine import Machine
from parts import Tmux, container, login, service, systemd, user_manager, user_service

INSIDE = "a process of a container"
RUNS = "containers run under it"
PODS = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod%s.slice/cri-containerd-%s.scope"


def docker(m, init):
    service(m, init, "containerd", "/usr/bin/containerd", because=RUNS, rss="60M", threads=20)
    daemon = service(m, init, "docker", "/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock", because=RUNS, rss="110M", threads=30, listen=["/run/docker.sock"])
    m.keep(RUNS, "/usr/bin/docker-proxy -proto tcp -host-ip 127.0.0.1 -host-port 5433 -container-port 5432", daemon, age="9d", rss="4M", listen=[5433])
    group = "/system.slice/docker-%s.scope"
    base = container(m, init, group, "a1" * 12, ["postgres"], INSIDE, "9d", user=999, name="postgres", exe="/usr/lib/postgresql/16/bin/postgres", rss="60M")
    for number, title in enumerate(("checkpointer", "walwriter", "autovacuum launcher")):
        m.keep(INSIDE, ["postgres: %s " % title], base, session="own", name="postgres", exe="/usr/lib/postgresql/16/bin/postgres", inner=62 + number)
    # PID 1 of this one never waits for what it adopts.
    web = container(m, init, group, "b2" * 12, "node /app/server.js", INSIDE, "20d", user=1000, rss="180M", threads=11)
    for number in range(4):
        m.reap("dead already; the container's first process never waits for what it adopts", "wget", web, user=1000, inner=900 + number, age="%dh" % (9 + number))
    m.keep(INSIDE, "node /app/node_modules/.bin/webpack --watch", web, inner=31, age="20d", rss="300M", threads=11)
    dev = shim(m, init, "c3" * 12, "12d")
    m.keep("a dev container's main process: the container ends with it", "sleep infinity", dev, session="own", inner=1, user=1000, rss="1M",
           cgroup=group % ("c3" * 12), stdin="null", stdout="pipe")
    # docker exec: the shim is the parent.
    shell = m.keep("a shell that somebody entered a container with", "bash", dev, session="own", tty=m.terminal("30h"), inner=77, age="40h", user=1000, cgroup=group % ("c3" * 12), rss="4M")
    m.keep("a program in a terminal of a container", "vim app.py", shell, session="job", inner=90, age="31h")
    m.either("what an exec into a container left: its client is dead, its container runs on", "python manage.py runserver 8000", dev, session="own", inner=301, age="5d", user=1000,
             stdin="null", stdout="pipe_dead", rss="80M", cgroup=group % ("c3" * 12))


def shim(m, init, identifier, age):
    return m.keep(RUNS, "/usr/bin/containerd-shim-runc-v2 -namespace moby -id %s -address /run/containerd/containerd.sock" % identifier, init, age=age, user=0, session="own",
                  cgroup="/system.slice/containerd.service", stdin="null", stdout="pipe", rss="14M", name="containerd-shim")


def podman(m, manager):
    user_service(m, manager, "podman.service", "/usr/bin/podman system service", age="2h", rss="60M", threads=12)
    base = "/user.slice/user-1000.slice/user@1000.service/user.slice/"
    m.keep(RUNS, "/usr/bin/slirp4netns --disable-host-loopback --mtu=65520 -c -e 3 -r 4 --netns-type=path /run/user/1000/netns/n1 tap0", manager, age="6d", session="script", leader="podman run",
           stdin="null", stdout="null", rss="6M", cgroup=base + "podman-4411.scope")
    m.keep(RUNS, "rootlessport", manager, age="6d", session="script", leader="podman run", stdin="null", stdout="null", exe="/proc/self/exe", rss="30M", threads=12, listen=[8085],
           cgroup=base + "podman-4411.scope")
    m.keep(RUNS, "rootlessport-child", m.processes[-1], stdin="pipe", stdout="null", rss="28M", threads=10, exe="/proc/self/exe")
    m.keep("the pause process that holds podman's namespaces", "catatonit -P", manager, age="12d", session="own", stdin="null", stdout="null", rss="1M", cgroup=base + "podman-pause-9.scope")
    conmon = m.keep(RUNS, "/usr/bin/conmon --api-version 1 -c d4d4 -u d4d4 -r /usr/bin/crun -n web", manager, age="6d", session="own", stdin="null", stdout="null", rss="2M",
                    cgroup=base + "libpod-conmon-d4d4.scope")
    nginx = m.keep(INSIDE, ["nginx: master process nginx -g daemon off;"], conmon, session="own", inner=1, name="nginx", exe="/usr/sbin/nginx", stdin="null", stdout="pipe", rss="9M",
                   cgroup=base + "libpod-d4d4.scope/container")
    m.keep(INSIDE, ["nginx: worker process"], nginx, user=100100, inner=24, name="nginx", exe="/usr/sbin/nginx")
    box = m.keep(RUNS, "/usr/bin/conmon --api-version 1 -c e5e5 -u e5e5 -r /usr/bin/crun -n fedora-toolbox", manager, age="12d", session="own", stdin="null", stdout="null", rss="2M",
                 cgroup=base + "libpod-conmon-e5e5.scope")
    m.keep("a toolbox's main process", "toolbox --log-level debug init-container --home /home/ada", box, session="own", inner=1, stdin="null", stdout="pipe", rss="12M",
           cgroup=base + "libpod-e5e5.scope/container")


def kubernetes(m, init):
    server = service(m, init, "k3s", ["/usr/local/bin/k3s server"], because=RUNS, name="k3s-server", exe="/usr/local/bin/k3s", rss="700M", threads=60, cpu=0.15, life=0.1, listen=[6443], network=8000)
    m.keep(RUNS, "containerd -c /var/lib/rancher/k3s/agent/etc/containerd/config.toml", server, rss="90M", threads=30, exe="/var/lib/rancher/k3s/data/current/bin/containerd")
    for number, (pod, command, user) in enumerate((("aa0", "/coredns -conf /etc/coredns/Corefile", 0), ("bb1", "/app/api --port 8080", 1000), ("cc2", "java -jar /app/worker.jar", 1000))):
        group = PODS % (pod, "%s")
        holder = m.keep(RUNS, "/var/lib/rancher/k3s/data/current/bin/containerd-shim-runc-v2 -namespace k8s.io -id %s" % pod, init, age="18d", session="own", stdin="null", stdout="pipe",
                      name="containerd-shim", cgroup="/system.slice/k3s.service", rss="12M")
        m.keep("it holds a pod's namespaces", "/pause", holder, session="own", inner=1, user=65535, rss="1M", cgroup=group % ("p%d" % number), stdin="null", stdout="pipe")
        m.keep(INSIDE, command, holder, session="own", inner=1, user=user, rss="90M", threads=20, cgroup=group % ("c%d" % number), stdin="null", stdout="pipe", age="%dd" % (3 + number))


def clients(m, init, tmux):
    old = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-6.scope", "cwd": "/home/ada/src/shop"}
    up = m.keep("containers in an open terminal", "docker compose up", tmux.shell("9d", "3m", cwd="/home/ada/src/shop"), age="5h", session="job", rss="45M", threads=15)
    m.keep("containers in an open terminal", "/usr/libexec/docker/cli-plugins/docker-compose compose up", up, rss="60M", threads=16)
    m.stop("it follows a log for an agent that is dead", "docker compose logs -f web", init, age="44h", session="own", stdin="null", stdout="pipe_dead", rss="40M", threads=12, **old)
    m.stop("it waits for events for an agent that is dead", "docker events --format json", init, age="3d", session="script", stdin="null", stdout="pipe_dead", rss="30M", threads=10, **old)
    m.stop("a build watcher on the machine itself, of a closed terminal", "node /home/ada/src/shop/node_modules/.bin/webpack --watch", init, age="5d", session="dead_job", stdin="tty_dead",
           stdout="tty_dead", rss="310M", threads=11, **old)
    m.stop("an MCP server's container was removed, and its client hangs for an agent that is dead", "docker run -i --rm mcp/github", init, age="50h", session="dead_member", leader="shell 4",
           group="agent", stdin="socket_dead", stdout="socket_dead", rss="28M", threads=11, **old)
    m.either("the client of a container of a closed terminal: ending it may end the container", "docker run --rm -it --name scratch postgres:16", init, age="4d", session="dead_job", stdin="tty_dead",
             stdout="tty_dead", rss="30M", threads=12, **old)


def describe():
    m = Machine(uptime="23d", processors=12, memory="48G", free=0.4, fronts=True)
    init = systemd(m)
    manager = user_manager(m, init, age="20d")
    shell = login(m, age="2h", number=65)
    tmux = Tmux(m, init, "20d", cgroup="/user.slice/user-1000.slice/session-2.scope")
    docker(m, init)
    podman(m, manager)
    kubernetes(m, init)
    clients(m, init, tmux)
    m.view_from(shell)
    return m
