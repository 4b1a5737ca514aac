#ifndef TEND_PROCESSES_H
#define TEND_PROCESSES_H
#include "tend_linux.h"
#include <netinet/in.h>

// Where struct tcp_info of the kernel keeps some of its numbers; <linux/tcp.h> and <netinet/tcp.h> cannot both be included.
extern const size_t TEND_TCP_INFO_BYTES_ACKED;
extern const size_t TEND_TCP_INFO_BYTES_RECEIVED;
// Two ages in milliseconds, 32 bits each.
extern const size_t TEND_TCP_INFO_LAST_RECEIVED;
extern const size_t TEND_TCP_INFO_LAST_SENT;

#endif
