#include "tests/base/base.h"
void base_file(void) {}
