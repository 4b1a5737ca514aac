"""A laptop that slept through a long weekend: everything is open, nothing moves, and nearly all of it is wanted."""
from machine import Machine
from parts import systemd, user_manager, user_service, service

APP = "a program that its user has open"


def application(m, manager, name, command, rss, children, **facts):
    main = m.keep(APP, command, manager, session="own", stdin="null", stdout="journal", cgroup="%s/app.slice/app-gnome-%s-4711.scope" % (manager.base, name), rss=rss,
                  threads=40, **facts)
    for kind, size in children:
        m.keep(APP, "%s --type=%s" % (command.split()[0], kind), main, rss=size, threads=12)
    return main


def describe():
    m = Machine(uptime="21d", processors=8, memory="16G", free=0.2)
    init = systemd(m, ssh=False)
    service(m, init, "gdm", "/usr/sbin/gdm3")
    service(m, init, "bluetooth", "/usr/libexec/bluetooth/bluetoothd")
    service(m, init, "cups", "/usr/sbin/cupsd -l", listen=[631])
    manager = user_manager(m, init, age="20d")
    for unit, command in (("org.gnome.Shell@wayland.service", "/usr/bin/gnome-shell"), ("pipewire.service", "/usr/bin/pipewire"),
                          ("dbus.service", "/usr/bin/dbus-daemon --session --nopidfile"), ("evolution-source-registry.service", "/usr/libexec/evolution-source-registry"),
                          ("gvfs-udisks2-volume-monitor.service", "/usr/libexec/gvfs-udisks2-volume-monitor"), ("ibus.service", "/usr/bin/ibus-daemon --xim")):
        user_service(m, manager, unit, command, group="session.slice", age="20d", rss="60M")
    chrome = application(m, manager, "google\\x2dchrome", "/opt/google/chrome/chrome", "420M", [("zygote", "60M"), ("gpu-process", "190M")] + [("renderer", "160M")] * 6,
                         age="12d", listen=["@chrome-singleton"])
    application(m, manager, "slack", "/usr/lib/slack/slack", "280M", [("zygote", "50M"), ("renderer", "390M")], age="12d")
    application(m, manager, "obsidian", "/usr/lib/obsidian/obsidian", "160M", [("renderer", "240M")], age="19d")
    application(m, manager, "code", "/usr/share/code/code", "200M", [("zygote", "60M"), ("gpu-process", "110M"), ("utility", "380M")], age="16d")
    application(m, manager, "libreoffice", "/usr/lib/libreoffice/program/soffice.bin --calc budget.ods", "250M", [], age="9d",
                risk=[("sqlite", "/home/ada/.config/libreoffice/4/user/registry.db")])
    idea = m.keep(APP, "/opt/idea/jbr/bin/java -Xmx2g -Didea.paths.selector=IntelliJIdea2024.3 com.intellij.idea.Main", manager, session="own", stdin="null", stdout="journal",
                  cgroup=manager.base + "/app.slice/app-gnome-idea-999.scope", rss="2.4G", threads=140, age="8d", listen=[63342])
    m.keep(APP, "/opt/idea/bin/fsnotifier", idea, stdin="pipe", stdout="pipe", rss="3M")
    terminal = m.keep("the terminal window", "/usr/libexec/gnome-terminal-server", manager, session="own", stdin="null", stdout="journal", age="20d", rss="60M",
                      cgroup=manager.base + "/app.slice/gnome-terminal-server.service")
    shells = [m.keep("a shell in a terminal", "bash", terminal, age="%dd" % age, session="own", tty=m.terminal("4d"), cwd="/home/ada") for age in (19, 15, 11, 6)]
    m.keep("an editor in a terminal", "nvim draft.md", shells[1], age="14d", session="job", risk=[("editor_swap", "/home/ada/.local/state/nvim/swap/draft.md.swp")])
    m.keep("an editor in a terminal", "nvim --embed draft.md", m.processes[-1], session="own", tty=None, stdin="pipe", stdout="pipe")
    m.keep("a prompt in a terminal", "python3", shells[2], age="10d", session="job")
    m.keep("an ssh session in a terminal", "ssh ada@box.example.net", shells[3], age="6d", session="job")
    m.keep("an agent that waits for its user over the weekend", "claude", shells[0], age="5d", session="job", exe="/usr/bin/node", rss="310M", threads=18)
    m.keep("a helper whose agent lives", "node /home/ada/.npm/_npx/aa/node_modules/.bin/mcp-server-memory", m.processes[-1], stdin="socket", stdout="socket", rss="60M",
           threads=11)
    m.keep("a job that its user stopped and may take up again", "man systemd.exec", shells[0], age="7d", session="job", state="T")
    m.view_from(m.keep("a shell in a terminal", "bash", terminal, age="5m", session="own", tty=m.terminal("1s"), cwd="/home/ada"))
    # The one thing that nobody wants any more.
    m.stop("a language server of an editor that is gone", "/opt/idea/plugins/python/helpers/pyright-langserver --stdio", manager, age="9d", session="script", exe="/usr/bin/node",
           name="node", stdin="pipe_dead", stdout="pipe_dead", rss="300M", threads=11, cgroup=manager.base + "/app.slice/app-gnome-idea-777.scope")
    return m
