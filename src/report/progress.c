#include "actlab/report.h"

#include <math.h>
#include <time.h>
#include <unistd.h>

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void
report_progress_init(struct report_progress *p, FILE *f)
{
	*p = (struct report_progress){ .f = isatty(fileno(f)) ? f : NULL,
				       .start = now() };
}

void
report_progress_text(char buf[REPORT_WIDTH], double share, double seconds,
		     const char *what)
{
	double left = share > 0 ? seconds * (1 - share) / share : INFINITY;
	int percent = (int)(100 * share);

	if (seconds < 1 || left > 86400)	/* too early to tell */
		snprintf(buf, REPORT_WIDTH, "%.40s %d %%", what, percent);
	else if (left < 100)
		snprintf(buf, REPORT_WIDTH, "%.40s %d %%, %.0f s left", what, percent,
			 ceil(left));
	else
		snprintf(buf, REPORT_WIDTH, "%.40s %d %%, %.0f min left", what, percent,
			 ceil(left / 60));
}

void
report_progress_show(struct report_progress *p, double share, const char *what)
{
	char line[REPORT_WIDTH];
	double t = now();

	if (!p->f || t - p->shown < 0.1)
		return;
	p->shown = t;
	report_progress_text(line, share, t - p->start, what);
	fprintf(p->f, "\r\033[K%s", line);
	fflush(p->f);
}

void
report_progress_done(struct report_progress *p)
{
	if (p->f && p->shown > 0) {
		fputs("\r\033[K", p->f);
		fflush(p->f);
	}
}
