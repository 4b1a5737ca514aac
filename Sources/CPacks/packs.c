#include "tend_packs.h"

// Every file below Packs/ stands here once, so that the binary needs no data beside it.
static const unsigned char processes_priors[] = {
#embed "../../Packs/processes/priors.toml"
};

const struct tend_pack tend_packs[] = {
    {"processes/priors.toml", processes_priors, sizeof processes_priors},
};
const size_t tend_pack_count = sizeof tend_packs / sizeof *tend_packs;
