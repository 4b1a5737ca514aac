# Further situations of Scenarios/processes, read by scripts/record-scenario, whose words and those of second-author.sh they use.
# Beyond its programs they need cc, make, swiftc, npm, strace, flock, unshare, xz, zstd, supervisor, dbus-daemon and gpg-agent.

# All descendants of a process that lives, itself included.
family() {
    local pid
    echo "$1"
    for pid in $(pgrep -P "$1"); do family "$pid"; done
}
expect_family() { local pid; for pid in $(family "$1"); do expect "$pid" "$2" "$3" "$4"; done; }
# All whose arguments end in these words.
expect_each() { local pid; for pid in $(pgrep -u "$(id -u)" -f "$1\$"); do expect "$pid" "$2" "$3" "$4"; done; }
# Waits until one that descends from the process is called so, and a little longer for those beside it.
reaches() {
    local pid
    for _ in $(seq 400); do
        for pid in $(family "$1" | tail -n +2); do
            [ "$(cat "/proc/$pid/comm" 2>/dev/null)" != "$2" ] || { sleep 0.5; return; }
        done
        sleep 0.05
    done
    return 1
}
# Waits until somebody listens on a port, without a connection that would use up what is accepted.
bound() {
    for _ in $(seq 200); do grep -qi ":$(printf %04x "$1") 00000000:0000 0A" /proc/net/tcp && return; sleep 0.05; done
    return 1
}
# Detached with a log by its starter, who is gone.
logged() {
    local name=$1
    shift
    (cd "$work/project" && setsid bash -c 'name=$1; shift; nohup "$@" </dev/null >"$name.log" 2>&1 & echo $! >"$name"' - "$work/$name" "$@")
    pid_in "$name"
}

situation_compile-jobs() {
    # Killed compilers leave their temporary files.
    local -x TMPDIR=$work
    terminal 60h
    local shop=$work/project number build
    # Each takes the compiler minutes.
    for number in 1 2 3 4; do
        python3 -c "
for n in range(30000): print('int f%d(int *a, int n) { int s = %d; for (int i = 0; i < n; i++) s += a[i] * (s ^ i) %% %d; return s; }' % (n, n, n + 3))" \
            >"$shop/part$number.c"
    done
    printf 'all: part1.o part2.o\nlater: part3.o\nlast: part4.o\nstuck: ; cc -x c -c -o stuck.o generated.c\n%%.o: %%.c\n\t$(CC) -O2 -c -o $@ $<\n' >"$shop/Makefile"
    python3 -c "
for n in range(4000): print('func f%d(_ a: [Int]) -> Int { a.map { \$0 &* %d }.filter { \$0 %% 7 != 0 }.reduce(0, +) }' % (n, n))" >"$shop/shop.swift"
    mkfifo "$shop/generated.c"
    write_agent
    build=$(window "exec make -j2 all")
    reaches "$build" cc1
    expect_family "$build" 4m keep "a build in an open terminal"
    build=$(logged later make later)
    reaches "$build" cc1
    expect_family "$build" 6m keep "nohup and a log: a build that somebody wants, and it compiles"
    build=$(tool_of_dead_agent last make last)
    reaches "$build" cc1
    expect_family "$build" 7m either "it compiles, and the agent that waited for it is dead: some let it end, some end it"
    build=$(tool_of_dead_agent stuck make stuck)
    reaches "$build" cc1
    expect_family "$build" 20h stop "a build that waits for a source that its dead agent was to generate"
    build=$(window "exec swiftc -O -o shop shop.swift")
    reaches "$build" swift-frontend
    expect_family "$build" 3m keep "a compiler at work in an open terminal"
}

situation_npm-scripts() {
    terminal 90h
    local shop=$work/project used script hung
    mkdir -p "$shop/node_modules/.bin" "$shop/node_modules/notes"
    printf '{"name": "shop", "version": "1.0.0", "scripts": {"dev": "node serve.js", "check": "node watch.js"}, "dependencies": {"notes": "1.0.0"}}\n' >"$shop/package.json"
    printf '{"name": "notes", "version": "1.0.0", "bin": {"notes-mcp": "server.js"}}\n' >"$shop/node_modules/notes/package.json"
    printf 'require("http").createServer((_, r) => r.write("x")).listen(+process.argv[2], "127.0.0.1")\n' >"$shop/serve.js"
    printf 'require("fs").watch(".", () => {})\n' >"$shop/watch.js"
    printf '#!/usr/bin/env node\nprocess.stdin.resume()\nsetInterval(() => {}, 1e6)\n' >"$shop/node_modules/notes/server.js"
    chmod +x "$shop/node_modules/notes/server.js"
    ln -s ../notes/server.js "$shop/node_modules/.bin/notes-mcp"
    # Keeps its end of the helper's pipes open for ever, or ends with `die`.
    cat >"$shop/host.py" <<'PYTHON'
import subprocess, sys, time
helper = subprocess.Popen(sys.argv[3:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
open(sys.argv[1], "w").write(str(helper.pid))
time.sleep(3 if sys.argv[2] == "die" else 1e6)
PYTHON
    export npm_config_update_notifier=false
    used=$(port)
    # npm itself ends with its terminal and leaves what it ran.
    script=$(leave left npm run dev -- $used)
    bound $used
    gone "$script"
    expect_each "node serve.js $used" 50h stop "a dev server of a closed terminal; nobody is connected"
    script=$(leave used npm run dev -- $((used + 1)))
    bound $((used + 1))
    gone "$script"
    expect_each "node serve.js $((used + 1))" 40h keep "its terminal is closed, and somebody is connected to the server that it runs"
    expect "$(client $((used + 1)))" 3h keep "a program in a terminal"
    script=$(leave check npm run check)
    gone "$script"
    expect_each "node watch.js" 60h stop "a watcher of a closed terminal: nobody reads what it says"
    script=$(window "exec npm run dev -- $((used + 2))")
    bound $((used + 2))
    expect_family "$script" 9h keep "a dev server in an open terminal"
    hung=$(window python3 -c "import socket,time
s = socket.create_server(('127.0.0.1', $((used + 3))))
held = [s.accept() for _ in range(9)]
time.sleep(1e6)")
    expect "$hung" 80h keep "a program in a terminal"
    mkdir "$work/project/other"
    cp "$shop/package.json" "$work/project/other"
    script=$(tmux_ new-window -P -F '#{pane_pid}' -c "$work/project/other" "exec npm install --registry http://127.0.0.1:$((used + 3))/")
    expect "$script" 3m keep "somebody installs packages and waits for the registry"
    expect "$(window python3 host.py "$work/live" live npm exec notes-mcp)" 30h keep "a program in a terminal"
    (cd "$shop" && setsid python3 host.py "$work/dead" die npm exec notes-mcp </dev/null >/dev/null 2>&1)
    reaches "$(pid_in dead)" node
    reaches "$(pid_in live)" node
    expect_family "$(pid_in dead)" 70h stop "an MCP server that npm runs for an agent that is dead"
    expect_family "$(pid_in live)" 30h keep "its agent lives and holds its pipes"
}

situation_traced() {
    terminal 90h
    local tracer traced
    printf 'while True: pass\n' >"$work/project/loop.py"
    write_agent
    tracer=$(window "exec strace -f -o trace.log python3 -c 'import time; [time.sleep(.1) for _ in iter(int, 1)]'")
    reaches "$tracer" python3
    expect_family "$tracer" 5h keep "somebody traces a program in an open terminal"
    traced=$(orphan traced python3 loop.py)
    expect "$traced" 30h keep "its starter is dead, but somebody has just begun to trace it"
    expect "$(window "exec strace -p $traced")" 2m keep "a tracer in an open terminal"
    tracer=$(leave left strace -f -o left.log python3 -m http.server "$(port)")
    reaches "$tracer" python3
    expect_family "$tracer" 90h stop "a traced file server of a terminal that was closed; nobody is connected, nobody reads the trace"
    tracer=$(tool_of_dead_agent spins strace -f -o /dev/null python3 loop.py)
    reaches "$tracer" python3
    expect_family "$tracer" 20h stop "a traced loop that spins, and the agent that waited for it is dead"
    sleep 1
    grep -q "TracerPid:.*[1-9]" "/proc/$traced/status"
}

situation_rebuilt-programs() {
    terminal 200h
    local shop=$work/project first
    cat >"$shop/shop.c" <<'C'
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int main(int count, char **words) {
    if (!strcmp(words[1], "spin")) for (volatile long n = 0;; n++) { }
    if (!strcmp(words[1], "log")) for (;; usleep(50000)) { puts("sold"); fflush(stdout); }
    if (count > 3) {
        if (fork()) _exit(0);
        setsid();
        if (fork()) _exit(0);
        FILE *file = fopen(words[3], "w"); fprintf(file, "%d", getpid()); fclose(file);
        freopen("/dev/null", "r", stdin); freopen("/dev/null", "w", stdout); freopen("/dev/null", "w", stderr);
    }
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(atoi(words[2])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(s, (void *)&here, sizeof here) || listen(s, 9)) return 1;
    for (;;) accept(s, NULL, NULL);
}
C
    first=$(port)
    mkdir "$shop/test-build"
    cc -w -o "$shop/shop" "$shop/shop.c" && cp "$shop/shop" "$shop/test-build/shop-tests"
    expect "$(window ./shop serve $first)" 30h keep "an earlier build that runs in an open terminal"
    expect "$(orphan used ./shop serve $((first + 1)))" 50h keep "an earlier build; somebody is connected to it"
    expect "$(logged logs ./shop log)" 100h keep "an earlier build with nohup and a log that it goes on writing"
    (cd "$shop" && ./shop serve $((first + 2)) "$work/daemon")
    expect "$(pid_in daemon)" 190h keep "a daemon that detached itself, serves, and was built anew since"
    expect "$(client $((first + 1)))" 4h keep "a program in a terminal"
    (cd "$shop/test-build" && setsid bash -c './shop-tests spin </dev/null >/dev/null 2>&1 & echo $! >"$1"; ./shop-tests serve "$3" </dev/null >/dev/null 2>&1 & echo $! >"$2"' - "$work/spins" "$work/serves" $((first + 3)))
    expect "$(pid_in spins)" 40h stop "a test that spins; its starter is dead, its program and directory deleted"
    expect "$(pid_in serves)" 40h stop "a test's server; its starter is dead, its program and directory deleted, nobody is connected"
    bound $((first + 3))
    sleep 1
    rm -r "$shop/test-build" "$shop/shop"
    sed -i 's/sold/sold again/' "$shop/shop.c" && cc -w -o "$shop/shop" "$shop/shop.c"
}

situation_detached-tests() {
    terminal 90h
    local shop=$work/project mock bisect
    # Detaches itself by setsid and a double fork, as what starts tests for an agent does.
    cat >"$shop/run_tests.py" <<'PYTHON'
import multiprocessing, os, socket, sys, time
name, kind, *rest = sys.argv[1:]
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
null = os.open("/dev/null", os.O_RDWR)
out = os.open(rest[0], os.O_WRONLY | os.O_CREAT | os.O_APPEND) if kind == "works" else null
for stream, end in enumerate((null, out, out)): os.dup2(end, stream)
os.close(null)
def spin():
    while True: pass
def work():
    while True:
        os.write(1, b"ok\n" * 2000); os.fsync(1)
        until = time.time() + .02
        while time.time() < until: pass
context = multiprocessing.get_context("fork")
if kind == "hangs": held = socket.create_connection(("127.0.0.1", int(rest[0])))
else:
    workers = [context.Process(target=spin if kind == "spins" else work) for _ in range(2)]
    for worker in workers: worker.start()
open(name + ".new", "w").write(str(os.getpid()))
os.rename(name + ".new", name)
if kind == "hangs": held.recv(1)
else: workers[0].join()
PYTHON
    mock=$(port)
    expect "$(window python3 -c "import socket,time
s = socket.create_server(('127.0.0.1', $mock))
held = [s.accept() for _ in range(9)]")" 80h keep "a program in a terminal"
    bound "$mock"
    (cd "$shop" && python3 run_tests.py "$work/hangs" hangs "$mock")
    expect "$(pid_in hangs)" 30h stop "a test that has waited thirty hours for an answer, its result to nowhere, its starter dead"
    mkdir "$shop/pytest-of-ada"
    (cd "$shop/pytest-of-ada" && python3 ../run_tests.py "$work/spins" spins)
    pid_in spins >/dev/null && rm -r "$shop/pytest-of-ada"
    expect_family "$(pid_in spins)" 26h stop "a test run that spins in a deleted directory, its result to nowhere, its starter dead"
    (cd "$shop" && python3 run_tests.py "$work/works" works results.log)
    expect_family "$(pid_in works)" 50m keep "a test run that detached itself and writes its results"
    git -C "$shop" init -q -b main
    git -C "$shop" config user.name Ada
    git -C "$shop" config user.email ada@example.net
    for number in 1 2 3 4; do echo "$number" >"$shop/notes.md" && git -C "$shop" add notes.md && git -C "$shop" commit -qm "$number"; done
    git -C "$shop" bisect start HEAD HEAD~3 >/dev/null
    bisect=$(window "exec git bisect run python3 -c 'while True: pass'")
    reaches "$bisect" python3
    expect_family "$bisect" 25m keep "somebody looks for the change that broke it, in an open terminal"
}

situation_sandboxes() {
    terminal 100h
    local box inner
    write_agent
    box=(unshare --user --map-root-user --pid --fork --net --mount-proc)
    inner=$(window "exec ${box[*]} sh -c 'python3 -m http.server 8000 & wait'")
    reaches "$inner" python3
    expect_family "$inner" 8h keep "a sandbox in an open terminal"
    inner=$(tool_of_dead_agent server "${box[@]}" --kill-child python3 -m http.server 8000)
    reaches "$inner" python3
    expect_family "$inner" 40h stop "a sandbox of a dead agent with a server that nobody outside can reach"
    tool_of_dead_agent keeper "${box[@]}" sh -c 'sleep 1000d & wait' >/dev/null
    reaches "$(pid_in keeper)" sleep
    inner=$(pgrep -P "$(pid_in keeper)")
    expect_family "$inner" 30h stop "a sandbox whose keeper was killed; what runs in it only sleeps"
    kill -KILL "$(pid_in keeper)"
    gone "$(pid_in keeper)"
    inner=$(logged build "${box[@]}" sh -c 'while :; do head -c 30000000 /dev/urandom | xz -6 | wc -c; done')
    reaches "$inner" xz
    expect "$inner" 3h keep "nohup and a log: a sandboxed job at work"
    inner=$(pgrep -P "$inner")
    expect "$inner" 3h keep "the first process of a sandboxed job at work"
    # What the loop starts lasts seconds and may be another one by the time of the scan.
    sleep 1
}

situation_locks-and-fifos() {
    terminal 120h
    local shop=$work/project holder
    write_agent
    mkfifo "$shop/events" "$shop/orphaned" "$shop/commands"
    holder=$(tool_of_dead_agent holder flock build.lock sleep 1000d)
    reaches "$holder" sleep
    expect_family "$holder" 28h stop "it sleeps and holds a lock for an agent that is dead, and somebody's build waits for it"
    expect "$(window "exec flock build.lock make")" 2h keep "a build in an open terminal that waits for its turn"
    printf 'import fcntl, os, time\nlock = open("index.lock", "w")\nfcntl.flock(lock, fcntl.LOCK_EX)\nindex = open("index", "wb")\nwhile True:\n    index.write(os.urandom(1 << 18)); index.flush(); os.fsync(index.fileno()); time.sleep(.05)\n    if index.tell() > 1 << 26: index.seek(0)\n' \
        >"$shop/index.py"
    expect "$(orphan index python3 index.py)" 90m keep "its starter is dead, but it holds the lock of the index that it is writing"
    expect "$(orphan reader bash -c 'while read -r line; do :; done <events')" 100h keep "a program in a terminal writes into the pipe that it reads"
    expect "$(window python3 -c 'import time
events = open("events", "w")
while True: print(time.time(), file=events, flush=True); time.sleep(.2)')" 100h keep "a program in a terminal"
    expect "$(orphan unreachable bash -c 'while read -r line; do :; done <>orphaned')" 110h stop "it reads a pipe that was deleted: nobody can write into it again"
    (cd "$shop" && setsid bash -c 'sqlite3 shop.db <commands >/dev/null 2>&1 & echo $! >"$1"' - "$work/sqlite")
    expect "$(window python3 -c 'import time
commands = open("commands", "w")
print("create table sold(x); begin immediate; insert into sold values (1);", file=commands, flush=True)
time.sleep(1e6)')" 5h keep "a program in a terminal"
    expect "$(pid_in sqlite)" 5h keep "a transaction is open, and the program that feeds it lives"
    sleep 1
    rm "$shop/orphaned"
    for _ in $(seq 100); do [ -e "$shop/shop.db-journal" ] && break; sleep 0.05; done
    [ -e "$shop/shop.db-journal" ]
}

situation_pipe-readers() {
    terminal 90h
    local shop=$work/project first
    first=$(port)
    cat >"$shop/shop.py" <<'PYTHON'
import os, socket, sys, time
os.setsid()
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
open(sys.argv[2], "w").write(str(os.getpid()))
while True: print("sold", flush=True); time.sleep(.2)
PYTHON
    printf 'while read -r line; do :; done\n' >"$shop/rotate-logs"
    (cd "$shop" && setsid bash -c 'exec 3>"$2"; python3 shop.py "$3" "$1" </dev/null 2>/dev/null | (echo $BASHPID >&3; exec 3>&- bash rotate-logs) >/dev/null 2>&1 &' - "$work/shop" "$work/rotate" "$first")
    expect "$(pid_in shop)" 80h keep "it detached itself and serves"
    expect "$(pid_in rotate)" 80h keep "what serves writes its log through it, and would end without it"
    (cd "$shop" && setsid bash -c 'exec 3>"$2"; (echo $BASHPID >"$1"; exec 3>&- tail -F notes.md) </dev/null 2>/dev/null | (echo $BASHPID >&3; exec 3>&- bash rotate-logs) >/dev/null 2>&1 &' - "$work/tail" "$work/left")
    expect "$(pid_in tail)" 70h stop "it follows a file for a reader that does nothing with it; who started both is dead"
    expect "$(pid_in left)" 70h stop "it reads what nobody needs, into nothing; who started it is dead"
    sleep 1
}

situation_archives() {
    terminal 60h
    local shop=$work/project job
    mkdir "$shop/photos"
    for number in 1 2 3; do head -c 150000000 /dev/urandom >"$shop/photos/$number"; done
    write_agent
    job=$(logged backup bash -c 'tar cf - photos | xz -6 >backup.tar.xz')
    reaches "$job" xz
    expect_family "$job" 30m keep "nohup and a log: a backup that is being written"
    job=$(window "exec zstd -19 -q -f photos/1 -o one.zst")
    expect "$job" 10m keep "somebody compresses a file in an open terminal"
    (cd "$shop" && setsid bash -c 'xz -6 -k photos/2 </dev/null >/dev/null 2>&1 & echo $! >"$1"' - "$work/xz")
    expect "$(pid_in xz)" 15m keep "its starter is gone, and it is half-way through a file that it writes"
    expect "$(leave closed "xz -6 -k photos/3")" 12m keep "its terminal is closed, and it is half-way through a file that it writes"
    expect "$(orphan copies dd if=/dev/zero of=/dev/null)" 44h stop "it copies nothing to nowhere, its starter dead: it burns a core"
    mkfifo "$shop/dump"
    job=$(tool_of_dead_agent waits bash -c 'gzip <dump >dump.gz; true')
    sleep 1
    expect_family "$job" 33h stop "it waits for a dump that its dead agent was to write"
    sleep 2
}

situation_key-agents() {
    terminal 300h
    local shop=$work/project shell
    mkdir -m 700 "$work/gnupg" "$work/removed"
    shell=$(window "exec ssh-agent -a $work/shell.sock bash --norc")
    reaches "$shell" ssh-agent
    expect_family "$shell" 200h keep "a shell in a terminal with a key agent of its own"
    ssh-agent -s -a "$work/agent.sock" | sed -n 's/.*SSH_AGENT_PID=\([0-9]*\);.*/\1/p' >"$work/agent"
    expect "$(pid_in agent)" 290h keep "a key agent is meant to live on its own, and a program uses it"
    expect "$(window python3 -c "import socket,time
s = socket.socket(socket.AF_UNIX); s.connect('$work/agent.sock'); time.sleep(1e6)")" 4h keep "a program in a terminal"
    ssh-agent -s -a "$work/removed/agent.sock" | sed -n 's/.*SSH_AGENT_PID=\([0-9]*\);.*/\1/p' >"$work/unreachable"
    expect "$(pid_in unreachable)" 250h either "a key agent whose socket was removed: nobody can reach it again, and it costs nothing"
    gpg-agent --homedir "$work/gnupg" --daemon >/dev/null 2>&1
    expect "$(pgrep -u "$(id -u)" -f "gpg-agent --homedir $work")" 280h keep "a key agent is meant to live on its own"
    bus() { dbus-daemon --session --fork --address="unix:path=$1" --print-pid=1 >"$2"; }
    bus "$work/bus.sock" "$work/bus"
    expect "$(pid_in bus)" 270h keep "a message bus that a program is connected to"
    expect "$(window python3 -c "import socket,time
s = socket.socket(socket.AF_UNIX); s.connect('$work/bus.sock'); time.sleep(1e6)")" 4h keep "a program in a terminal"
    mkdir "$shop/test-run"
    (cd "$shop/test-run" && setsid bash -c 'dbus-daemon --session --nofork --address="unix:path=$2" </dev/null >/dev/null 2>&1 & echo $! >"$1"' - "$work/left" "$work/removed/bus")
    expect "$(pid_in left)" 60h stop "a test's message bus: its starter is dead, its directory and socket deleted, nobody is connected"
    sleep 1
    rm -r "$shop/test-run" "$work/removed"
}

situation_supervised-leftovers() {
    terminal 100h
    local shop=$work/project pid
    mkdir "$shop/old"
    printf 'while :; do :; done\n' >"$shop/spin.sh"
    cat >"$shop/supervisord.conf" <<CONF
[unix_http_server]
file=$work/s.sock
[supervisord]
logfile=$work/supervisord.log
pidfile=$work/supervisord.pid
childlogdir=$work
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://$work/s.sock
[program:web]
command=python3 -m http.server $(port) --bind 127.0.0.1
startsecs=0
[program:spins]
command=bash $shop/spin.sh
directory=$shop/old
startsecs=0
[program:wrapped]
command=bash -c "sleep 1000d; true"
directory=$shop/old
startsecs=0
CONF
    (cd "$shop" && supervisord -c supervisord.conf)
    pid=$(pid_in supervisord.pid)
    for _ in $(seq 100); do [ "$(pgrep -c -P "$pid")" -ge 3 ] && break; sleep 0.1; done
    reaches "$pid" sleep
    expect "$pid" 95h keep "a supervisor that its user started"
    expect "$(pgrep -P "$pid" -x python3)" 95h keep "a supervisor runs it"
    expect "$(pgrep -P "$pid" -f spin.sh)" 70h route "it spins in a deleted directory; only its supervisor can end it, who starts it again"
    expect_family "$(pgrep -P "$pid" -f 'bash -c sleep')" 70h route "it waits in a deleted directory; only its supervisor can end it, who starts it again"
    expect "$(orphan spins bash spin.sh)" 40h stop "the same loop by hand: its starter is dead, and nobody supervises it"
    rm -r "$shop/old"
    sleep 1
}
