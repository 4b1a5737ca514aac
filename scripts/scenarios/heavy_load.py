"""A machine under heavy load: more work than processors, waiting disks, and two that only burn time."""
from machine import Machine
from parts import Tmux, login, service, systemd

WORK = "work in an open terminal"


def describe():
    m = Machine(uptime="9d", processors=8, memory="32G", free=0.03)
    init = systemd(m)
    shell = login(m)
    tmux = Tmux(m, init, "5d", cgroup="/user.slice/user-1000.slice/session-3.scope")
    build = tmux.shell("5d", "2s", cwd="/home/ada/src/engine")
    ninja = m.keep(WORK, "ninja -j 24", build, age="22m", session="job", cpu=0.02, rss="60M")
    for unit in range(18):
        clang = m.keep(WORK, "clang++ -O3 -c src/part%d.cpp -o part%d.o" % (unit, unit), ninja, age="%ds" % (10 + 9 * unit), rss="30M")
        m.keep(WORK, "/usr/lib/llvm-18/bin/clang -cc1 -triple x86_64-pc-linux-gnu -emit-obj src/part%d.cpp" % unit, clang, name="clang", cpu=0.36, life=0.4,
               state="R" if unit % 3 else "D", rss="900M", writes=9000, reads=90000)
    link = m.keep(WORK, "/usr/bin/ld.lld -o engine", ninja, age="3m", cpu=0.2, life=0.4, state="D", rss="4G", writes=900000)
    tests = tmux.shell("5d", "1m", cwd="/home/ada/src/engine")
    ctest = m.keep(WORK, "ctest -j6", tests, age="40m", session="job")
    for number in range(6):
        m.keep(WORK, "./build/tests/test_%d" % number, ctest, age="%dm" % (1 + 6 * number), exe="/home/ada/src/engine/build/tests/test_%d" % number, cpu=0.35, life=0.4,
               rss="400M", writes=500)
    fuzz = tmux.shell("5d", "30h")
    m.keep("a fuzzer that its user lets run", "afl-fuzz -i in -o out -- ./parse @@", fuzz, age="30h", session="job", cpu=0.4, life=0.6, writes=20000, rss="50M")
    m.keep("a copy that waits for a slow server", "rsync -a /home/ada/data /mnt/nfs/backup", tmux.shell("2d", "9h"), age="9h", session="job", state="D", cpu=0.0, life=0.02,
           rss="20M", reads=0)
    service(m, init, "mysql", "/usr/sbin/mysqld", because="the database", user=113, cpu=0.5, life=0.2, rss="2G", threads=60, listen=[3306])
    server = service(m, init, "api", "/usr/bin/node /srv/api/server.js", because="a service under load", user=1000, cpu=0.45, life=0.3, rss="600M", threads=11,
                     listen=[8080], network=90000)
    server.clients += [None] * 20
    facts = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-1.scope", "cwd": "/home/ada/src/engine"}
    m.keep("a long export that nohup keeps and that writes", "python3 export.py --year 2025", init, age="9h", nohup=True, session="dead_job", stdin="null", stdout="file",
           cpu=0.3, life=0.5, writes=60000, offset=50000, rss="700M", **facts)
    m.stop("a loop that nobody waits for: its starter is dead and its directory deleted", "bash -c 'while :; do :; done'", init, age="26h", session="script", stdin="null",
           stdout="null", cpu=0.36, life=0.7, state="R", rss="3M", **dict(facts, cwd="/tmp/trial (deleted)", cwd_deleted=True))
    m.stop("a test worker that spins since its run died", "node /home/ada/src/web/node_modules/jest-worker/build/workers/processChild.js", init, age="20h", session="script",
           stdin="pipe_dead", stdout="pipe_dead", cpu=0.36, life=0.7, state="R", rss="300M", threads=11, **facts)
    m.view_from(shell)
    return m
