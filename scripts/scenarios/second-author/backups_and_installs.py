"""A machine in the middle of writing: backups from cron, package managers, clones, and those that hang for nobody."""
from machine import Machine
from parts import Tmux, login, service, systemd

PACKAGES = "a package manager in the middle of its work"
BACKUP = "a backup that cron runs"
OLD = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-21.scope", "cwd": "/home/ada/src/shop"}


def cron_job(m, age, line):
    job = m.keep(BACKUP, ["/usr/sbin/CRON -f"], m.cron, name="cron", exe="/usr/sbin/cron", age=age, user=0)
    return m.keep(BACKUP, ["/bin/sh", "-c", line], job, user=1000, session="own", name="sh", cwd="/home/ada", stdout="pipe")


def backups(m, init):
    shell = cron_job(m, "9h", "/home/ada/bin/borg.sh")
    m.keep(BACKUP, "/usr/bin/python3 /usr/bin/borg create --stats /mnt/backup::2026 /home/ada", shell, name="borg", exe="/usr/bin/python3.11", rss="400M", threads=2, cpu=0.6, life=0.5,
           reads=3000000, writes=2000000, offset=2500000)
    shell = cron_job(m, "30h", "rsync -a /home/ada/photos /mnt/nas/photos")
    sender = m.keep("a copy that waits for a server that does not answer: it cannot even be ended", "rsync -a /home/ada/photos /mnt/nas/photos", shell, state="D", life=0.02, rss="18M")
    m.keep("a copy that waits for a server that does not answer: it cannot even be ended", "rsync -a /home/ada/photos /mnt/nas/photos", sender, state="D", rss="12M")
    # Later runs of the same job wait for the first.
    for hours in (24, 18, 12, 6):
        shell = cron_job(m, "%dh" % hours, "flock /tmp/photos.lock rsync -a /home/ada/photos /mnt/nas/photos")
        m.keep("a run that waits for the lock of an earlier one", "flock /tmp/photos.lock rsync -a /home/ada/photos /mnt/nas/photos", shell, rss="1M")
    service(m, init, "restic", "/usr/bin/restic backup /srv", because="a backup that a timer started", user=0, age="3h", rss="600M", threads=20, cpu=0.4)
    m.keep("a copy that nohup keeps and that writes", "rclone copy /home/ada/video remote:video --transfers 8", init, age="27h", nohup=True, session="dead_job", stdin="null", stdout="file",
           rss="140M", threads=20, cpu=0.1, network=2000000, offset=1500000, **dict(OLD, cwd="/home/ada"))


def packages(m, init, tmux):
    upgrade = service(m, init, "apt-daily-upgrade", "/usr/bin/python3 /usr/bin/unattended-upgrade", because=PACKAGES, user=0, age="4m", rss="120M", name="unattended-upgr")
    m.keep(PACKAGES, "/usr/bin/dpkg --status-fd 11 --configure --pending", upgrade, age="50s", rss="14M", risk=[("package_manager", "/var/lib/dpkg/lock-frontend")])
    asked = tmux.shell("6d", "25h")
    sudo = m.keep("an upgrade that waits for an answer in a terminal", "sudo apt full-upgrade", asked, age="26h", session="job", user=0, rss="7M")
    monitor = m.keep("an upgrade that waits for an answer in a terminal", "sudo apt full-upgrade", sudo, session="own", tty=m.terminal("25h"), user=0, rss="4M")
    apt = m.keep("an upgrade that waits for an answer in a terminal", "apt full-upgrade", monitor, session="job", user=0, rss="90M",
                 risk=[("package_manager", "/var/lib/dpkg/lock")])
    m.keep("an upgrade that waits for an answer in a terminal", "/usr/bin/dpkg --force-confask --unpack --auto-deconfigure", apt, session="own", tty=m.terminal("25h"), user=0, rss="16M")
    # A dead agent's installation that goes on writing is let finish.
    m.keep("its agent is dead, and it is in the middle of writing node_modules", ["npm install"], init, age="7m", session="script", stdin="null", stdout="pipe_dead", name="npm install",
           exe="/usr/bin/node", rss="310M", threads=15, cpu=0.7, life=0.6, writes=4000000, network=900000, **OLD)
    m.stop("an installation that has hung for a day, its agent dead; it moves nothing", ["npm install"], init, age="22h", session="own", stdin="null", stdout="pipe_dead", name="npm install",
           exe="/usr/bin/node", rss="190M", threads=15, **dict(OLD, cwd="/home/ada/worktrees/t5"))
    m.stop("what that installation runs: it waits for an answer that nobody can give", ["sh", "-c", "node install.js"], m.processes[-1], rss="1M")
    m.stop("what that installation runs: it waits for an answer that nobody can give", "node install.js", m.processes[-1], rss="44M", threads=11)
    m.keep("an installation in an open terminal", "pip install -r requirements.txt", tmux.shell("6d", "20s", cwd="/home/ada/src/ml"), age="3m", session="job", exe="/usr/bin/python3", name="pip",
           rss="200M", cpu=0.5, writes=3000000, network=4000000)
    build = m.either("its agent is dead, and the build goes on: a quarter of an hour of work, read by nobody", "cargo install ripgrep-all", init, age="14m", session="own", stdin="null",
                     stdout="pipe_dead", rss="150M", threads=9, cpu=0.05, **OLD)
    for number in range(3):
        m.either("a part of that build", "rustc --crate-name part%d --edition=2021 src/lib.rs" % number, build, age="40s", cpu=0.95, life=0.9, rss="500M", writes=200000, stdout="pipe")


def repositories(m, init, tmux):
    own = dict(OLD, session="own", stdin="null", stdout="null")
    m.keep("git tidies a repository: it detaches itself for that", "git gc --auto --quiet --no-quiet --detach", init, age="5m", risk=[("git", "/home/ada/src/shop/.git/gc.pid")], rss="8M", **own)
    m.keep("git tidies a repository", "/usr/lib/git-core/git pack-objects --local --delta-base-offset .git/objects/pack/.tmp-9-pack --all", m.processes[-1], exe="/usr/bin/git", name="git", cpu=0.95,
           life=0.9, rss="900M", threads=8, writes=800000, risk=[("git", "/home/ada/src/shop/.git/objects/pack/.tmp-9-pack")], stdin="pipe")
    m.keep("nobody holds it, and it copies a database that it has open", "sqlite3 /home/ada/data/orders.db", init, age="40m", session="script", rss="30M", cpu=0.3, writes=2000000, offset=2000000,
           risk=[("sqlite", "/home/ada/data/copy.db")], **dict(OLD, stdin="file", stdout="file"))
    m.keep("a database's loader whose shell is gone: it holds a transaction open; ask first", "python3 load.py orders.csv", init, age="31h", session="dead_job", rss="80M",
           risk=[("sqlite", "/home/ada/data/orders.db-wal")], **dict(OLD, stdin="tty_dead", stdout="file"))
    m.keep("a clone in an open terminal", "git clone https://git.example.net/kernel.git", tmux.shell("6d", "1m", cwd="/home/ada/src"), age="22m", session="job", rss="6M", network=0)
    m.keep("a clone in an open terminal", "/usr/lib/git-core/git-remote-https origin https://git.example.net/kernel.git", m.processes[-1], rss="14M", network=3000000, stdin="pipe", stdout="pipe")
    m.keep("a clone in an open terminal", "/usr/lib/git-core/git index-pack --stdin --fix-thin --keep", m.processes[-2], exe="/usr/bin/git", name="git", rss="400M", cpu=0.3, writes=3000000,
           risk=[("git", "/home/ada/src/kernel/.git/objects/pack/tmp_pack_1")], stdin="pipe", stdout="pipe")


def describe():
    m = Machine(uptime="15d", processors=8, memory="32G", free=0.4, fronts=True)
    init = systemd(m)
    shell = login(m, age="50m", number=40)
    tmux = Tmux(m, init, "12d", cgroup="/user.slice/user-1000.slice/session-20.scope")
    m.keep("the way to the terminals", "tmux attach", shell, age="45m", session="job").connect(tmux.server)
    backups(m, init)
    packages(m, init, tmux)
    repositories(m, init, tmux)
    m.view_from(tmux.shell("45m", "1s"))
    return m
