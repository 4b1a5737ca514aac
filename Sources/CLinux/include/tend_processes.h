#ifndef TEND_PROCESSES_H
#define TEND_PROCESSES_H
#include "tend_linux.h"
#include <netinet/in.h>

// Where struct tcp_info of the kernel keeps two counters; <linux/tcp.h> and <netinet/tcp.h> cannot both be included.
extern const size_t TEND_TCP_INFO_BYTES_ACKED;
extern const size_t TEND_TCP_INFO_BYTES_RECEIVED;

#endif
