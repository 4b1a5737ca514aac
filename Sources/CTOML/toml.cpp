#include "tend_toml.h"
