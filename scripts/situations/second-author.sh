# Situations of Scenarios/second-author, read by scripts/record-scenario, whose words they use.
# Beyond its programs they need node, java, gdb, git, postgres, redis, nginx, screen and supervisor.

pane_of() { tmux_ list-panes -a -F '#{pane_pid} #{pane_id}' | sed -n "s/^$1 //p"; }
type_into() { sleep 0.4; tmux_ send-keys -t "$(pane_of "$1")" "$2" Enter; }
gone() { while kill -0 "$1" 2>/dev/null; do sleep 0.05; done; }
# The PID of the child of $1 whose name is $2, once there is one.
child() {
    for _ in $(seq 200); do pgrep -n -P "$1" -x "$2" && return; sleep 0.05; done
    return 1
}
port() { echo $((20000 + RANDOM % 20000)); }
# A background job of a shell whose window its user then closed by `exit`: no hangup reaches it, and its terminal goes.
leave() {
    local name=$1 shell
    shift
    shell=$(window bash --norc)
    type_into "$shell" "$* & echo \$! >$work/$name; exit"
    pid_in "$name"
    gone "$shell"
}
# How an agent runs a tool: a session of its own, no input, a pipe for the output. With `die` the agent then goes.
write_agent() {
    cat >"$work/project/agent.py" <<'PYTHON'
import subprocess, sys, time
name, fate, *command = sys.argv[1:]
tool = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True)
open(name, "w").write(str(tool.pid))
# What prints before it ignores a broken pipe would not survive an agent that went at once.
if fate == "die": time.sleep(1); sys.exit()
time.sleep(1e6)
PYTHON
}
tool_of_dead_agent() {
    local name=$1
    shift
    (cd "$work/project" && setsid python3 agent.py "$work/$name" die "$@")
    pid_in "$name"
}
# Connects to a port and stays.
client() { window python3 -c "import socket,time
for _ in range(200):
    try: s = socket.create_connection(('127.0.0.1', $1)); break
    except OSError: time.sleep(.05)
time.sleep(1e6)"; }
listening() { for _ in $(seq 200); do (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.05; done; return 1; }

situation_stuck-tests() {
    terminal 60h
    write_agent
    printf 'import unittest\nclass Wait(unittest.TestCase):\n    def test_ready(self):\n        while not getattr(self, "ready", False): pass\n' \
        >"$work/project/test_wait.py"
    expect "$(tool_of_dead_agent dead python3 -m unittest test_wait)" 6h stop \
        "a test that spins, and the agent that waited for its result is dead"
    expect "$(window python3 -m unittest test_wait)" 9h either "it has spun for nine hours in a terminal that is open: ask, or end it"
    expect "$(window python3 -m unittest test_wait)" 12m keep "a test run of twelve minutes in an open terminal"
    expect "$(window python3 agent.py "$work/live" live python3 -m unittest test_wait)" 30h keep "an agent in a terminal"
    expect "$(pid_in live)" 25m keep "a tool call that its agent waits for"
    sleep 1
}

situation_node-helpers() {
    terminal 90h
    local bin=$work/project/node_modules/.bin host number served shell
    mkdir -p "$bin"
    printf 'process.stdin.resume()\nif (process.argv[2]) require("http").createServer((_, r) => r.write("x")).listen(+process.argv[2], "127.0.0.1")\nsetInterval(() => {}, 1e6)\n' \
        >"$bin/mcp-server-notes"
    cat >"$work/project/host.js" <<'NODE'
const { spawn } = require("child_process"), fs = require("fs")
const [name, fate, ...command] = process.argv.slice(2)
const helper = spawn(command[0], command.slice(1), { stdio: ["pipe", "pipe", "inherit"] })
fs.writeFileSync(name, String(helper.pid))
if (fate === "die") process.exit()
setInterval(() => {}, 1e6)
NODE
    for number in 1 2 3; do
        (cd "$work/project" && setsid node host.js "$work/dead$number" die node "$bin/mcp-server-notes" </dev/null >/dev/null 2>&1)
        expect "$(pid_in "dead$number")" 75h stop "an MCP server whose agent is dead: its socket pair leads nowhere"
    done
    # What npx does: a shell between the agent and the server.
    (cd "$work/project" && setsid node host.js "$work/npx" die sh -c "node $bin/mcp-server-notes; true" </dev/null >/dev/null 2>&1)
    expect "$(pid_in npx)" 50h stop "the shell around an MCP server whose agent is dead"
    expect "$(child "$(pid_in npx)" node)" 50h stop "an MCP server whose agent is dead, behind npx's shell"
    served=$(port)
    (cd "$work/project" && setsid node host.js "$work/served" die node "$bin/mcp-server-notes" "$served" </dev/null >/dev/null 2>&1)
    expect "$(pid_in served)" 30h keep "its starter is dead, but another program is connected to it over HTTP"
    expect "$(client "$served")" 5h keep "a program in a terminal"
    expect "$(window node host.js "$work/live" live node "$bin/mcp-server-notes")" 60h keep "an agent in a terminal"
    expect "$(pid_in live)" 60h keep "its agent lives"
    shell=$(window bash --norc)
    expect "$shell" 20h keep "a shell in a terminal"
    type_into "$shell" "node host.js $work/stopped live node $bin/mcp-server-notes"
    expect "$(pid_in stopped)" 9h keep "its agent is only suspended"
    host=$(child "$shell" node)
    expect "$host" 9h keep "an agent that its user suspended and may take up again"
    sleep 0.5
    kill -STOP "$host"
    listening "$served"
}

situation_closed-watchers() {
    terminal 100h
    local bin=$work/project/node_modules/.bin one two shell
    mkdir -p "$bin" "$work/project/src"
    printf 'const i = process.argv.indexOf("--port")\nrequire("http").createServer((_, r) => r.write("x")).listen(+process.argv[i + 1], "127.0.0.1")\n' >"$bin/vite"
    printf 'require("fs").watch("src", () => {})\n' >"$bin/webpack"
    cp "$bin/webpack" "$bin/jest"
    write_agent
    one=$(port) two=$((one + 1))
    expect "$(leave vite node "$bin/vite" --port $one)" 70h stop "a dev server of a closed terminal; nobody is connected"
    expect "$(leave webpack node "$bin/webpack" --watch)" 48h stop "a watcher of a closed terminal: its output leads nowhere"
    expect "$(tool_of_dead_agent jest node "$bin/jest" --watch)" 30h stop "a test watcher whose agent is dead: nobody reads it"
    expect "$(leave used node "$bin/vite" --port $two)" 60h keep "its terminal is closed, and somebody is connected to it"
    expect "$(client $two)" 5h keep "a program in a terminal"
    expect "$(window node "$bin/vite" --port $((one + 2)))" 20h keep "a dev server in an open terminal"
    shell=$(window bash --norc)
    expect "$shell" 90h keep "a shell in a terminal"
    type_into "$shell" "node $bin/webpack --watch & echo \$! >$work/job"
    expect "$(pid_in job)" 80h keep "a background job of a shell that is open"
    (cd "$work/project" && setsid bash -c 'nohup node "$2" --port "$3" >vite.log 2>&1 & echo $! >"$1"' - "$work/kept" "$bin/vite" $((one + 3)))
    expect "$(pid_in kept)" 95h either "nohup and a log say that it was to stay; nobody has used it for four days"
    listening $((one + 3))
}

situation_checkpoints() {
    terminal 90h
    cat >"$work/project/train.py" <<'PYTHON'
import os, sys, time
pause, step = float(sys.argv[1]), 0
out = open("checkpoint.%d" % os.getpid(), "wb") if pause else None
while True:
    until = time.time() + min(pause or 1, 0.1)
    while time.time() < until: step += 1
    if out:
        out.write(os.urandom(1 << 20)); out.flush(); os.fsync(out.fileno())
        if out.tell() > 64 << 20: out.seek(0)
        time.sleep(pause - 0.1 if pause > 1 else 0)
PYTHON
    expect "$(orphan writes python3 train.py 0.1)" 26h keep "nobody holds it, and it writes a checkpoint ten times a second: it works"
    (cd "$work/project" && setsid bash -c 'nohup python3 train.py 0.1 >train.log 2>&1 & echo $! >"$1"' - "$work/nohup")
    expect "$(pid_in nohup)" 70h keep "nohup and a log; it writes checkpoints"
    (cd "$work/project" && setsid bash -c 'python3 train.py 60 </dev/null >slow.log 2>&1 & echo $! >"$1"' - "$work/slow")
    expect "$(pid_in slow)" 50h keep "it writes a checkpoint each minute and has a log: half a second sees nothing of that"
    expect "$(orphan spins python3 train.py 0)" 70h stop "its starter is dead, its output nowhere, and it only burns a core"
    expect "$(window python3 train.py 0.1)" 40h keep "a training run in an open terminal"
    sleep 1
}

situation_process-pools() {
    terminal 80h
    # A child of fork holds the queue's writing end itself, and so never learns that nobody fills it any more.
    cat >"$work/project/pool.py" <<'PYTHON'
import multiprocessing, os, sys, time
queue = multiprocessing.get_context("fork").Queue()
for _ in range(3): multiprocessing.get_context("fork").Process(target=queue.get).start()
open(sys.argv[1], "w").write(str(os.getpid()))
time.sleep(1e6)
PYTHON
    write_agent
    local live pid shell
    # What the parent leaves when the kernel kills it for memory.
    killed() {
        local parent=$1 workers pid
        sleep 1
        workers=$(pgrep -P "$parent")
        kill -KILL "$parent"
        gone "$parent"
        for pid in $workers; do expect "$pid" "$2" stop "$3"; done
    }
    live=$(window python3 pool.py "$work/live")
    (cd "$work/project" && setsid bash -c 'nohup python3 pool.py "$1" >pool.log 2>&1 &' - "$work/nohup")
    killed "$(pid_in nohup)" 20h "a worker whose parent was killed: nobody can give it work, whatever nohup says"
    tool_of_dead_agent tool python3 pool.py "$work/pool" >/dev/null
    killed "$(pid_in pool)" 30h "a worker whose parent was killed, of an agent that is dead"
    shell=$(window bash --norc)
    expect "$shell" 70h keep "a shell in a terminal"
    type_into "$shell" "python3 pool.py $work/typed"
    killed "$(pid_in typed)" 44h "a worker whose parent was killed two days ago; its shell is open, but nobody can give it work"
    expect "$live" 44h keep "a program in a terminal"
    for pid in $(pgrep -P "$live"); do expect "$pid" 44h keep "a worker of a pool whose parent lives"; done
    sleep 1
}

situation_paused() {
    terminal 90h
    printf 'import time\nkept = [str(n) for n in range(1000000)]\nwhile True: kept.sort()\n' >"$work/project/simulate.py"
    local shell server job
    shell=$(window bash --norc)
    expect "$shell" 80h keep "a shell in a terminal"
    type_into "$shell" "python3 simulate.py"
    job=$(child "$shell" python3)
    expect "$job" 5h keep "a computation that its user suspended with a key"
    sleep 1
    tmux_ send-keys -t "$(pane_of "$shell")" C-z
    (cd "$work/project" && setsid bash -c 'nohup python3 simulate.py >simulate.log 2>&1 & echo $! >"$1"' - "$work/paused")
    expect "$(pid_in paused)" 60h keep "somebody paused it to go on later, and its memory holds what it has computed"
    expect "$(orphan sleeper sleep 1000d)" 70h either "paused, its starter is dead, and it does nothing"
    expect "$(leave closed python3 -m http.server $(port))" 60h either "a paused file server of a closed terminal: useless, but somebody paused it"
    server=$(port)
    expect "$(orphan server python3 -m http.server $server --bind 127.0.0.1)" 30h keep "paused, and somebody is connected to it and waits"
    expect "$(client $server)" 8h keep "a program in a terminal"
    listening $server
    sleep 1
    kill -STOP "$(pid_in paused)" "$(pid_in sleeper)" "$(pid_in closed)" "$(pid_in server)"
}

situation_debugger() {
    terminal 90h
    local gdb spinner pdb
    printf 'while True: pass\n' >"$work/project/loop.py"
    printf 'import time\nbreakpoint()\ntime.sleep(1e6)\n' >"$work/project/stops.py"
    gdb=$(window gdb -q -ex starti --args sleep 1000d)
    expect "$gdb" 50h keep "a debugger in a terminal"
    expect "$(child "$gdb" sleep)" 50h keep "somebody debugs it: it stands at a breakpoint"
    pdb=$(window python3 stops.py)
    expect "$pdb" 28h keep "it stands in its debugger and waits for its user"
    spinner=$(orphan spinner python3 loop.py)
    expect "$spinner" 30h keep "nobody holds it, but somebody's debugger is attached to it"
    expect "$(window gdb -q -p "$spinner")" 2h keep "a debugger in a terminal"
    sleep 3
    grep -q "TracerPid:.*[1-9]" "/proc/$spinner/status"
}

situation_databases() {
    terminal 300h
    local bin data=$work/pg pg redis shell pid
    bin=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
    pg=$(port) redis=$((pg + 1))
    "$bin/initdb" -D "$data" -U ada -A trust >/dev/null
    "$bin/pg_ctl" -D "$data" -o "-p $pg -k $work -c listen_addresses=127.0.0.1" -l "$work/pg.log" start >/dev/null
    listening "$pg"
    sleep 1
    expect "$(window psql -h 127.0.0.1 -p "$pg" -U ada -d postgres)" 40h keep "a prompt in a terminal"
    shell=$(window psql -h 127.0.0.1 -p "$pg" -U ada -d postgres)
    expect "$shell" 9h keep "a prompt in a terminal with a transaction open"
    type_into "$shell" 'begin; create table o(x int)\;'
    sleep 1
    expect "$(head -1 "$data/postmaster.pid")" 290h keep "a database that its user started with pg_ctl"
    for pid in $(pgrep -P "$(head -1 "$data/postmaster.pid")"); do expect "$pid" 9h keep "a part of a database that runs"; done
    (cd "$work/project" && redis-server --port "$redis" --daemonize yes --dir "$work" --pidfile "$work/redis.pid" --logfile "$work/redis.log" >/dev/null)
    expect "$(pid_in redis.pid)" 250h keep "a database that its user daemonised; somebody is connected"
    expect "$(window redis-cli -p "$redis")" 3h keep "a prompt in a terminal"
    (cd "$work/project" && redis-server --port $((redis + 1)) --daemonize yes --dir "$work" --pidfile "$work/redis2.pid" --logfile "$work/redis2.log" >/dev/null)
    expect "$(pid_in redis2.pid)" 250h keep "a database that its user daemonised; no client at this moment says nothing"
    mkdir "$work/project/pytest-7"
    write_agent
    (cd "$work/project/pytest-7" && setsid python3 ../agent.py "$work/left" die redis-server --port $((redis + 2)) --save "")
    listening $((redis + 2))
    expect "$(pid_in left)" 52h stop "a test's own database: the test is dead, its directory deleted, nobody is connected"
    rm -r "$work/project/pytest-7"
    expect "$(window sqlite3 orders.db)" 9h keep "a prompt in a terminal"
    sleep 1
}

situation_supervisor() {
    terminal 100h
    mkdir -p "$work/logs"
    # It prints nothing: with a dead supervisor's pipe for output it would end at the next line.
    printf 'import time\nwhile True: time.sleep(0.2)\n' >"$work/project/worker.py"
    cat >"$work/project/supervisord.conf" <<CONF
[supervisord]
logfile=$work/logs/supervisord.log
pidfile=$work/supervisord.pid
childlogdir=$work/logs
[program:mailer]
command=python3 $work/project/worker.py mailer
[program:indexer]
command=python3 $work/project/worker.py indexer
CONF
    local old new pid
    supervised() { for _ in $(seq 100); do [ "$(pgrep -c -P "$1")" -ge 2 ] && break; sleep 0.1; done; sleep 1.5; pgrep -P "$1"; }
    (cd "$work/project" && supervisord -c supervisord.conf)
    old=$(pid_in supervisord.pid)
    for pid in $(supervised "$old"); do
        expect "$pid" 50h stop "a worker of a supervisor that was killed; the new one has started another in its place"
    done
    kill -KILL "$old"
    gone "$old"
    rm -f "$work/supervisord.pid"
    (cd "$work/project" && supervisord -c supervisord.conf)
    new=$(pid_in supervisord.pid)
    expect "$new" 48h keep "a supervisor that its user started"
    for pid in $(supervised "$new"); do expect "$pid" 48h keep "a supervisor runs it"; done
    expect "$(window tail -f "$work/logs/supervisord.log")" 20h keep "somebody follows a log"
}

situation_jvm-daemons() {
    terminal 120h
    local classes=$work/project/classes gradle kotlin app
    mkdir -p "$work/java" "$classes"
    java_source() {
        local package=${1%.*} name=${1##*.}
        mkdir -p "$work/java/${package//.//}"
        cat >"$work/java/${package//.//}/$name.java" <<JAVA
package $package;
public class $name {
    static final java.util.List<Object> held = new java.util.ArrayList<>();
    public static void main(String[] words) throws Exception {
        for (String word : words) {
            if (word.startsWith("listen=")) held.add(new java.net.ServerSocket(Integer.parseInt(word.substring(7))));
            if (word.startsWith("connect=")) held.add(new java.net.Socket("127.0.0.1", Integer.parseInt(word.substring(8))));
            if (word.equals("spin")) while (true) { }
        }
        Thread.sleep(Long.MAX_VALUE);
    }
}
JAVA
    }
    java_source org.gradle.launcher.daemon.bootstrap.GradleDaemon
    java_source org.jetbrains.kotlin.daemon.KotlinCompileDaemon
    java_source worker.org.gradle.process.internal.worker.GradleWorkerMain
    java_source shop.Application
    # shellcheck disable=SC2046  # No path of these has a blank.
    javac -d "$classes" $(find "$work/java" -name '*.java')
    write_agent
    gradle=$(port) kotlin=$((gradle + 1)) app=$((gradle + 2))
    (cd "$work/project" && setsid bash -c 'java -Xmx64m -cp "$2" org.jetbrains.kotlin.daemon.KotlinCompileDaemon listen="$3" </dev/null >kotlin.log 2>&1 & echo $! >"$1"' - "$work/kotlin" "$classes" $kotlin)
    listening $kotlin
    (cd "$work/project" && setsid bash -c 'java -Xmx64m -cp "$2" org.gradle.launcher.daemon.bootstrap.GradleDaemon 8.7 listen="$3" connect="$4" </dev/null >gradle.log 2>&1 & echo $! >"$1"' - "$work/gradle" "$classes" $gradle $kotlin)
    expect "$(pid_in kotlin)" 45m keep "the build daemon is connected to it"
    expect "$(pid_in gradle)" 45m keep "a build daemon idle for less than an hour: the next build uses it, and it ends by itself"
    expect "$(leave app java -Xmx64m -cp "$classes" shop.Application listen=$app)" 90h stop "a server of a closed terminal; nobody is connected"
    expect "$(tool_of_dead_agent spins java -Xmx64m -cp "$classes" worker.org.gradle.process.internal.worker.GradleWorkerMain "Gradle Test Executor 5" spin)" 8h stop \
        "a test executor that spins since its build died"
    expect "$(window java -Xmx64m -cp "$classes" shop.Application listen=$((app + 1)))" 28h keep "a server in an open terminal"
    expect "$(window jshell)" 30h keep "a prompt waits for its user"
    listening $((app + 1))
    sleep 3
    expect "$(child "$(tail -1 "$work/expected" | cut -f1)" java)" 30h keep "the half of the prompt that evaluates"
}

situation_git-at-work() {
    terminal 90h
    local repository=$work/project/shop daemon hung listener commit rebase
    git init -q "$repository"
    git -C "$repository" config user.name Ada
    git -C "$repository" config user.email ada@example.net
    (cd "$repository" && echo 1 >a && git add a && git commit -qm one && echo 2 >a && git commit -qam two && echo 3 >a)
    commit=$(tmux_ new-window -P -F '#{pane_pid}' -c "$repository" "GIT_EDITOR=vim git commit -a")
    expect "$commit" 44h keep "a commit whose message somebody writes"
    mkdir "$work/project/other" && git clone -q "$repository" "$work/project/other/shop"
    rebase=$(tmux_ new-window -P -F '#{pane_pid}' -c "$work/project/other/shop" "GIT_SEQUENCE_EDITOR=vim git rebase -i HEAD~1")
    expect "$rebase" 26h keep "a rebase whose list somebody edits"
    daemon=$(port) hung=$((daemon + 1))
    git daemon --detach --reuseaddr --listen=127.0.0.1 --port=$daemon --pid-file="$work/daemon.pid" --base-path="$work/project"
    expect "$(pid_in daemon.pid)" 80h keep "a daemon that its user started and that listens"
    git credential-cache --timeout 900000 --socket "$work/cache/socket" store <<<$'protocol=https\nhost=example.net\nusername=ada\npassword=unused\n'
    expect "$(pgrep -u "$(id -u)" -f "credential-cache--daemon $work")" 70h keep "git keeps a login in it for its user"
    listener=$(window python3 -c "import socket,time
s = socket.create_server(('127.0.0.1', $hung))
held = [s.accept()]
time.sleep(1e6)")
    expect "$listener" 60h keep "a program in a terminal"
    listening_at_all() { for _ in $(seq 100); do grep -qi ":$(printf %04x "$1") 00000000:0000 0A" /proc/net/tcp && return; sleep 0.05; done; }
    listening_at_all $hung
    write_agent
    expect "$(tool_of_dead_agent fetch git -C "$repository" fetch "git://127.0.0.1:$hung/shop")" 55h stop \
        "a fetch that has hung for two days, and the agent that started it is dead"
    sleep 1.5
    # git runs its editor through a shell, or not.
    local process pid
    for process in $(pgrep -P "$commit") $(pgrep -P "$rebase"); do
        expect "$process" 26h keep "the editor in which somebody writes for git"
        for pid in $(pgrep -P "$process"); do expect "$pid" 26h keep "the editor in which somebody writes for git"; done
    done
}

situation_zombie-tree() {
    terminal 70h
    cat >"$work/project/crawl.py" <<'PYTHON'
import os, sys, time
record = open(sys.argv[1], "a")
def note(kind, pid): record.write("%s %d\n" % (kind, pid)); record.flush()
for number in range(5):
    pid = os.fork()
    if not pid: os._exit(0)
    note("zombie", pid)
for number in range(2):
    pid = os.fork()
    if not pid:
        out = open("pages.%d" % number, "wb")
        while True:
            out.write(os.urandom(1 << 16)); out.flush(); os.fsync(out.fileno()); time.sleep(0.02)
    note("worker", pid)
if len(sys.argv) > 2:
    pid = os.fork()
    if not pid: os.setsid(); time.sleep(1e6)
    note("idle", pid)
note("parent", os.getpid())
time.sleep(1e6)
PYTHON
    (cd "$work/project" && setsid bash -c 'nohup python3 crawl.py "$1" >crawl.log 2>&1 &' - "$work/tree")
    expect "$(window python3 crawl.py "$work/tree" idle)" 30h keep "a program in a terminal; that it forgets to wait for its children harms little"
    sleep 2
    local kind pid
    while read -r kind pid; do
        case $kind in
        zombie) expect "$pid" 29h reap "dead already; its parent works on and never waits for it" ;;
        worker) expect "$pid" 29h keep "a worker that writes what it fetches" ;;
        idle) expect "$pid" 29h keep "its parent lives and may use it" ;;
        parent) grep -q "^$pid	" "$work/expected" || expect "$pid" 30h keep "nohup and a log: its workers work, though it never waits for the dead ones" ;;
        esac
    done <"$work/tree"
}

situation_leaking-servers() {
    terminal 90h
    samples=5 window=2s
    mkdir -p "$work/project/node_modules/.bin"
    printf 'const held = []\nsetInterval(() => held.push(Buffer.alloc(2 << 20, 1)), 100)\nrequire("http").createServer((_, r) => r.write("x")).listen(+process.argv[2], "127.0.0.1")\n' \
        >"$work/project/node_modules/.bin/next"
    local first shell
    first=$(port)
    expect "$(leave left node node_modules/.bin/next $first)" 50h stop "it leaks, its terminal is closed, nobody is connected"
    expect "$(window node node_modules/.bin/next $((first + 1)))" 9h keep "it leaks, and its user looks at it in a terminal: restarting it is theirs to choose"
    expect "$(leave used node node_modules/.bin/next $((first + 2)))" 50h keep "it leaks, and somebody is connected to it: ask first"
    expect "$(client $((first + 2)))" 4h keep "a program in a terminal"
    shell=$(window bash --norc)
    expect "$shell" 60h keep "a shell in a terminal"
    type_into "$shell" "node node_modules/.bin/next $((first + 3)) >next.log 2>&1 & echo \$! >$work/job"
    expect "$(pid_in job)" 50h keep "it leaks, and its shell is open"
    listening $((first + 3))
    sleep 1
}

situation_left-pipelines() {
    terminal 200h
    local shell pid
    shell=$(window bash --norc)
    type_into "$shell" "tail -F notes.md | grep --line-buffered x & echo \$! \$(jobs -p) >$work/pipe; exit"
    for _ in $(seq 100); do [ -s "$work/pipe" ] && break; sleep 0.05; done
    gone "$shell"
    for pid in $(cat "$work/pipe"); do expect "$pid" 150h stop "it follows a log for a terminal that is closed"; done
    shell=$(window "tail -F notes.md | grep --line-buffered x")
    sleep 0.5
    expect "$shell" 30h keep "a pipeline in an open terminal"
    for pid in $(pgrep -P "$shell"); do expect "$pid" 30h keep "a pipeline in an open terminal"; done
    (cd "$work/project" && setsid bash -c '(while :; do date; sleep 0.3; done) </dev/null >load.log 2>&1 & echo $! >"$1"' - "$work/logs")
    expect "$(pid_in logs)" 120h keep "a loop that goes on writing its log"
    expect "$(leave cat cat /dev/zero '>/dev/null')" 20h stop "it copies nothing to nowhere for a closed terminal, and burns a core"
    (cd "$work/project" && setsid bash -c 'nohup python3 -m http.server "$2" >server.log 2>&1 & echo $! >"$1"' - "$work/server" "$(port)")
    expect "$(pid_in server)" 190h either "nohup and a log say that it was to stay; nobody is connected"
    expect "$(window less +F notes.md)" 60h keep "somebody follows a file in a pager"
    expect "$(orphan wait bash -c 'until [ -e ready ]; do sleep 1; done')" 26h stop "its starter is dead; it waits for a file that nobody will make"
}

situation_detached-screen() {
    export SCREENDIR=$work/screens
    mkdir -m 700 "$SCREENDIR"
    terminal 20h
    local server pid
    (cd "$work/project" && setsid screen -c /dev/null -dmS old bash --norc)
    sleep 1
    (cd "$work/project" && screen -S old -X screen vim notes.md && screen -S old -X screen python3 && screen -S old -X screen sleep 1000d)
    server=$(pgrep -u "$(id -u)" -f "SCREEN -c /dev/null -dmS old")
    expect "$server" 400h keep "screen holds the terminals; detached is its ordinary state"
    sleep 1
    for pid in $(pgrep -P "$server"); do expect "$pid" 390h keep "its user can come back to it in screen"; done
}

situation_own-web-server() {
    terminal 400h
    local first pid name
    first=$(port)
    web() {
        mkdir -p "$1/logs" "$1/tmp"
        printf 'worker_processes 2;\npid nginx.pid;\nerror_log logs/error.log;\nevents {}\nhttp { access_log off; client_body_temp_path tmp/a; proxy_temp_path tmp/b; fastcgi_temp_path tmp/c; uwsgi_temp_path tmp/d; scgi_temp_path tmp/e; server { listen 127.0.0.1:%d; } }\n' "$2" >"$1/nginx.conf"
    }
    web "$work/web" "$first"
    nginx -p "$work/web" -c nginx.conf 2>/dev/null
    expect "$(pid_in web/nginx.pid)" 390h keep "a web server that its user daemonised"
    for pid in $(pgrep -P "$(pid_in web/nginx.pid)"); do expect "$pid" 390h keep "a worker of a web server"; done
    write_agent
    web "$work/project/e2e" $((first + 1))
    (cd "$work/project/e2e" && setsid python3 ../agent.py "$work/left" die nginx -p "$work/project/e2e" -c nginx.conf -g "daemon off;")
    listening $((first + 1))
    expect "$(pid_in left)" 60h stop "a test's web server: the test is dead, its directory deleted, nobody is connected"
    for pid in $(pgrep -P "$(pid_in left)"); do expect "$pid" 60h stop "a worker of a test's web server that is left"; done
    rm -r "$work/project/e2e"
    for name in first second; do
        expect "$(client "$first")" 2h keep "a program in a terminal"
    done
    sleep 1
}
