#include "tend_toml.h"

#include <cstring>
#include <sstream>
#include <string>
#include <string_view>
#include <toml++/toml.h>

namespace {

constexpr int deepest_nesting = 128;

tend_toml_place place(const toml::source_position &position) {
    return {position.line, position.column};
}

void fill(tend_toml_error *error, const toml::source_position &position, std::string_view message) {
    error->place = place(position);
    const size_t length = std::min(message.size(), sizeof error->message - 1);
    std::memcpy(error->message, message.data(), length);
    error->message[length] = '\0';
}

const toml::node *too_deep(const toml::node &node, int levels) {
    if (levels == 0) return &node;
    const toml::node *found = nullptr;
    auto look = [&](const toml::node &child) {
        if (!found) found = too_deep(child, levels - 1);
    };
    if (auto *table = node.as_table()) {
        for (auto &&[key, child] : *table) look(child);
    } else if (auto *array = node.as_array()) {
        for (auto &&child : *array) look(child);
    }
    return found;
}

// Keys like a.a.a.a… nest as deeply as they are long, and the library would follow them to the end of the stack. A key
// stays on one line, so a line with that many dots (a row of them counts once) is refused before the library sees it.
bool has_endless_key(std::string_view text, toml::source_position &where) {
    constexpr int most_dots = 500;
    where = {1, 1};
    int dots = 0;
    char previous = '\n';
    for (char character : text) {
        if (character == '\n') {
            where.line += 1;
            dots = 0;
        } else if (character == '.' && previous != '.') {
            dots += 1;
        }
        if (dots > most_dots) return true;
        previous = character;
    }
    return false;
}

class Walk {
public:
    Walk(tend_toml_visitor visitor, void *context) : visitor(visitor), context(context) {}

    void visit(const toml::node &node, const toml::key *key) {
        tend_toml_event event = {};
        if (key) {
            event.key = key->str().data();
            event.key_length = key->str().size();
            event.key_begin = place(key->source().begin);
        }
        event.begin = place(node.source().begin);
        event.end = place(node.source().end);
        if (auto *table = node.as_table()) {
            announce(event, TEND_TOML_TABLE);
            for (auto &&[name, child] : *table) visit(child, &name);
            announce_end();
        } else if (auto *array = node.as_array()) {
            announce(event, TEND_TOML_ARRAY);
            for (auto &&child : *array) visit(child, nullptr);
            announce_end();
        } else {
            visit_scalar(node, event);
        }
    }

private:
    void visit_scalar(const toml::node &node, tend_toml_event &event) {
        std::string text;
        if (auto *string = node.as_string()) {
            text = string->get();
        } else if (auto *integer = node.as_integer()) {
            event.integer = integer->get();
        } else if (auto *number = node.as_floating_point()) {
            event.number = number->get();
        } else if (auto *boolean = node.as_boolean()) {
            event.integer = boolean->get();
        } else {
            std::ostringstream stream;
            if (auto *date = node.as_date()) stream << date->get();
            else if (auto *time = node.as_time()) stream << time->get();
            else if (auto *moment = node.as_date_time()) stream << moment->get();
            text = stream.str();
        }
        event.text = text.data();
        event.text_length = text.size();
        announce(event, kind_of(node));
    }

    static tend_toml_kind kind_of(const toml::node &node) {
        switch (node.type()) {
        case toml::node_type::string: return TEND_TOML_STRING;
        case toml::node_type::integer: return TEND_TOML_INTEGER;
        case toml::node_type::floating_point: return TEND_TOML_DOUBLE;
        case toml::node_type::boolean: return TEND_TOML_BOOL;
        default: return TEND_TOML_DATE;
        }
    }

    void announce(tend_toml_event &event, tend_toml_kind kind) {
        event.kind = kind;
        visitor(context, &event);
    }

    void announce_end() {
        tend_toml_event event = {};
        announce(event, TEND_TOML_END);
    }

    tend_toml_visitor visitor;
    void *context;
};

} // namespace

int tend_toml_parse(const char *text, size_t length, tend_toml_visitor visitor, void *context, tend_toml_error *error) {
    toml::source_position position;
    if (has_endless_key(std::string_view(text, length), position)) {
        fill(error, position, "more than 500 dots on one line");
        return -1;
    }
    const toml::parse_result result = toml::parse(std::string_view(text, length));
    if (!result) {
        fill(error, result.error().source().begin, result.error().description());
        return -1;
    }
    if (const toml::node *node = too_deep(result.table(), deepest_nesting)) {
        fill(error, node->source().begin, "nested too deep");
        return -1;
    }
    Walk(visitor, context).visit(result.table(), nullptr);
    return 0;
}
