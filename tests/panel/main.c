#include "tests/panel/scene.h"
#include "tests/tap.h"

#include <math.h>
#include <string.h>

static const char *const layers[] = { "layers", "1,10,20", NULL };
static const char *const log_layers[] = { "axis", "log", "layers", "1..20", NULL };
static const char *const test_part[] = { "part", "test", NULL };
static const char *const log_axis[] = { "axis", "log", NULL };

struct picture {
	const char *golden, *panel;
	enum fake_kind first, second;
	const char *const *words;
	int w, h;
};
static const struct picture pictures[] = {
	{ "confusion", "confusion", FAKE_FALLING, FAKE_FLAT, NULL, 60, 16 },
	{ "confusion-test", "confusion", FAKE_FALLING, FAKE_FLAT, test_part, 60, 4 },
	{ "reliability", "reliability", FAKE_FALLING, FAKE_FLAT, NULL, 60, 16 },
	{ "reliability-test", "reliability", FAKE_FALLING, FAKE_FLAT, test_part, 60, 4 },
	{ "curve", "curve", FAKE_FLAT, FAKE_FALLING, NULL, 60, 16 },
	{ "slope", "slope", FAKE_FLAT, FAKE_FALLING, NULL, 60, 16 },
	{ "loss-log", "loss", FAKE_FLAT, FAKE_FALLING, log_axis, 60, 16 },
	{ "loss-noisy", "loss", FAKE_NOISY, FAKE_NAN, NULL, 60, 16 },
	{ "loss-empty", "loss", FAKE_EMPTY, FAKE_EMPTY, NULL, 60, 6 },
	{ "acc", "acc", FAKE_FLAT, FAKE_FALLING, NULL, 60, 16 },
	{ "boundary-one-sided", "boundary", FAKE_FLAT, FAKE_FLAT, NULL, 48, 20 },
	{ "boundary", "boundary", FAKE_FALLING, FAKE_FLAT, NULL, 48, 20 },
	{ "gradbars-log", "gradbars", FAKE_FLAT, FAKE_FALLING, log_layers, 60, 16 },
	{ "gradbars-nan", "gradbars", FAKE_NAN, FAKE_FALLING, log_layers, 60, 16 },
	{ "rms", "rms", FAKE_FLAT, FAKE_FALLING, layers, 60, 12 },
	{ "gradhist", "gradhist", FAKE_FLAT, FAKE_FALLING, layers, 90, 16 },
	{ "zhist", "zhist", FAKE_FALLING, FAKE_FLAT, layers, 90, 12 },
};

static void
looks_like_its_golden_picture(void **state)
{
	const struct picture *p = *state;
	const struct panel_kind *kind = panel_kind_find(str_of(p->panel));
	struct scene *s = scene_new(kind, p->first, p->second, p->words);
	struct plot_figure f;
	char path[128];

	kind->figure(&f, &s->args, &s->frame);
	snprintf(path, sizeof(path), "panel/%s.golden", p->golden);
	tap_golden(path, scene_drawn(s, &f, p->w, p->h));
	scene_free(s);
}

static void
same_snapshots_give_the_same_figure(void **state)
{
	const struct panel_kind *kind = *state;
	struct scene *s = scene_new(kind, FAKE_FLAT, FAKE_FALLING, NULL);
	struct plot_figure one, two;

	kind->figure(&one, &s->args, &s->frame);
	kind->figure(&two, &s->args, &s->frame);
	assert_string_equal(scene_drawn(s, &one, 80, 20), scene_drawn(s, &two, 80, 20));
	scene_free(s);
}

static void
fits_the_memory_it_asks_for(void **state)
{
	const struct panel_kind *kind = *state;

	for (int k = FAKE_FALLING; k <= FAKE_EMPTY; k++) {
		struct scene *s = scene_new(kind, (enum fake_kind)k, FAKE_FALLING, NULL);
		struct plot_figure f;
		struct arena tight;
		struct err e = { 0 };

		assert_true(arena_init(&tight, panel_need(&s->args), &e));
		kind->figure(&f, &s->args, &tight);
		arena_done(&tight);
		scene_free(s);
	}
}

/* What is asked for counts every row once, however many classes there are. */
static void
a_boundary_of_many_classes_fits_too(void **state)
{
	enum { N = 20000, CLASSES = 12 };
	const struct panel_kind *kind = panel_kind_find(str_of("boundary"));
	struct scene *s = scene_new(kind, FAKE_FALLING, FAKE_FALLING, NULL);
	struct data_set *d = &s->run[0].data;
	struct plot_figure f;
	struct arena own;
	struct err e = { 0 };
	int points = 0;

	(void)state;
	assert_true(arena_init(&own, N * 3 * sizeof(float) + 256, &e));
	d->x = ARENA_NEW(&own, float, 2 * N);
	d->label = ARENA_NEW(&own, int, N);
	d->n = d->n_train = N;
	d->n_class = CLASSES;
	for (int i = 0; i < N; i++) {
		d->x[2 * i] = (float)i;
		d->label[i] = i % CLASSES;
	}
	arena_done(&s->frame);
	assert_true(arena_init(&s->frame, panel_need(&s->args), &e));
	kind->figure(&f, &s->args, &s->frame);
	assert_int_equal(f.part[0].n_series, CLASSES);
	for (int i = 0; i < CLASSES; i++) {
		const struct plot_series *c = &f.part[0].series[i];

		tap_near(c->x[c->n - 1], i + CLASSES * (c->n - 1), 0, 0);
		points += c->n;
	}
	assert_int_equal(points, N);
	arena_done(&own);
	scene_free(s);
}

static void
says_why_it_is_empty_without_a_snapshot(void **state)
{
	const struct panel_kind *kind = *state;
	struct scene *s = scene_new(kind, FAKE_EMPTY, FAKE_EMPTY, NULL);
	struct plot_figure f;

	kind->figure(&f, &s->args, &s->frame);
	if (!kind->takes_acts)
		assert_non_null(f.empty);
	assert_non_null(f.title);
	s->args.n_run = 0;
	kind->figure(&f, &s->args, &s->frame);
	assert_non_null(f.empty);
	scene_free(s);
}

static void
has_a_caption_with_numbers(void **state)
{
	const struct panel_kind *kind = *state;
	struct scene *s = scene_new(kind, FAKE_FALLING, FAKE_FLAT, NULL);
	struct plot_figure f;

	kind->figure(&f, &s->args, &s->frame);
	assert_non_null(strpbrk(f.caption, "0123456789"));
	scene_free(s);
}

static void
captions_follow_the_numbers(void **state)
{
	const struct panel_kind *bars = panel_kind_find(str_of("gradbars"));
	struct scene *s = scene_new(bars, FAKE_FLAT, FAKE_FALLING, NULL);
	struct plot_figure f;

	(void)state;
	bars->figure(&f, &s->args, &s->frame);
	assert_string_equal(f.caption, "sig: exactly 0 at layer 1; "
			    "rel: 0.1 at layer 1, 0.29 at layer 20");
	s->run[0].level[0].grad = 1e-13;
	s->run[0].level[19].grad = 0.1;
	bars->figure(&f, &s->args, &s->frame);
	assert_string_equal(f.caption,
			    "sig: layer 1 is 12.0 decades below layer 20; "
			    "rel: 0.1 at layer 1, 0.29 at layer 20");
	s->args.n_run = 1;
	s->run[0].level[0].grad = 0.0008;	/* decades from a hundredth on */
	bars->figure(&f, &s->args, &s->frame);
	assert_string_equal(f.caption, "sig: layer 1 is 2.1 decades below layer 20");
	s->run[0].level[0].grad = 0.0012;
	bars->figure(&f, &s->args, &s->frame);
	assert_string_equal(f.caption, "sig: 0.0012 at layer 1, 0.1 at layer 20");
	scene_free(s);
}

static void
a_plane_of_one_answer_is_said_to_be(void **state)
{
	static const float p[] = { 0.1f, 0.9f };
	static const char *const end[] = { "one answer, class 0, for the whole plane",
					   "one answer, class 1, for the whole plane" };
	const struct panel_kind *kind = panel_kind_find(str_of("boundary"));
	struct scene *s = scene_new(kind, FAKE_FALLING, FAKE_FALLING, NULL);
	struct plot_figure f;

	(void)state;
	for (int i = 0; i < 2; i++) {
		for (int j = 0; j < FAKE_W * FAKE_H; j++)
			s->run[0].grid[j] = p[i];
		kind->figure(&f, &s->args, &s->frame);
		assert_non_null(strstr(f.caption, end[i]));
	}
	scene_free(s);
}

static void
a_boundary_calls_classes_as_the_data_does(void **state)
{
	static const char *names[] = { "cat", "dog" };
	const struct panel_kind *kind = panel_kind_find(str_of("boundary"));
	struct scene *s = scene_new(kind, FAKE_FALLING, FAKE_FLAT, NULL);
	struct plot_figure f;

	(void)state;
	s->run[0].data.class_name = names;
	kind->figure(&f, &s->args, &s->frame);
	assert_non_null(strstr(f.caption, "class dog on "));
	for (int i = 0; i < FAKE_W * FAKE_H; i++)
		s->run[0].grid[i] = 0;
	kind->figure(&f, &s->args, &s->frame);
	assert_non_null(strstr(f.caption, "one answer, class cat, for the whole plane"));
	scene_free(s);
}

static void
loss_captions_name_the_trend(void **state)
{
	const struct panel_kind *loss = panel_kind_find(str_of("loss"));
	struct scene *s = scene_new(loss, FAKE_FALLING, FAKE_FLAT, NULL);
	struct plot_figure f;

	(void)state;
	loss->figure(&f, &s->args, &s->frame);
	assert_string_equal(f.caption, "sig 0.00192, fell 228x; test 0.102; "
			    "rel 0.693, flat; test 0.793");
	scene_free(s);
	s = scene_new(loss, FAKE_NAN, FAKE_FLAT, NULL);
	loss->figure(&f, &s->args, &s->frame);
	assert_string_equal(f.caption, "sig stopped at step 800, not finite; "
			    "rel 0.693, flat; test 0.793");
	scene_free(s);
}

/* As a branch of the other: both on one axis from 0 on. */
static void
a_run_that_branched_off_begins_at_its_step(void **state)
{
	const struct panel_kind *loss = panel_kind_find(str_of("loss"));
	struct scene *s = scene_new(loss, FAKE_FALLING, FAKE_FLAT, NULL);
	struct plot_figure f;

	(void)state;
	s->run[1].snap.point += 100;
	s->run[1].snap.n_point -= 100;
	loss->figure(&f, &s->args, &s->frame);
	tap_near(f.part[0].x.lo, 0, 0, 0);
	tap_near(f.part[0].series[0].x[0], 6, 0, 0);	/* of the points 4 and 8 */
	tap_near(f.part[0].series[1].x[0], 406, 0, 0);
	tap_near(f.part[0].series[1].x[49], 798, 0, 0);
	scene_free(s);
}

static void
of_several_runs_means_are_drawn_and_of_one_all_there_is(void **state)
{
	const struct panel_kind *loss = panel_kind_find(str_of("loss"));
	struct scene *s = scene_new(loss, FAKE_NOISY, FAKE_NAN, NULL);
	const struct train_point *p = s->run[0].snap.point;
	int n = s->run[0].snap.n_point;
	struct plot_figure f;

	(void)state;
	loss->figure(&f, &s->args, &s->frame);
	assert_string_equal(f.title, "loss, mean of 8 steps");
	assert_int_equal(f.part[0].series[0].n, n / 2);
	for (int i = 0; i < n / 2; i++)
		tap_near(f.part[0].series[0].y[i],
			 (p[2 * i].mean + p[2 * i + 1].mean) / 2, 1e-15, 0);
	assert_true(isnan(f.part[0].series[1].y[n / 2 - 1]));
	s->args.n_run = 1;
	loss->figure(&f, &s->args, &s->frame);
	assert_string_equal(f.title, "loss");
	assert_int_equal(f.part[0].series[0].n, n);
	scene_free(s);
}

static void
a_smoothed_curve_says_so_and_an_even_one_stays(void **state)
{
	static const char *const smooth[] = { "smooth", "0.9", NULL };
	const struct panel_kind *loss = panel_kind_find(str_of("loss"));
	struct scene *s = scene_new(loss, FAKE_NOISY, FAKE_FLAT, smooth);
	struct plot_figure f;
	double lo = INFINITY, hi = -INFINITY;

	(void)state;
	loss->figure(&f, &s->args, &s->frame);
	assert_string_equal(f.title, "loss, smoothed 0.9");
	for (int i = 100; i < FAKE_POINTS; i++) {
		lo = fmin(lo, f.part[0].series[0].y[i]);
		hi = fmax(hi, f.part[0].series[0].y[i]);
		tap_near(f.part[0].series[1].y[i], 0.693, 0, 1e-12);
	}
	assert_true(hi - lo < 0.1);		/* of 0.3 */
	assert_non_null(strstr(f.caption, "sig 0.487, up and down"));	/* as it was */
	scene_free(s);
}

static void
the_test_part_is_drawn_for_one_run_and_told_for_several(void **state)
{
	static const char *const both[] = { "part", "both", NULL };
	const struct panel_kind *loss = panel_kind_find(str_of("loss"));
	struct scene *s = scene_new(loss, FAKE_FALLING, FAKE_FLAT, NULL);
	struct plot_figure f;

	(void)state;
	loss->figure(&f, &s->args, &s->frame);
	assert_int_equal(f.part[0].n_series, 2);
	s->args.n_run = 1;
	loss->figure(&f, &s->args, &s->frame);
	assert_int_equal(f.part[0].n_series, 2);
	assert_string_equal(f.part[0].series[1].name, "sig test");
	scene_free(s);
	s = scene_new(loss, FAKE_FALLING, FAKE_FLAT, both);
	loss->figure(&f, &s->args, &s->frame);
	assert_int_equal(f.part[0].n_series, 4);
	scene_free(s);
}

static void
an_activation_is_drawn_from_its_row(void **state)
{
	const struct panel_kind *slope = panel_kind_find(str_of("slope"));
	struct scene *s = scene_new(slope, FAKE_EMPTY, FAKE_EMPTY, NULL);
	struct plot_figure f;
	struct err e = { 0 };

	(void)state;
	s->args.n_run = 0;
	s->args.n_act = 1;
	s->args.act_name[0] = "sigmoid";
	assert_true(nn_act_parse(str_of("sigmoid"), SPAN_NONE, &s->args.act[0], &e));
	slope->figure(&f, &s->args, &s->frame);
	assert_string_equal(f.caption, "f' <= 0.25, at z = 0");
	assert_int_equal(f.n_part, 1);
	tap_near(f.part[0].series[0].y[300], 0.25, 1e-7, 0);
	scene_free(s);
}

static void
a_fit_of_two_inputs_says_what_it_needs(void **state)
{
	const struct panel_kind *fit = panel_kind_find(str_of("fit"));
	struct scene *s = scene_new(fit, FAKE_FALLING, FAKE_FALLING, NULL);
	struct plot_figure f;

	(void)state;
	fit->figure(&f, &s->args, &s->frame);
	assert_string_equal(f.empty, "a fit needs data with one input and one output");
	scene_free(s);
}

static void
a_fit_draws_the_data_and_each_output(void **state)
{
	const struct panel_kind *fit = panel_kind_find(str_of("fit"));
	struct scene *s = scene_new(fit, FAKE_FALLING, FAKE_FLAT, NULL);
	struct plot_figure f;

	(void)state;
	for (int i = 0; i < 2; i++) {
		s->run[i].data = (struct data_set){ .name = "sine", .n = FAKE_N,
			.n_train = FAKE_N, .in = 1, .out = 1, .target = DATA_VALUES,
			.x = s->run[0].x, .y = s->run[0].out };
		s->run[i].snap.grid.h = 1;
	}
	fit->figure(&f, &s->args, &s->frame);
	assert_null(f.empty);
	assert_int_equal(f.part[0].n_series, 3);
	assert_int_equal(f.part[0].series[0].n, FAKE_N);
	assert_int_equal(f.part[0].series[1].n, FAKE_W);
	tap_near(f.part[0].series[1].x[FAKE_W - 1], 1.2, 1e-12, 0);
	assert_string_equal(f.caption, "sig: loss 0.00192; rel: loss 0.693");
	scene_free(s);
}

static void
more_than_two_runs_are_lines_over_the_layers(void **state)
{
	const struct panel_kind *rms = panel_kind_find(str_of("rms"));
	struct scene *s = scene_new(rms, FAKE_FALLING, FAKE_FLAT, NULL);
	struct train_view three[3] = { s->view[0], s->view[1], s->view[0] };
	struct plot_figure f;

	(void)state;
	rms->figure(&f, &s->args, &s->frame);
	assert_int_equal(f.part[0].series[0].mark, PLOT_BARS);
	s->args.run = three;
	s->args.n_run = 3;
	rms->figure(&f, &s->args, &s->frame);
	assert_int_equal(f.part[0].n_series, 3);
	assert_int_equal(f.part[0].series[2].mark, PLOT_LINE);
	scene_free(s);
}

static void
metrics_that_bars_offer_are_rows(void **state)
{
	const struct panel_kind *bars = panel_kind_find(str_of("bars"));
	struct str words = str_of(bars->param[0].words), word;

	(void)state;
	while (str_cut(&words, ' ', &word)) {
		const struct train_metric *m = train_metric_find(word);

		assert_non_null(m);
		assert_true(m->layered);
	}
}

/* A measure that is added to the table has a panel, too. */
static void
every_measure_of_a_run_can_be_shown(void **state)
{
	const struct param *of = panel_kind_find(str_of("measures"))->param;
	const struct param *bars = panel_kind_find(str_of("bars"))->param;

	(void)state;
	for (const struct train_metric *m = train_metrics; m->name; m++) {
		const char *words = m->layered ? bars->words : of->words;
		struct str rest = str_of(words), word;
		bool found = m->arg && !m->layered;	/* of classes and bins */

		while (!found && str_cut(&rest, ' ', &word))
			found = str_is(word, m->name);
		if (!found && strcmp(m->name, "dead_units") && strcmp(m->name, "units"))
			fail_msg("no panel shows %s", m->name);
	}
}

int
main(void)
{
	char name[128];

	for (size_t i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++) {
		snprintf(name, sizeof(name), "%s looks like its golden picture",
			 pictures[i].golden);
		tap_add(name, looks_like_its_golden_picture, &pictures[i]);
	}
	for (const struct panel_kind *k = panel_kinds; k->name; k++) {
		snprintf(name, sizeof(name), "%s: same snapshots, same figure", k->name);
		tap_add(name, same_snapshots_give_the_same_figure, k);
		snprintf(name, sizeof(name), "%s fits the memory it asks for", k->name);
		tap_add(name, fits_the_memory_it_asks_for, k);
		snprintf(name, sizeof(name), "%s says why it is empty", k->name);
		tap_add(name, says_why_it_is_empty_without_a_snapshot, k);
		snprintf(name, sizeof(name), "%s has a caption with numbers", k->name);
		/* the made-up data has two inputs */
		if (strcmp(k->name, "fit") != 0)
			tap_add(name, has_a_caption_with_numbers, k);
	}
	TAP(a_boundary_of_many_classes_fits_too);
	TAP(captions_follow_the_numbers);
	TAP(a_boundary_calls_classes_as_the_data_does);
	TAP(a_plane_of_one_answer_is_said_to_be);
	TAP(loss_captions_name_the_trend);
	TAP(a_run_that_branched_off_begins_at_its_step);
	TAP(of_several_runs_means_are_drawn_and_of_one_all_there_is);
	TAP(a_smoothed_curve_says_so_and_an_even_one_stays);
	TAP(the_test_part_is_drawn_for_one_run_and_told_for_several);
	TAP(an_activation_is_drawn_from_its_row);
	TAP(a_fit_of_two_inputs_says_what_it_needs);
	TAP(a_fit_draws_the_data_and_each_output);
	TAP(more_than_two_runs_are_lines_over_the_layers);
	TAP(metrics_that_bars_offer_are_rows);
	TAP(every_measure_of_a_run_can_be_shown);
	looks_add();
	captions_add();
	return tap_run("panel");
}
