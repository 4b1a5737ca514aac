"""A container whose PID 1 is the application itself, so that its workers and any orphan have the same parent."""
from machine import Machine

WORKER = "a worker that PID 1 itself started"


def describe():
    m = Machine(uptime="16d", processors=8, memory="16G", systemd=False)
    facts = {"cgroup": "/", "user": 1000, "cwd": "/app"}
    init = m.keep("the container's main process", "/usr/local/bin/python3.12 /usr/local/bin/gunicorn -w 4 -b 0.0.0.0:8000 shop.wsgi", None, age="9d", pid=1, session="own",
                  stdin="null", stdout="pipe", name="gunicorn", listen=[8000], rss="30M", **facts)
    for number in range(4):
        worker = m.keep(WORKER, "/usr/local/bin/python3.12 /usr/local/bin/gunicorn -w 4 -b 0.0.0.0:8000 shop.wsgi", init, age="%dh" % (50 + number), session="join",
                        name="gunicorn", listen=[8000], rss="90M", threads=2, stdin="null", stdout="pipe", **facts)
    worker.clients += [None]
    m.keep("a helper that PID 1 itself started", "/usr/local/bin/python3.12 /app/export_worker.py", init, age="9d", session="join", rss="60M", stdin="null", stdout="pipe",
           **facts)
    shell = m.keep("a shell that somebody entered the container with", "bash", init, ppid=0, age="3h", session="own", tty=m.terminal("1s"), **facts)
    left = dict(facts, session="dead_job", stdin="tty_dead", stdout="tty_dead")
    m.stop("a debug server of a shell that is gone; nobody is connected", "/usr/local/bin/python3.12 manage.py runserver 8001", init, age="5d", listen=[8001], rss="80M", **left)
    m.stop("a prompt's child that spins since its shell is gone", "/usr/local/bin/python3.12 -m pytest -x shop", init, age="31h", cpu=0.98, life=0.98, rss="80M", **left)
    m.view_from(shell)
    m.viewer.parent.facts["ppid"] = 0
    return m
