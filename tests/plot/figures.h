/* Figures with made-up numbers: one of each kind that a panel draws. */
#ifndef TESTS_PLOT_FIGURES_H
#define TESTS_PLOT_FIGURES_H

#include "actlab/plot.h"

struct figure_case {
	const char *name;
	void (*make)(struct plot_figure *f, struct arena *a);
};
extern const struct figure_case figure_cases[];		/* { 0 } ends */
const struct figure_case *figure_find(const char *name);
enum { FIGURE_NEED = 1 << 22 };		/* arena bytes of any of them */

#endif
