#ifndef TEND_TOML_H
#define TEND_TOML_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// toml++ as C can use it: one walk over the parsed document, in which every value, every table and every array is
// announced to a callback. Nothing that is handed to the callback outlives the call.

typedef enum {
    TEND_TOML_STRING,
    TEND_TOML_INTEGER,
    TEND_TOML_DOUBLE,
    TEND_TOML_BOOL,
    TEND_TOML_DATE,
    // Members or elements follow, up to the TEND_TOML_END that belongs to it.
    TEND_TOML_TABLE,
    TEND_TOML_ARRAY,
    TEND_TOML_END,
} tend_toml_kind;

// Both from 1; columns in characters.
typedef struct {
    uint32_t line;
    uint32_t column;
} tend_toml_place;

typedef struct {
    tend_toml_kind kind;
    // The name within the surrounding table; NULL for elements of arrays and for the document itself. UTF-8.
    const char *key;
    size_t key_length;
    tend_toml_place key_begin;
    // Where the value stands; the end is exclusive.
    tend_toml_place begin;
    tend_toml_place end;
    // Of strings and dates. UTF-8.
    const char *text;
    size_t text_length;
    // Of integers and booleans.
    int64_t integer;
    double number;
} tend_toml_event;

typedef struct {
    tend_toml_place place;
    char message[512];
} tend_toml_error;

typedef void (*tend_toml_visitor)(void *context, const tend_toml_event *event);

// Parses and visits the document; the visitor sees nothing of a document that is not TOML or is nested deeper than 128.
// Returns 0, or -1 with the error filled in.
int tend_toml_parse(const char *text, size_t length, tend_toml_visitor visitor, void *context, tend_toml_error *error);

#ifdef __cplusplus
}
#endif

#endif
