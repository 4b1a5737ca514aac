"""Headless browsers that tests left behind, beside a test run that uses one."""
from machine import Machine
from parts import Tmux, login, systemd

LEFT = "a browser of a test run that is gone"
CHROME = "/home/ada/.cache/ms-playwright/chromium-1148/chrome-linux/chrome"


def browser(start, because, parent, profile, age, **facts):
    """A main process and what it forks."""
    main = start(because, "%s --headless --no-sandbox --remote-debugging-pipe --user-data-dir=/tmp/playwright_chromiumdev_profile-%s" % (CHROME, profile), parent,
                 age=age, rss="170M", threads=26, **facts)
    start(because, "%s --type=zygote --no-sandbox --headless" % CHROME, main, rss="50M", stdout="pipe")
    start(because, "%s --type=gpu-process --no-sandbox --headless" % CHROME, main, rss="90M", threads=9, stdout="pipe")
    start(because, "%s --type=utility --utility-sub-type=network.mojom.NetworkService --headless" % CHROME, main, rss="70M", threads=8, stdout="pipe")
    for number in range(2):
        start(because, "%s --type=renderer --headless --renderer-client-id=%d" % (CHROME, number + 4), main, rss="110M", threads=14, stdout="pipe")
    return main


def describe():
    m = Machine(uptime="12d", processors=8, memory="16G", free=0.15)
    init = systemd(m)
    shell = login(m, age="7h", number=5)
    tmux = Tmux(m, init, "4d", cgroup="/user.slice/user-1000.slice/session-2.scope")
    gone = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-3.scope", "cwd": "/home/ada/src/shop", "session": "own", "stdin": "null"}
    for number, (age, out) in enumerate((("9h", "pipe_dead"), ("2d", "pipe_dead"), ("3d", "socket_dead"), ("30h", "null"))):
        browser(m.stop, LEFT, init, "left%d" % number, age, **dict(gone, stdout=out))
    m.stop("a driver of a test run that is gone", "/home/ada/src/shop/.venv/lib/python3.12/site-packages/playwright/driver/node /home/ada/src/shop/.venv/lib/python3.12/site-packages/playwright/driver/package/cli.js run-driver",
           init, age="2d", rss="90M", threads=11, name="node", **dict(gone, session="script", stdin="pipe_dead", stdout="pipe_dead"))
    m.stop("a browser driver of a test run that is gone", "/usr/bin/geckodriver --port 4444", init, age="5d", listen=[4444], rss="20M", threads=5,
           **dict(gone, session="script", stdout="pipe_dead"))
    m.stop("a display that a test run left", "Xvfb :1 -screen 0 1280x720x24 -nolisten tcp", init, age="5d", rss="40M", listen=["@/tmp/.X11-unix/X1"],
           **dict(gone, session="script", stdout="pipe_dead"))
    window = tmux.shell("4d", "30s", cwd="/home/ada/src/shop")
    test = m.keep("a test run in an open terminal", "node node_modules/.bin/playwright test --workers=1", window, age="9m", session="job", rss="190M", threads=11, cpu=0.2)
    worker = m.keep("a test run in an open terminal", "node /home/ada/src/shop/node_modules/playwright/lib/common/process.js", test, age="9m", stdin="socket",
                    stdout="socket", rss="150M", threads=11, cpu=0.3)
    browser(m.keep, "the browser of a test run that is open", worker, "used", "8m", session="own", tty=None, stdin="null", stdout="pipe", cpu=0.2)
    reader = tmux.shell("4d", "26h", cwd="/home/ada")
    m.keep("somebody reads", "less report.txt", reader, age="26h", session="job")
    m.view_from(shell)
    return m
