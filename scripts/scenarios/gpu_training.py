"""A training box: nohup jobs with checkpoints, notebooks, and the workers that crashed runs left behind."""
from machine import Machine
from parts import Tmux, login, service, systemd

PYTHON = "/home/ada/miniconda3/envs/train/bin/python"
RUN = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-5.scope", "cwd": "/home/ada/runs"}


def training(m, init):
    job = m.keep("a training run that writes checkpoints", "%s train.py --config base.yaml --out runs/base" % PYTHON, init, age="3d", nohup=True, session="dead_job",
                 stdin="null", stdout="file", cpu=1.3, life=1.0, threads=60, rss="14G", writes=300000, offset=700, **RUN)
    for number in range(8):
        m.keep("a data loader of a run that works", [PYTHON, "train.py", "--config", "base.yaml", "--out", "runs/base"], job, age="5h", cpu=0.6, life=0.5, rss="1.6G",
               threads=3, reads=500000)
    torch = m.keep("a distributed run", "%s -m torch.distributed.run --nproc_per_node=4 finetune.py" % PYTHON, init, age="11h", nohup=True, session="script",
                   stdin="null", stdout="file", rss="400M", threads=20, offset=10, **RUN)
    for rank in range(4):
        m.keep("a distributed run", "%s -u finetune.py --local-rank=%d" % (PYTHON, rank), torch, cpu=1.0, life=1.0, rss="11G", threads=50, writes=40000)
    m.keep("an evaluation that nohup keeps and that logs", "%s evaluate.py --all" % PYTHON, init, age="9h", nohup=True, session="dead_job", stdin="null", stdout="file",
           cpu=0.9, life=0.9, rss="8G", threads=40, offset=300, **RUN)
    service(m, init, "nvidia-persistenced", "/usr/bin/nvidia-persistenced --user nvpd", user=103)
    service(m, init, "dcgm-exporter", "/usr/bin/dcgm-exporter", because="a metrics exporter", rss="50M", listen=[9400])


def notebooks(m, init, tmux, shell):
    window = tmux.shell("9d", "20h", cwd="/home/ada/notebooks")
    lab = m.keep("a notebook server that is in use", "%s -m jupyter lab --no-browser --port 8888" % PYTHON, window, age="9d", session="job", listen=[8888], rss="180M",
                 threads=8, name="jupyter-lab", network=500)
    shell.carrier.connect(lab, 2)
    for age in ("6h", "6d"):
        m.keep("a notebook's kernel with its state", "%s -m ipykernel_launcher -f kernel.json" % PYTHON, lab, age=age, session="own", tty=None, stdin="null", stdout="pipe",
               rss="6G", threads=30, listen=[50011])
    m.either("a dashboard that nobody has open; it costs little and its user may come back", "%s -m tensorboard.main --logdir runs --port 6006" % PYTHON, init, age="12d",
             nohup=True, session="dead_job", stdin="null", stdout="file", listen=[6006], rss="700M", threads=40, **RUN)


def left(m, init):
    because = "a data loader whose training run crashed; it waits on a queue that nobody fills"
    for number in range(12):
        m.stop(because, [PYTHON, "-c", "from multiprocessing.spawn import spawn_main; spawn_main(tracker_fd=9, pipe_handle=%d)" % (21 + 2 * number), "--multiprocessing-fork"],
               init, age="2d", session="script", leader="crashed run", stdin="null", stdout="pipe_dead", rss="1.9G", threads=3, **RUN)
    m.stop("the tracker of a run that crashed", [PYTHON, "-c", "from multiprocessing.resource_tracker import main;main(8)"], init, age="2d", session="script",
           leader="crashed run", stdin="null", stdout="pipe_dead", rss="12M", **RUN)
    m.stop("a run that hangs since its terminal closed four days ago; it holds GPU memory", "%s debug_run.py --steps 10" % PYTHON, init, age="4d", session="dead_job",
           stdin="tty_dead", stdout="tty_dead", rss="9G", threads=40, life=0.01, **RUN)
    m.stop("a run that spins since its worktree was deleted", "%s sweep.py --trial 7" % PYTHON, init, age="40h", session="script", stdin="null", stdout="null", cpu=1.0,
           life=1.0, rss="4G", threads=30, **dict(RUN, cwd="/tmp/worktrees/trial7 (deleted)", cwd_deleted=True))


def describe():
    m = Machine(uptime="50d", processors=64, memory="512G", free=0.7)
    init = systemd(m)
    shell = login(m, age="7h", number=60)
    tmux = Tmux(m, init, "20d", cgroup="/user.slice/user-1000.slice/session-5.scope")
    training(m, init)
    notebooks(m, init, tmux, shell)
    left(m, init)
    watch = tmux.shell("20d", "1m", cwd="/home/ada/runs")
    m.keep("somebody watches the cards", "nvtop", watch, age="20d", session="job", cpu=0.05, life=0.04, rss="30M")
    follow = tmux.shell("3d", "1m", cwd="/home/ada/runs")
    m.keep("somebody follows a log", "tail -f base.log", follow, age="3d", session="job", offset=700, rss="2M")
    m.view_from(shell)
    return m
