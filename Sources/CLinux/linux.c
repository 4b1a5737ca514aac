#include "tend_linux.h"
#include <linux/btrfs.h>

int tend_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int tend_pidfd_send_signal(int descriptor, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, descriptor, signal, NULL, 0);
}

int tend_openat(int directory, const char *path, int flags, mode_t mode) {
    return openat(directory, path, flags | O_CLOEXEC, mode);
}

int tend_openat2(int directory, const char *path, int flags, unsigned long long resolve) {
    struct open_how how = {.flags = (unsigned long long)(flags | O_CLOEXEC), .resolve = resolve};
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

int tend_niceness(pid_t pid, int *niceness) {
    errno = 0;
    *niceness = getpriority(PRIO_PROCESS, (id_t)pid);
    return *niceness == -1 && errno != 0 ? -1 : 0;
}

int tend_duplicate(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 0); }

int tend_start_commit(int descriptor) {
    __u64 transaction;
    return ioctl(descriptor, BTRFS_IOC_START_SYNC, &transaction);
}

int tend_window_size(int descriptor, struct winsize *size) { return ioctl(descriptor, TIOCGWINSZ, size); }

static volatile sig_atomic_t interrupted;
static volatile sig_atomic_t kept_descriptor = -1;
static struct termios kept_settings;

static void note_interruption(int number) {
    if (!interrupted) {
        interrupted = 1;
        return;
    }
    if (kept_descriptor >= 0) tcsetattr(kept_descriptor, TCSANOW, &kept_settings);
    signal(number, SIG_DFL);
    raise(number);
}

void tend_watch_interruptions(void) {
    struct sigaction action = {.sa_handler = note_interruption};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

static int requested;

// Any thread may be the one that is interrupted, and another takes.
static void note_request(int number) { __atomic_fetch_or(&requested, number == SIGHUP ? 1 : 2, __ATOMIC_SEQ_CST); }

void tend_watch_requests(void) {
    struct sigaction action = {.sa_handler = note_request};
    sigemptyset(&action.sa_mask);
    sigaction(SIGHUP, &action, NULL);
    sigaction(SIGUSR1, &action, NULL);
}

int tend_take_requests(void) { return __atomic_exchange_n(&requested, 0, __ATOMIC_SEQ_CST); }

void tend_keep_terminal(int descriptor, const struct termios *settings) {
    kept_descriptor = -1;
    if (settings) {
        kept_settings = *settings;
        kept_descriptor = descriptor;
    }
}

void tend_suspend(void) {
    struct termios present;
    if (kept_descriptor < 0 || tcgetattr(kept_descriptor, &present) != 0) return;
    tcsetattr(kept_descriptor, TCSADRAIN, &kept_settings);
    raise(SIGTSTP);
    tcsetattr(kept_descriptor, TCSADRAIN, &present);
}

int tend_interrupted(void) { return interrupted; }

void tend_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }

static char **arguments;

__attribute__((constructor)) static void keep_arguments(int count, char **values) {
    (void)count;
    arguments = values;
}

char **tend_arguments(void) { return arguments; }

// A child asks: whoever waits in the kernel for a server that has the request and does not answer cannot be killed, and a
// thread of ours would keep the whole program from ending. It holds nothing of ours meanwhile, neither locks nor pipes.
int tend_statvfs_apart(const char *path, struct statvfs *answer, int milliseconds) {
    struct said {
        int error;
        struct statvfs answer;
    } said = {0};
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    pid_t child = fork();
    if (child == 0) {
        if (dup2(ends[1], 0) < 0) _exit(1);
        if (syscall(SYS_close_range, 1U, ~0U, 0U) != 0)
            for (int number = 1; number < 4096; number++) close(number);
        if (statvfs(path, &said.answer) != 0) said.error = errno;
        _exit(write(0, &said, sizeof said) == sizeof said ? 0 : 1);
    }
    int failure = child < 0 ? errno : ETIMEDOUT;
    close(ends[1]);
    struct pollfd request = {.fd = ends[0], .events = POLLIN};
    ssize_t count = 0;
    if (child > 0 && poll(&request, 1, milliseconds) > 0) count = read(ends[0], &said, sizeof said);
    close(ends[0]);
    if (child > 0 && count != sizeof said) {
        // It ends when it can.
        kill(child, SIGKILL);
        waitpid(child, NULL, WNOHANG);
    } else if (child > 0) {
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
        }
        failure = said.error;
        *answer = said.answer;
    }
    errno = failure;
    return failure == 0 ? 0 : -1;
}
