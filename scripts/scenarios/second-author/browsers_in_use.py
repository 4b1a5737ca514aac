"""Browser trees as Chromium really makes them: of living agents, of a desktop, and of drivers that died."""
from machine import Machine
from parts import Tmux, login, systemd, user_manager, user_service

CHROME = "/home/ada/.cache/ms-playwright/chromium-1169/chrome-linux/chrome"
CGROUP = "/user.slice/user-1000.slice/session-8.scope"


def tree(m, start, because, parent, program, flags, profile, age, crashpad=True, busy=0.0, renderers=3, **facts):
    """Main process, crash handler (a double fork to PID 1), two zygotes, and what is forked from them."""
    main = start(because, "%s %s --user-data-dir=%s" % (program, flags, profile), parent, age=age, rss="190M", threads=28, cpu=busy / 4, **facts)
    inherit = {"stdin": "null", "stdout": facts.get("stdout", "null"), "name": "chrome"}
    if crashpad:
        start(because, "%s_crashpad_handler --monitor-self --database=%s/Crash" % (program, profile), m.init, age=age, user=1000, session="script", leader=id(main), stdin="null", rss="3M",
              stdout=facts.get("stdout", "null"), name="chrome_crashpad", cgroup=main.cgroup, cwd=main.cwd)
    start(because, "%s --type=zygote --no-zygote-sandbox" % program, main, rss="60M", **inherit)
    zygote = start(because, "%s --type=zygote" % program, main, rss="60M", **inherit)
    start(because, "%s --type=gpu-process --headless" % program, main, rss="90M", threads=9, **inherit)
    start(because, "%s --type=utility --utility-sub-type=network.mojom.NetworkService" % program, main, rss="80M", threads=9, network=3000 if busy else 0, **inherit)
    for number in range(renderers):
        start(because, "%s --type=renderer --renderer-client-id=%d" % (program, number + 5), zygote, rss="130M", threads=14, cpu=busy, **inherit)
    return main


def living(m, init, manager, tmux):
    because = "the browser of an agent that lives"
    agent = m.keep("an agent in a terminal", "claude", tmux.shell("5d", "2m", cwd="/home/ada/src/shop"), age="8h", session="job", exe="/usr/bin/node", rss="400M", threads=18, cpu=0.2, network=9000)
    npx = m.keep("a helper whose agent lives", ["npm exec @playwright/mcp@latest"], agent, name="npm exec @playw", exe="/usr/bin/node", stdin="socket", stdout="socket", rss="80M", threads=11)
    shell = m.keep("a helper whose agent lives", ["sh", "-c", "mcp-server-playwright"], npx, rss="1M")
    server = m.keep("a helper whose agent lives", "node /home/ada/.npm/_npx/41/node_modules/.bin/mcp-server-playwright", shell, rss="110M", threads=11)
    tree(m, m.keep, because, server, CHROME, "--headless --remote-debugging-pipe", "/tmp/playwright_chromiumdev_profile-live", "5h", session="own", tty=None, stdin="null", stdout="pipe",
         crashpad=False, busy=0.05)
    shared = tree(m, m.keep, "a browser that an agent is connected to, though who started it is dead", init, "/opt/google/chrome/chrome", "--remote-debugging-port=9222", "/home/ada/.cache/agent-profile", "30h",
                  user=1000, session="script", leader="dead one", stdin="null", stdout="null", listen=[9222], cgroup=CGROUP, cwd="/home/ada")
    server.connect(shared)
    tree(m, m.keep, "the browser that its user has open", manager, "/opt/google/chrome/chrome", "--enable-crashpad", "/home/ada/.config/google-chrome", "6d", session="own", stdin="null", stdout="journal",
                   cgroup=manager.base + "/app.slice/app-gnome-google\\x2dchrome-88.scope", cwd="/home/ada", renderers=9, busy=0.02)
    display = m.keep("a display with a program on it", "Xvfb :7 -screen 0 1600x900x24", init, user=1000, age="9h", session="script", stdin="null", stdout="null", listen=["@/tmp/.X11-unix/X7"], rss="60M",
                     cgroup=CGROUP, cwd="/home/ada")
    m.keep("a browser in an open terminal, on a display of its own", "/usr/lib/firefox-esr/firefox-esr --marionette", tmux.shell("5d", "20m"), age="9h", session="job", rss="400M", threads=60).connect(display)
    run = m.keep("a test run in an open terminal", "node node_modules/.bin/playwright test", tmux.shell("5d", "5s", cwd="/home/ada/src/shop"), age="6m", session="job", rss="180M", threads=11, cpu=0.2)
    worker = m.keep("a test run in an open terminal", "node /home/ada/src/shop/node_modules/playwright/lib/common/process.js", run, stdin="socket", stdout="socket", rss="150M", threads=11, cpu=0.2)
    tree(m, m.keep, "the browser of a test run that goes on", worker, CHROME, "--headless --remote-debugging-pipe", "/tmp/playwright_chromiumdev_profile-run", "5m", session="own", tty=None, stdin="null",
         stdout="pipe", crashpad=False, busy=0.4)


def left(m, init):
    gone = {"user": 1000, "cgroup": CGROUP, "cwd": "/home/ada/src/shop", "stdin": "null"}
    for number, age in enumerate(("50h", "31h", "9h")):
        tree(m, m.stop, "the browser of an agent that is dead", init, CHROME, "--headless --remote-debugging-pipe", "/tmp/playwright_chromiumdev_profile-x%d" % number, age, crashpad=number == 0,
             session="own", stdout="socket_dead", **gone)
    tree(m, m.stop, "a browser that spins since its test died", init, "/home/ada/.cache/puppeteer/chrome/linux-131/chrome", "--headless=new --remote-debugging-port=0", "/tmp/puppeteer_dev_chrome_profile-q", "28h",
         session="own", stdout="pipe_dead", busy=0.9, crashpad=False, renderers=1, **gone)
    m.stop("an MCP server whose agent is dead; its browser is gone already", "node /home/ada/.npm/_npx/41/node_modules/.bin/mcp-server-playwright", init, age="3d", rss="90M", threads=11,
           **dict(gone, session="dead_member", leader="shell 3", group="agent", stdin="socket_dead", stdout="socket_dead"))
    m.stop("the crash handler of a browser that is dead", "/opt/google/chrome/chrome_crashpad_handler --monitor-self --database=/tmp/p/Crash", init, age="4d", session="script", leader="dead two", stdout="null",
           name="chrome_crashpad", rss="3M", **gone)
    display = m.stop("a display that a test run left; what stands on it was left, too", "Xvfb :99 -screen 0 1280x1024x24 -nolisten tcp -auth /tmp/xvfb-run.k/Xauthority", init, age="53h", session="script",
                     leader="xvfb-run", stdout="pipe_dead", listen=["@/tmp/.X11-unix/X99"], rss="55M", **gone)
    electron = m.stop("a program under test that its test run left", "/home/ada/src/desk/node_modules/electron/dist/electron --no-sandbox .", init, age="53h", session="script", leader="xvfb-run",
                      stdout="pipe_dead", rss="170M", threads=30, **gone)
    m.stop("a program under test that its test run left", "/home/ada/src/desk/node_modules/electron/dist/electron --type=zygote --no-sandbox", electron, rss="50M")
    electron.connect(display)
    m.either("nohup kept it for somebody; nobody has been connected for six days", "/usr/bin/chromium --headless --remote-debugging-port=9333 --user-data-dir=/home/ada/.cache/pdf", init, age="6d", nohup=True,
             listen=[9333], rss="160M", threads=26, **dict(gone, session="dead_job", stdout="file"))


def describe():
    m = Machine(uptime="13d", processors=8, memory="32G", free=0.2, fronts=True)
    init = systemd(m)
    manager = user_manager(m, init, age="12d")
    user_service(m, manager, "org.gnome.Shell@wayland.service", "/usr/bin/gnome-shell", group="session.slice", rss="300M")
    shell = login(m, age="7h", number=52)
    tmux = Tmux(m, init, "6d", cgroup="/user.slice/user-1000.slice/session-2.scope")
    m.keep("the way to the terminals", "tmux attach", shell, age="7h", session="job").connect(tmux.server)
    living(m, init, manager, tmux)
    left(m, init)
    m.view_from(tmux.shell("1h", "1s"))
    return m
