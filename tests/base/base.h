/* Each file of this folder adds its cases in one function. */
#ifndef TESTS_BASE_H
#define TESTS_BASE_H

#include "tests/tap.h"

void base_err(void);

#endif
