#include "train.h"

#include <math.h>

static void
a_metric_reads_its_own_number(void **state)
{
	const struct train_metric *m = *state;
	struct train_level l = {
		.grad = 1, .grad_rms = 2, .grad_max = 3, .weight = 4, .ratio = 5,
		.rms = 6, .mean = 7, .std = 8, .max = 9, .z_mean = 10, .z_std = 11,
		.saturated = 12, .zero = 13, .dead = 14, .units = 15, .dead_units = 16,
		.underflow = 17, .flushed = 18, .overflow = 19,
		.max_test = 39, .rank = 40, .slope_factor = 41, .weight_factor = 42,
		.chain = 43,
	};
	struct train_facts f = {
		.step = 21, .epoch = 22, .loss = 23, .acc = 24, .loss_test = 25,
		.acc_test = 26, .loss_batch = 27, .grad_all = 28, .diverged = true,
		.levels = 29, .level = &l, .scale = 30, .skipped = 31, .underflow = 32,
		.answers = { .balanced = 33, .r2 = 35, .ece = 37 },
		.answers_test = { .balanced = 34, .r2 = 36, .ece = 38 },
	};
	static const struct { const char *name; double want; } want[] = {
		{ "grad", 1 }, { "grad_rms", 2 }, { "grad_max", 3 }, { "weight", 4 },
		{ "ratio", 5 }, { "rms", 6 }, { "mean", 7 }, { "std", 8 },
		{ "max_out", 9 },
		{ "z_mean", 10 }, { "z_std", 11 }, { "saturated", 12 }, { "zero", 13 },
		{ "dead", 14 }, { "units", 15 }, { "dead_units", 16 }, { "steps", 21 },
		{ "epochs", 22 }, { "loss", 23 }, { "acc", 24 }, { "loss_test", 25 },
		{ "acc_test", 26 }, { "loss_batch", 27 }, { "grad_all", 28 },
		{ "diverged", 1 }, { "levels", 29 },
		{ "scale", 30 }, { "skipped", 31 }, { "underflow_all", 32 },
		{ "balanced_acc", 33 }, { "balanced_acc_test", 34 }, { "r2", 35 },
		{ "r2_test", 36 }, { "ece", 37 }, { "ece_test", 38 },
		{ "max_out_test", 39 }, { "rank", 40 }, { "slope_factor", 41 },
		{ "weight_factor", 42 }, { "chain", 43 },
		{ "underflow", 17 }, { "flushed", 18 }, { "overflow", 19 },
	};
	struct train_asked q = { .facts = &f, .level = m->layered ? &l : NULL };
	bool found = m->arg != NULL;		/* those have their own cases */

	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		if (strcmp(want[i].name, m->name) != 0)
			continue;
		found = true;
		tap_near(m->get(&q), want[i].want, 0, 0);
	}
	assert_true(found);
	assert_ptr_equal(train_metric_find(str_of(m->name)), m);
	assert_true(strstr(m->usage, m->name) == m->usage);
	assert_int_equal(m->layered, strstr(m->usage, "(run, layer") != NULL);
	for (const struct param *p = m->arg; p && p->name; p++) {
		assert_true(p->kind == PARAM_INT || p->kind == PARAM_REAL);
		assert_non_null(strstr(m->usage, p->name));
	}
	assert_true(m->arg == NULL || param_count(m->arg) <= TRAIN_ARGS_MAX);
	assert_true(strlen(m->help) > 8);
	assert_non_null(m->unit);
}

static void
an_unknown_metric_is_not_found(void **state)
{
	(void)state;
	assert_null(train_metric_find(str_of("graad")));
}

void
metric_cases(void)
{
	for (const struct train_metric *m = train_metrics; m->name; m++) {
		char name[60];

		snprintf(name, sizeof(name), "metric %s reads its own number", m->name);
		tap_add(name, a_metric_reads_its_own_number, m);
	}
	TAP(an_unknown_metric_is_not_found);
}
