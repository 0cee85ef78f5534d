#include "tests/tui/suite.h"

void
smoke_suite(void)
{
}
