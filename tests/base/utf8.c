#include "tests/base/base.h"
void base_utf8(void) {}
