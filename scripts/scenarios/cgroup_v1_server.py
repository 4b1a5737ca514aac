"""An older server with cgroups v1, containers by their old paths, runit and supervisord, seen by root."""
from machine import Machine
from parts import container, service, systemd


def describe():
    m = Machine(uptime="200d", processors=8, memory="32G", viewer_user=0, cgroups="v1", kernel="5.10.0")
    init = systemd(m)
    postgres = service(m, init, "postgresql@13-main", "/usr/lib/postgresql/13/bin/postgres -D /var/lib/postgresql/13/main", because="the database", user=115, age="40d",
                       name="postgres", listen=[5432], rss="60M", writes=8000)
    for title in ("checkpointer", "background writer", "walwriter"):
        m.keep("the database", ["postgres: 13/main: %s " % title], postgres, session="own", name="postgres", exe="/usr/lib/postgresql/13/bin/postgres", user=115, writes=800)
    nginx = service(m, init, "nginx", ["nginx: master process /usr/sbin/nginx -g daemon on; master_process on;"], because="the web server", name="nginx", exe="/usr/sbin/nginx",
                    listen=[80, 443], age="90d", stdout="null")
    for number in range(4):
        worker = m.keep("the web server", ["nginx: worker process"], nginx, name="nginx", exe="/usr/sbin/nginx", user=33, age="12d", rss="12M", listen=[80, 443])
    worker.clients += [None] * 3
    supervisor = service(m, init, "supervisor", "/usr/bin/python3 /usr/bin/supervisord -n -c /etc/supervisor/supervisord.conf", because="a supervisor", name="supervisord",
                         rss="22M", age="90d")
    for number in range(3):
        m.keep("supervisord runs it", "/srv/shop/venv/bin/python /srv/shop/venv/bin/celery -A shop worker -n w%d" % number, supervisor, user=33, age="9d", session="own",
               stdout="pipe", rss="140M", cpu=0.02, network=300)
    runsvdir = service(m, init, "runit", "runsvdir -P /etc/service log: ......", because="a supervisor", name="runsvdir", age="90d")
    runsv = m.keep("a supervisor", "runsv queue", runsvdir, session="own", rss="1M")
    m.keep("runit runs it", "/srv/queue/bin/queue --config /etc/queue.toml", runsv, user=33, age="30d", rss="30M", listen=[7000])
    docker = service(m, init, "docker", "/usr/bin/dockerd -H fd://", because="containers run under it", rss="90M", age="90d")
    containerd = m.keep("containers run under it", "containerd --config /var/run/docker/containerd/containerd.toml", docker, age="90d", rss="40M", exe="/usr/bin/containerd")
    web = container(m, init, "/docker/%s", "4b2f9cc01e77a04b2f9cc01e77a0", "java -Xmx1g -jar /app/billing.jar", "a container", "20d", user=1000, rss="900M", threads=60)
    m.keep("a process of a container", "sh -c 'sleep 3600'", web, inner=40, age="20d", name="sh")
    container(m, init, "/docker/%s", "99aa01e77a04b2f9cc01e77a0b2f", "redis-server *:6379", "a container", "20d", user=999, rss="12M", name="redis-server")
    m.keep("the machine's mail", "/usr/lib/postfix/sbin/master -w", init, age="199d", session="own", cgroup="/system.slice/system-postfix.slice/postfix@-.service",
           name="master", stdin="null", stdout="null", listen=[25])
    m.keep("the machine's mail", "qmgr -l -t unix -u", m.processes[-1], user=105, exe="/usr/lib/postfix/sbin/qmgr", rss="7M")
    m.keep("nohup and a log: somebody wants the result", "python3 /root/migrate.py --all", init, age="14h", nohup=True, session="dead_job", stdin="null", stdout="file",
           cpu=0.4, life=0.4, offset=2000, writes=6000, rss="200M", cwd="/root", cgroup="/user.slice/user-0.slice/session-81.scope")
    gone = {"cgroup": "/user.slice/user-0.slice/session-77.scope", "cwd": "/root", "session": "dead_job", "stdin": "tty_dead", "stdout": "tty_dead"}
    m.stop("it follows a log for a terminal that was closed", "tail -f /var/log/nginx/access.log", init, age="19d", rss="1M", **gone)
    m.stop("a shell script of a closed terminal that loops for nobody", "bash /root/check-disk.sh", init, age="12d", rss="3M", **gone)
    m.stop("a file server of a closed terminal; nobody is connected", "python3 -m http.server 8088", init, age="9d", listen=[8088], rss="18M", **gone)
    shell = m.keep("an administrator's shell", ["sshd: root@pts/0"], m.sshd, name="sshd", exe="/usr/sbin/sshd", age="1h", session="own",
                   cgroup="/user.slice/user-0.slice/session-99.scope")
    m.view_from(m.keep("an administrator's shell", "-bash", shell, session="own", tty=m.terminal("1s"), cwd="/root"))
    return m
