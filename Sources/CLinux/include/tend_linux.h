#ifndef TEND_LINUX_H
#define TEND_LINUX_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/openat2.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/timerfd.h>
#include <sys/types.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

// pidfd_open(2) and pidfd_send_signal(2): glibc 2.36 has wrappers, older ones do not; the system call is the same.
int tend_pidfd_open(pid_t pid);
int tend_pidfd_send_signal(int descriptor, int signal);
// openat(2) is variadic, which Swift cannot call.
int tend_openat(int directory, const char *path, int flags, mode_t mode);
int tend_duplicate(int descriptor);
// openat2(2) has no wrapper in glibc. Resolves nothing that RESOLVE_... of <linux/openat2.h> forbids.
int tend_openat2(int directory, const char *path, int flags, unsigned long long resolve);
// getpriority(2) may return -1 as an answer, which errno alone tells from an error.
int tend_niceness(pid_t pid, int *niceness);

// errno and environ are a macro and a global variable, which Swift cannot reach or cannot trust.
static inline int tend_errno(void) { return errno; }
static inline char **tend_environment(void) { return environ; }
// A signal handler may do very little, so it and its flag are in C. The second signal, of whichever kind, sets the terminal
// as it was kept and ends us as if it had never been caught, so that a shell sees which one it was.
void tend_watch_interruptions(void);
int tend_interrupted(void);
// From now on SIGHUP and SIGUSR1 are requests instead; taking them gives 1, 2, both or none since the last time.
void tend_watch_requests(void);
int tend_take_requests(void);
// Without settings none are kept.
void tend_keep_terminal(int descriptor, const struct termios *settings);
// Stops this process as Ctrl-Z does, the terminal set as it was kept until somebody lets it go on.
void tend_suspend(void);
// SIG_IGN is a cast, which Swift does not import.
void tend_ignore_broken_pipes(void);
// The words that this program was started with, ended by a null pointer; glibc hands them to constructors. Swift's own
// CommandLine reads them from /proc and has none where that is not mounted.
char **tend_arguments(void);
// Has btrfs begin to commit what was done until now, and does not wait for it; fails on any other file system.
int tend_start_commit(int descriptor);
// statvfs(3) that gives up after a time, with ETIMEDOUT, whatever the file system does.
int tend_statvfs_apart(const char *path, struct statvfs *answer, int milliseconds);
// ioctl(2) is variadic.
int tend_window_size(int descriptor, struct winsize *size);

#endif
