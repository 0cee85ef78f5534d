#include "tests/base/base.h"
void base_rng(void) {}
