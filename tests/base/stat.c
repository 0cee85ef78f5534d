#include "tests/base/base.h"
void base_stat(void) {}
