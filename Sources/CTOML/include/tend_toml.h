#ifndef TEND_TOML_H
#define TEND_TOML_H
#endif
