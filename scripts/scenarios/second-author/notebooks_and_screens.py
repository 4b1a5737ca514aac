"""Notebooks with and without a server, training without a terminal, and terminals that nobody looks at."""
from machine import Machine
from parts import Tmux, login, service, systemd

PYTHON = "/home/ada/venvs/lab/bin/python"
OLD = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-11.scope", "cwd": "/home/ada/lab"}


def notebooks(m, init, shell):
    screen = m.keep("screen holds the terminals; detached is its ordinary state", ["SCREEN", "-S", "lab"], init, name="screen", exe="/usr/bin/screen", age="34d", session="own", stdin="null", stdout="null",
                    listen=["/run/screen/S-ada/811.lab"], rss="5M", **OLD)
    window = m.keep("a shell in screen", "-bash", screen, session="own", tty=m.terminal("6d"), rss="5M")
    lab = m.keep("a notebook server that a browser is connected to", "%s -m jupyterlab --no-browser --port 8888" % PYTHON, window, age="12d", session="job", listen=[8888], rss="190M", threads=8)
    shell.carrier.connect(lab, 3)
    for number, (age, memory) in enumerate((("8h", "3G"), ("4d", "22G"), ("11d", "700M"))):
        m.keep("a notebook's kernel, with what was computed in it", "%s -m ipykernel_launcher -f kernel-%d.json" % (PYTHON, number), lab, age=age, session="own", tty=None, stdin="null", stdout="pipe",
               rss=memory, threads=30, listen=[51000 + number])
    busy = m.keep("a notebook's kernel that computes", "%s -m ipykernel_launcher -f kernel-9.json" % PYTHON, lab, age="26h", session="own", tty=None, stdin="null", stdout="pipe", rss="9G", threads=40,
                  cpu=1.0, life=0.4, listen=[51009])
    m.keep("a loader of a kernel that computes", [PYTHON, "-c", "from multiprocessing.spawn import spawn_main; spawn_main(tracker_fd=60, pipe_handle=70)", "--multiprocessing-fork"], busy, age="2h", cpu=0.5,
           rss="1G", threads=3)
    m.keep("an editor in a terminal", "vim analysis.py", m.keep("a shell in screen", "-bash", screen, session="own", tty=m.terminal("20d"), rss="5M"), age="20d", session="job",
           risk=[("editor_swap", "/home/ada/lab/.analysis.py.swp")])
    m.either("a kernel whose notebook server was killed: it could be reconnected to, and holds a day's work", "%s -m ipykernel_launcher -f kernel-old.json" % PYTHON, init, age="5d", session="own",
             stdin="null", stdout="pipe_dead", rss="12G", threads=30, listen=[52001], **OLD)
    m.stop("a dashboard of a closed terminal; nobody is connected", "%s -m streamlit run app.py" % PYTHON, init, age="8d", session="dead_job", stdin="tty_dead", stdout="tty_dead", listen=[8501], rss="240M",
           threads=12, **OLD)
    used = m.keep("a dashboard of a closed terminal that somebody looks at", "%s -m marimo run report.py" % PYTHON, init, age="8d", session="dead_job", stdin="tty_dead", stdout="tty_dead", listen=[2718],
                  rss="210M", threads=12, **OLD)
    used.clients += [None]
    server = service(m, init, "rstudio-server", "/usr/lib/rstudio-server/bin/rserver", because="a service of the machine", user=997, rss="20M", listen=[8787])
    m.keep("a session of R with its workspace", "/usr/lib/rstudio-server/bin/rsession -u ada", server, user=1000, age="6d", session="own", rss="2G", threads=9)


def training(m, init):
    run = m.keep("nobody holds it, and it trains: it writes checkpoints", "%s train.py --out /data/runs/9" % PYTHON, init, age="41h", session="script", stdin="null", stdout="null", cpu=1.0, life=1.0, threads=40,
                 rss="18G", writes=8000000, **OLD)
    for number in range(4):
        m.keep("a loader of a run that trains", "%s train.py --out /data/runs/9" % PYTHON, run, age="3h", cpu=0.4, life=0.4, rss="2G", threads=3, reads=2000000)
    m.keep("it has a log, nohup, and a checkpoint each hour: half a second sees nothing", "%s fit.py --epochs 900" % PYTHON, init, age="6d", nohup=True, session="dead_job", stdin="null", stdout="file", cpu=1.0,
           life=0.98, threads=24, rss="30G", **OLD)
    m.keep("a job of the queue", "/usr/bin/python3 sweep.py --trial 3", service(m, init, "slurmd", "/usr/sbin/slurmstepd: [812.batch]", because="the machine's queue", user=0, age="9h"), user=1000, session="own",
           cpu=1.0, life=1.0, rss="6G", threads=16, stdout="file", cgroup="/system.slice/slurmstepd.scope/job_812/step_batch/user/task_0")
    for number in range(6):
        m.stop("a loader whose training run was killed for memory: it waits for work that nobody gives", "%s train.py --out /data/runs/8" % PYTHON, init, age="3d", session="dead_member", leader="shell of run 8",
               group="run 8", stdin="tty_dead", stdout="tty_dead", rss="2G", threads=3, **OLD)
    m.stop("it spins without a byte of output since its terminal was closed two days ago", "%s debug.py" % PYTHON, init, age="3d", session="dead_job", stdin="tty_dead", stdout="tty_dead", cpu=1.0, life=0.9,
           rss="700M", threads=2, **OLD)


def terminals(m, init, tmux):
    m.keep("an editor's terminal that abduco holds", "abduco -n work nvim notes.md", init, age="15d", session="own", stdin="null", stdout="null", listen=["/home/ada/.abduco/work"], rss="2M", **OLD)
    m.keep("an editor in a terminal that can be attached to", "nvim notes.md", m.processes[-1], session="own", tty=m.terminal("9d"), rss="20M")
    # Its login is dead; the server has not noticed, or it would have gone.
    dead = m.stop("a client of tmux whose login is dead: it draws for nobody", "tmux attach -t main", init, age="6d", session="dead_job", name="tmux: client", stdin="tty_dead", stdout="tty_dead", rss="4M", **OLD)
    dead.connect(tmux.server)
    m.stop("the file transfer of a login that is dead", "/usr/lib/openssh/sftp-server", init, age="5d", session="script", stdin="socket_dead", stdout="socket_dead", rss="5M", **OLD)
    m.keep("a job that its user stopped with a key", "%s long.py" % PYTHON, tmux.shell("9d", "50h", cwd="/home/ada/lab"), age="51h", session="job", background=True, state="T", rss="4G", threads=12)
    m.keep("a password is asked for in a terminal", "sudo -i", tmux.shell("9d", "33h"), age="33h", session="job", user=0, rss="6M")
    m.keep("somebody reads a manual", "man 7 signal", tmux.shell("9d", "4d"), age="4d", session="job", rss="4M")
    m.keep("somebody reads a manual", "pager", m.processes[-1], rss="3M", exe="/usr/bin/less", session="job")
    mail = m.keep("mail is read in a terminal", "mutt", tmux.shell("9d", "70h"), age="9d", session="job", rss="30M")
    m.keep("a letter that somebody writes", "vim /tmp/mutt-box-1000-3", mail, age="70h", session="job", risk=[("editor_swap", "/tmp/.mutt-box-1000-3.swp")])


def describe():
    m = Machine(uptime="60d", processors=48, memory="256G", free=0.3, fronts=True)
    init = systemd(m)
    shell = login(m, age="9h", number=12)
    tmux = Tmux(m, init, "30d", cgroup="/user.slice/user-1000.slice/session-11.scope")
    notebooks(m, init, shell)
    training(m, init)
    terminals(m, init, tmux)
    m.view_from(shell)
    return m
