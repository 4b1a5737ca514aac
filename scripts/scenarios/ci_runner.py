"""A build machine while a job runs, with what earlier jobs left in the runner's control group."""
from machine import Machine
from parts import service, systemd

JOB = "the CI job that runs"
GROUP = "/system.slice/actions.runner.example-shop.build-1.service"


def describe():
    m = Machine(uptime="20d", processors=16, memory="64G", viewer_user=1001, free=0.3)
    init = systemd(m)
    start = service(m, init, "actions.runner.example-shop.build-1", "/bin/bash /home/runner/runsvc.sh", user=1001, because="the CI runner",
                    cwd="/home/runner", name="runsvc.sh", exe="/usr/bin/bash")
    m.answer(start)
    node = m.keep("the CI runner", "./externals/node20/bin/node ./bin/RunnerService.js", start, name="node", exe="/home/runner/externals/node20/bin/node",
                  rss="50M")
    listener = m.keep("the CI runner", "/home/runner/bin/Runner.Listener run --startuptype service", node, rss="110M", threads=24, network=200,
                      stdin="pipe", stdout="pipe")
    worker = m.keep(JOB, "/home/runner/bin/Runner.Worker spawnclient 120 123", listener, age="14m", rss="120M", threads=22, stdin="pipe", cpu=0.05)
    step = m.keep(JOB, "/usr/bin/bash -e /home/runner/_work/_temp/3b9a.sh", worker, age="12m", cwd="/home/runner/_work/shop/shop", stdin="pipe", stdout="pipe")
    make = m.keep(JOB, "make -j8 all", step, age="11m", rss="12M")
    for unit in range(8):
        shell = m.keep(JOB, ["/bin/sh", "-c", "g++ -O2 -c src/unit%d.cpp -o build/unit%d.o" % (unit, unit)], make, age="25s", name="sh")
        driver = m.keep(JOB, "g++ -O2 -c src/unit%d.cpp -o build/unit%d.o" % (unit, unit), shell, age="25s")
        m.keep(JOB, "/usr/libexec/gcc/x86_64-linux-gnu/13/cc1plus -quiet src/unit%d.cpp -O2" % unit, driver, age="25s", cpu=0.99, life=0.97, rss="420M",
               writes=20000)
    other = m.keep(JOB, "/usr/bin/bash -e /home/runner/_work/_temp/9c1f.sh", worker, age="11m", cwd="/home/runner/_work/shop/shop", stdin="pipe", stdout="pipe")
    jest = m.keep(JOB, "node node_modules/.bin/jest --ci", other, age="9m", rss="220M", threads=12, cpu=0.3)
    for number in range(4):
        m.keep(JOB, "node /home/runner/_work/shop/shop/node_modules/jest-worker/build/workers/processChild.js", jest, age="9m", cpu=0.7, life=0.6,
               rss="310M", threads=12, stdin="pipe", stdout="pipe", writes=4000)
    service(m, init, "containerd", "/usr/bin/containerd", because="containers run under it", rss="48M")
    docker = service(m, init, "docker", "/usr/bin/dockerd -H fd://", because="containers run under it", rss="90M")
    m.keep("containers run under it", "buildkitd", docker, age="19d", rss="70M", exe="/usr/bin/buildkitd")
    old = {"user": 1001, "cgroup": GROUP, "cwd": "/home/runner/_work/shop/shop", "session": "script"}
    m.either("a Gradle daemon of an earlier job ends by itself after three idle hours, and the next job may use it", "java -Xmx2g -cp gradle-launcher.jar org.gradle.launcher.daemon.bootstrap.GradleDaemon 8.7",
             init, age="100m", stdin="pipe_dead", stdout="file", listen=[41233], rss="900M", threads=60, exe="/usr/lib/jvm/java-21/bin/java", **old)
    m.stop("the server of a job that ended yesterday; nobody is connected", "node /home/runner/_work/shop/shop/server.js --port 4010", init, age="26h",
           stdin="null", stdout="pipe_dead", listen=[4010], rss="90M", threads=11, **old)
    m.stop("the display of a job that ended yesterday", "Xvfb :99 -screen 0 1280x1024x24", init, age="26h", stdin="null", stdout="pipe_dead",
           listen=["/tmp/.X11-unix/X99"], rss="60M", **old)
    driver = m.stop("a browser driver of a job that ended yesterday", "/usr/bin/chromedriver --port=9515", init, age="26h", stdin="null", stdout="pipe_dead",
                    listen=[9515], rss="30M", **old)
    browser = m.stop("the browser of a job that ended yesterday", "/opt/google/chrome/chrome --headless --enable-automation --remote-debugging-port=0 --user-data-dir=/tmp/.org.chromium.Chromium.a1",
                     driver, rss="190M", threads=22)
    for kind in ("zygote", "gpu-process", "renderer"):
        m.stop("the browser of a job that ended yesterday", "/opt/google/chrome/chrome --type=%s --headless" % kind, browser, rss="90M")
    login = m.keep("an administrator's shell", ["sshd: runner [priv]"], m.sshd, name="sshd", exe="/usr/sbin/sshd", age="20m", session="own", user=0,
                   cgroup="/user.slice/user-1001.slice/session-9.scope")
    carrier = m.keep("an administrator's shell", ["sshd: runner@pts/0"], login, name="sshd", exe="/usr/sbin/sshd", user=1001, unreadable=True)
    m.view_from(m.keep("an administrator's shell", "-bash", carrier, session="own", tty=m.terminal("1s")))
    return m
