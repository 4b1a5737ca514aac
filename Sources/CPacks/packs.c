#include "tend_packs.h"

// Every file below Packs/ stands here once, so that the binary needs no data beside it.
static const unsigned char processes_priors[] = {
#embed "../../Packs/processes/priors.toml"
};
static const unsigned char processes_categories[] = {
#embed "../../Packs/processes/categories.toml"
};
static const unsigned char processes_protected[] = {
#embed "../../Packs/processes/protected.toml"
};
static const unsigned char processes_supervisors[] = {
#embed "../../Packs/processes/supervisors.toml"
};
static const unsigned char signatures_tests[] = {
#embed "../../Packs/signatures/tests.toml"
};
static const unsigned char signatures_servers[] = {
#embed "../../Packs/signatures/servers.toml"
};
static const unsigned char signatures_language_servers[] = {
#embed "../../Packs/signatures/language-servers.toml"
};
static const unsigned char signatures_agents[] = {
#embed "../../Packs/signatures/agents.toml"
};
static const unsigned char signatures_builds[] = {
#embed "../../Packs/signatures/builds.toml"
};
static const unsigned char signatures_containers[] = {
#embed "../../Packs/signatures/containers.toml"
};
static const unsigned char signatures_browsers[] = {
#embed "../../Packs/signatures/browsers.toml"
};

static const struct tend_pack packs[] = {
    {"processes/priors.toml", processes_priors, sizeof processes_priors},
    {"processes/categories.toml", processes_categories, sizeof processes_categories},
    {"processes/protected.toml", processes_protected, sizeof processes_protected},
    {"processes/supervisors.toml", processes_supervisors, sizeof processes_supervisors},
    {"signatures/tests.toml", signatures_tests, sizeof signatures_tests},
    {"signatures/servers.toml", signatures_servers, sizeof signatures_servers},
    {"signatures/language-servers.toml", signatures_language_servers, sizeof signatures_language_servers},
    {"signatures/agents.toml", signatures_agents, sizeof signatures_agents},
    {"signatures/builds.toml", signatures_builds, sizeof signatures_builds},
    {"signatures/containers.toml", signatures_containers, sizeof signatures_containers},
    {"signatures/browsers.toml", signatures_browsers, sizeof signatures_browsers},
};

size_t tend_pack_count(void) { return sizeof packs / sizeof *packs; }

const struct tend_pack *tend_pack_at(size_t index) { return &packs[index]; }
