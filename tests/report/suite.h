#ifndef TESTS_REPORT_SUITE_H
#define TESTS_REPORT_SUITE_H

#include "tests/tap.h"

void page_add(void);		/* words in columns, margins, progress */
void outcome_add(void);		/* text, TAP and JSON of made-up results */
void tables_add(void);		/* lists */
void words_add(void);		/* formulas in other frameworks */
void manual_add(void);		/* every row has its entry in a page */

#endif
