#ifndef TEND_PACKS_H
#define TEND_PACKS_H
#include <stddef.h>

// One embedded data file: its path below Packs/ and its bytes (not NUL-terminated).
struct tend_pack {
    const char *_Nonnull path;
    const unsigned char *_Nonnull bytes;
    size_t length;
};

size_t tend_pack_count(void);
// The pack at an index below the count.
const struct tend_pack *_Nonnull tend_pack_at(size_t index);

#endif
