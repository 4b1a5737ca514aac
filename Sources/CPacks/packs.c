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
static const unsigned char artifacts_agents[] = {
#embed "../../Packs/artifacts/agents.toml"
};
static const unsigned char artifacts_documents[] = {
#embed "../../Packs/artifacts/documents.toml"
};
static const unsigned char artifacts_dotnet[] = {
#embed "../../Packs/artifacts/dotnet.toml"
};
static const unsigned char artifacts_editors[] = {
#embed "../../Packs/artifacts/editors.toml"
};
static const unsigned char artifacts_functional[] = {
#embed "../../Packs/artifacts/functional.toml"
};
static const unsigned char artifacts_games[] = {
#embed "../../Packs/artifacts/games.toml"
};
static const unsigned char artifacts_go[] = {
#embed "../../Packs/artifacts/go.toml"
};
static const unsigned char artifacts_jvm[] = {
#embed "../../Packs/artifacts/jvm.toml"
};
static const unsigned char artifacts_languages[] = {
#embed "../../Packs/artifacts/languages.toml"
};
static const unsigned char artifacts_machines[] = {
#embed "../../Packs/artifacts/machines.toml"
};
static const unsigned char artifacts_models[] = {
#embed "../../Packs/artifacts/models.toml"
};
static const unsigned char artifacts_native[] = {
#embed "../../Packs/artifacts/native.toml"
};
static const unsigned char artifacts_node[] = {
#embed "../../Packs/artifacts/node.toml"
};
static const unsigned char artifacts_programs[] = {
#embed "../../Packs/artifacts/programs.toml"
};
static const unsigned char artifacts_python[] = {
#embed "../../Packs/artifacts/python.toml"
};
static const unsigned char artifacts_ruby_php[] = {
#embed "../../Packs/artifacts/ruby-php.toml"
};
static const unsigned char artifacts_rust[] = {
#embed "../../Packs/artifacts/rust.toml"
};
static const unsigned char artifacts_swift[] = {
#embed "../../Packs/artifacts/swift.toml"
};
static const unsigned char artifacts_web[] = {
#embed "../../Packs/artifacts/web.toml"
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
    {"artifacts/agents.toml", artifacts_agents, sizeof artifacts_agents},
    {"artifacts/documents.toml", artifacts_documents, sizeof artifacts_documents},
    {"artifacts/dotnet.toml", artifacts_dotnet, sizeof artifacts_dotnet},
    {"artifacts/editors.toml", artifacts_editors, sizeof artifacts_editors},
    {"artifacts/functional.toml", artifacts_functional, sizeof artifacts_functional},
    {"artifacts/games.toml", artifacts_games, sizeof artifacts_games},
    {"artifacts/go.toml", artifacts_go, sizeof artifacts_go},
    {"artifacts/jvm.toml", artifacts_jvm, sizeof artifacts_jvm},
    {"artifacts/languages.toml", artifacts_languages, sizeof artifacts_languages},
    {"artifacts/machines.toml", artifacts_machines, sizeof artifacts_machines},
    {"artifacts/models.toml", artifacts_models, sizeof artifacts_models},
    {"artifacts/native.toml", artifacts_native, sizeof artifacts_native},
    {"artifacts/node.toml", artifacts_node, sizeof artifacts_node},
    {"artifacts/programs.toml", artifacts_programs, sizeof artifacts_programs},
    {"artifacts/python.toml", artifacts_python, sizeof artifacts_python},
    {"artifacts/ruby-php.toml", artifacts_ruby_php, sizeof artifacts_ruby_php},
    {"artifacts/rust.toml", artifacts_rust, sizeof artifacts_rust},
    {"artifacts/swift.toml", artifacts_swift, sizeof artifacts_swift},
    {"artifacts/web.toml", artifacts_web, sizeof artifacts_web},
};

size_t tend_pack_count(void) { return sizeof packs / sizeof *packs; }

const struct tend_pack *tend_pack_at(size_t index) { return &packs[index]; }
