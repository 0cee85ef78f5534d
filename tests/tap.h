/* One test binary per floor: each file adds its cases, main runs them as one
 * TAP stream.  Rows are cases: add one per row of a table. */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

/* name is copied; state is lent to the test as *state. */
void tap_add(const char *name, CMUnitTestFunction f, const void *state);
#define TAP(f) tap_add(#f, f, NULL)
int tap_run(const char *group);

/* Path of a file that is shipped below tests/, "nn/activations.csv". */
const char *tap_path(const char *below_tests);
/* True where UPDATE=1 asks for golden files to be written anew. */
bool tap_update(void);
/* Compares text with the golden file tests/<below>, or writes it (UPDATE=1). */
void tap_golden(const char *below_tests, const char *text);
/* |got - want| <= abs + rel * |want|; inf and NaN must be the same. */
void tap_near(double got, double want, double abs, double rel);
/* Leaves a test that cannot be run here, and says why.  (skip() of cmocka 1.1
 * prints "not ok # SKIP", which Automake counts as failed.) */
#define TAP_SKIP(why) \
	do { \
		print_message("# skipped: %s\n", (why)); \
		return; \
	} while (0)

#endif
