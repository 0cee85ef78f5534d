#include "tests/base/base.h"
void base_param(void) {}
