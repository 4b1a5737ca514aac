// As in CLinux: else the two modules would see the system's types differently.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <zstd.h>
