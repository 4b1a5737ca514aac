#ifndef TEND_PACKS_H
#define TEND_PACKS_H
#include <stddef.h>

// One embedded data file: its path below Packs/ and its bytes (not NUL-terminated).
struct tend_pack {
    const char *path;
    const unsigned char *bytes;
    size_t length;
};

extern const struct tend_pack tend_packs[];
extern const size_t tend_pack_count;

#endif
