#ifndef TEND_TEST_H
#define TEND_TEST_H
#include <sys/types.h>

// What tests need of the kernel and the program does not: nothing in Sources may include this.

// Starts a program as a child with this very PID (clone3(2) with set_tid), and comes back once it runs (CLONE_VFORK) or has
// failed to; without an environment and with all signals unblocked. Returns the PID, or minus the error: EPERM without
// CAP_CHECKPOINT_RESTORE or CAP_SYS_ADMIN, EEXIST where somebody bears the PID.
pid_t tend_test_start_as(pid_t pid, const char *path, char *const words[]);

#endif
