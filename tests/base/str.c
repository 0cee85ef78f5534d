#include "tests/base/base.h"
void base_str(void) {}
