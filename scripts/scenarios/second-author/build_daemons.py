"""Build tools that stay behind on purpose, builds that run, and what builds left without purpose."""
from machine import Machine
from parts import Tmux, login, service, systemd

HOME = "/home/ada/src/shop"
OLD = {"user": 1000, "cgroup": "/user.slice/user-1000.slice/session-5.scope", "cwd": HOME}
DAEMON = dict(OLD, session="own", stdin="null")
WARM = "a build daemon that the next build uses and that ends by itself when it is long unused"
IDLE = "a build daemon that nobody has used for days: it costs memory and the next build; either is right"
JAVA = "/usr/lib/jvm/java-21-openjdk-amd64/bin/java"
BUILD = "a build in an open terminal"
JOB = "the CI job that runs"


def daemons(m, init):
    gradle = m.keep(WARM, "%s -Xmx3g -cp gradle-launcher-8.10.jar org.gradle.launcher.daemon.bootstrap.GradleDaemon 8.10" % JAVA, init, age="70m", stdout="file", listen=[38211], rss="1.4G", threads=70, **DAEMON)
    m.keep(WARM, "%s -Xmx2g -cp kotlin-compiler.jar org.jetbrains.kotlin.daemon.KotlinCompileDaemon --daemon-runFilesPath /home/ada/.kotlin" % JAVA, init, age="69m", stdout="file", listen=[17031],
           rss="1.1G", threads=40, **DAEMON)
    gradle.connect(m.processes[-1])
    m.keep(WARM, "sccache", init, age="9h", stdout="null", listen=[4226], rss="50M", threads=10, exe="/home/ada/.cargo/bin/sccache", **DAEMON)
    m.keep("it serves an editor's builds, and somebody is connected", "bazel(shop) -Xms1g --batch_cpu_scheduling --max_idle_secs=10800", init, age="2h", name="java", exe=JAVA, stdout="file", listen=[39002],
           rss="2.2G", threads=60, **dict(DAEMON, cwd="/home/ada/.cache/bazel/_bazel_ada/a1"))
    m.processes[-1].clients += [None]
    m.either(IDLE, "bazel(search) -Xms1g --max_idle_secs=0", init, age="6d", name="java", exe=JAVA, stdout="file", listen=[40110], rss="2.6G", threads=60,
             **dict(DAEMON, cwd="/home/ada/.cache/bazel/_bazel_ada/b2"))
    m.either(IDLE, "node %s/node_modules/nx/src/daemon/server/start.js" % HOME, init, age="4d", stdout="file", listen=["/tmp/nx/d.sock"], rss="180M", threads=11, **DAEMON)
    m.either(IDLE, "%s/node_modules/turbo-linux-64/bin/turbo --skip-infer daemon" % HOME, init, age="5d", stdout="file", listen=["/tmp/turbod/t.sock"], rss="40M", threads=14, **DAEMON)
    m.either(IDLE, "node /home/ada/.nvm/versions/node/v22/bin/eslint_d", init, age="9d", stdout="null", listen=[35001], rss="200M", threads=11, **DAEMON)
    for number in range(3):
        m.either(IDLE, "/usr/share/dotnet/dotnet /usr/share/dotnet/sdk/8.0/MSBuild.dll /nologo /nodemode:1 /nodeReuse:true", init, age="3d", stdout="null", rss="120M", threads=14,
                 **dict(OLD, session="script", leader="dotnet %d" % number, stdin="null"))
    m.keep("a phone hangs on it", "adb -L tcp:5037 fork-server server --reply-fd 4", init, age="8d", stdout="null", listen=[5037], rss="9M", threads=5, **DAEMON)
    service(m, init, "distcc", "/usr/bin/distccd --daemon --no-detach", because="a service of the machine", user=107)
    m.stop("a build daemon whose output was deleted with its worktree", "bazel(fix-9) -Xms1g --max_idle_secs=0", init, age="7d", name="java", exe=JAVA, stdout="file", listen=[41877], rss="2.1G", threads=60,
           **dict(DAEMON, cwd="/home/ada/.cache/bazel/_bazel_ada/c3 (deleted)", cwd_deleted=True))


def builds(m, init, tmux):
    shell = tmux.shell("5d", "4s", cwd=HOME)
    make = m.keep(BUILD, "make -j6", shell, age="9m", session="job", rss="12M")
    for unit in range(5):
        sh = m.keep(BUILD, ["/bin/sh", "-c", "gcc -O2 -c u%d.c" % unit], make, age="8s", name="sh")
        m.keep(BUILD, "/usr/lib/gcc/x86_64-linux-gnu/12/cc1 -quiet u%d.c" % unit, sh, cpu=0.9, life=0.9, rss="200M", writes=30000)
    runner = service(m, init, "gitlab-runner", "/usr/bin/gitlab-runner run --config /etc/gitlab-runner/config.toml", because="the CI runner", user=0, age="20d", rss="60M", threads=16)
    script = m.keep(JOB, ["su", "-s", "/bin/bash", "gitlab-runner", "-c", "bash"], runner, user=0, age="33m", session="own", stdin="pipe", stdout="pipe")
    bash = m.keep(JOB, "bash", script, user=998, session="own", cwd="/home/gitlab-runner/builds/0/shop", stdin="pipe", stdout="pipe")
    m.keep(JOB, "cargo test --workspace --release", bash, age="31m", rss="200M", threads=9)
    m.keep(JOB, "/home/gitlab-runner/builds/0/shop/target/release/deps/api-88 --test-threads 2", m.processes[-1], age="6m", cpu=0.9, life=0.9, rss="300M", threads=4)
    m.keep("a build's prompt in a terminal", "%s -Xmx2g -jar sbt-launch.jar" % JAVA, tmux.shell("5d", "22h", cwd="/home/ada/src/billing"), age="3d", session="job", rss="1.8G", threads=50)


def left(m, init):
    gone = dict(OLD, stdin="null", stdout="pipe_dead")
    m.stop("a test executor that spins since its build died", "%s -Xmx512m worker.org.gradle.process.internal.worker.GradleWorkerMain 'Gradle Test Executor 3'" % JAVA, init, age="11h", session="script",
           cpu=1.0, life=1.0, rss="600M", threads=30, **dict(gone, stdin="pipe_dead"))
    m.stop("a tool's daemon whose editor is dead", "/home/ada/flutter/bin/cache/dart-sdk/bin/dart flutter_tools.snapshot daemon", init, age="4d", session="dead_member", leader="editor", group="editor", rss="300M",
           threads=12, **dict(gone, stdin="socket_dead", stdout="socket_dead"))
    m.stop("a compiler service whose bundler is dead", "%s/node_modules/@esbuild/linux-x64/bin/esbuild --service=0.25.0 --ping" % HOME, init, age="60h", session="dead_member", leader="shell 9", group="vite",
           rss="30M", threads=10, **dict(gone, stdin="pipe_dead"))
    make = m.stop("a build that has hung for two days, its agent dead", "make -j4 check", init, age="2d", session="own", rss="9M", **gone)
    m.stop("a test of that build that waits for what never comes", "./tests/network --connect 10.0.0.9", make, exe=HOME + "/tests/network", rss="8M")
    jest = m.stop("tests in watch mode that an agent left", "node %s/node_modules/.bin/jest --watchAll" % HOME, init, age="31h", session="script", rss="210M", threads=12, **gone)
    for number in range(3):
        m.stop("tests in watch mode that an agent left", "node %s/node_modules/jest-worker/build/workers/processChild.js" % HOME, jest, rss="190M", threads=12, stdin="socket", stdout="socket")
    m.stop("a compiler in watch mode of a closed terminal", "node %s/node_modules/.bin/tsc -b --watch" % HOME, init, age="5d", session="dead_job", rss="900M", threads=11,
           **dict(OLD, stdin="tty_dead", stdout="tty_dead"))


def describe():
    m = Machine(uptime="24d", processors=12, memory="48G", free=0.15, fronts=True)
    init = systemd(m)
    shell = login(m, age="3h", number=30)
    tmux = Tmux(m, init, "6d", cgroup="/user.slice/user-1000.slice/session-3.scope")
    m.keep("the way to the terminals", "tmux attach", shell, age="3h", session="job").connect(tmux.server)
    daemons(m, init)
    builds(m, init, tmux)
    left(m, init)
    m.view_from(tmux.shell("1h", "1s"))
    return m
