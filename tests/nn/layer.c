#include "tests/nn/suite.h"

void
suite_layer(void)
{
}
