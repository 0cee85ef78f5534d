#ifndef TESTS_TUI_SUITE_H
#define TESTS_TUI_SUITE_H

#include "tests/tap.h"

void layout_suite(void);
void keys_suite(void);
void screen_suite(void);
void play_suite(void);
void smoke_suite(void);
void past_suite(void);
void person_suite(void);
void act_suite(void);
void mouse_suite(void);
void keymap_suite(void);
void cross_suite(void);
void storm_suite(void);
void fuzz_suite(void);
void views_suite(void);
void edit_suite(void);
void course_suite(void);

/* The program with a lab of the tests on a terminal of w x h. */
struct vt *smoke_start(const char *lab, int w, int h);

#endif
