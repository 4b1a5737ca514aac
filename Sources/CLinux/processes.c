#include "tend_processes.h"

#include <linux/tcp.h>
#include <stddef.h>

const size_t TEND_TCP_INFO_BYTES_ACKED = offsetof(struct tcp_info, tcpi_bytes_acked);
const size_t TEND_TCP_INFO_BYTES_RECEIVED = offsetof(struct tcp_info, tcpi_bytes_received);
const size_t TEND_TCP_INFO_LAST_RECEIVED = offsetof(struct tcp_info, tcpi_last_data_recv);
const size_t TEND_TCP_INFO_LAST_SENT = offsetof(struct tcp_info, tcpi_last_data_sent);
