#include "tests/base/base.h"
void base_arena(void) {}
