/* The panels of the last show in words, as the runs are now. */
#ifndef REPORT_SHOWN_H
#define REPORT_SHOWN_H

#include "actlab/report.h"

struct shown_panel {
	const char *kind, *title, *caption;	/* "boundary", "sig: boundary",
						 * "50 % ..." */
};
struct shown {
	int n;				/* 0: no take, or nothing was shown */
	struct shown_panel panel[LAB_PANELS_MAX];
	struct arena words;
};
bool shown_init(struct shown *s, const struct lab_plan *plan, struct lab_take *take,
		struct err *e);
void shown_done(struct shown *s);

#endif
