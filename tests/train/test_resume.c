/* Runs that go on from a checkpoint, row by row: the same bits and the same log as never
 * having stopped. */
#include "train.h"

#include <stdlib.h>
#include <unistd.h>

static char dir[] = "test_resume.XXXXXX";

static const char *
checkpoint(void)
{
	static char path[64];

	snprintf(path, sizeof(path), "%s/c", dir);
	return path;
}

static struct nn_layer_spec
line(const char *kind, double arg, const char *act)
{
	struct nn_layer_spec s = { .kind = nn_layer_kind_find(str_of(kind)) };
	struct err e = { 0 };

	for (int i = 0; s.kind->param[i].name; i++)
		s.arg[i] = s.kind->param[i].def;
	s.arg[0] = arg;
	if (act)
		assert_true(nn_act_parse(str_of(act), SPAN_NONE, &s.act, &e));
	return s;
}

/* Two runs' snapshots tell the same story. */
static void
check_logs(struct train_run *a, struct train_run *b)
{
	const struct train_snapshot *x = run_shot(a, 0, 0), *y = run_shot(b, 0, 0);

	assert_int_equal(x->n_point, y->n_point);
	for (int i = 0; i < x->n_point; i++) {
		assert_int_equal(x->point[i].step, y->point[i].step);
		assert_true(x->point[i].mean == y->point[i].mean);
		assert_true(x->point[i].lo == y->point[i].lo);
		assert_true(x->point[i].hi == y->point[i].hi);
	}
	assert_int_equal(x->n_eval, y->n_eval);
	for (int i = 0; i < x->n_eval; i++) {
		assert_int_equal(x->eval[i].step, y->eval[i].step);
		assert_true(x->eval[i].loss == y->eval[i].loss);
	}
	assert_int_equal(x->n_event, y->n_event);
	for (int i = 0; i < x->n_event; i++) {
		assert_int_equal(x->event[i].step, y->event[i].step);
		assert_string_equal(x->event[i].text, y->event[i].text);
	}
	assert_true(x->facts.scale == y->facts.scale);
	assert_true(x->facts.skipped == y->facts.skipped);
}

/* Saved after `before` steps, in the midst of an epoch, and taken on from there. */
static void
check_spec(const struct train_spec *s, int before, int after)
{
	struct train_run *whole, *part = NULL;
	struct err e = { 0 };

	whole = train_run_new(s, &e);
	if (!whole)
		fail_msg("%s", e.msg);
	run_shot(whole, 0, 0);
	train_run_steps(whole, before);
	run_shot(whole, 0, 0);
	if (!train_run_save(whole, checkpoint(), &e)
	    || !(part = train_run_resume(s, checkpoint(), &e)))
		fail_msg("%s", e.msg);
	assert_int_equal(train_run_hash(part), train_run_hash(whole));
	train_run_steps(whole, after);
	train_run_steps(part, after);
	assert_int_equal(train_run_hash(part), train_run_hash(whole));
	check_logs(whole, part);
	train_run_free(whole);
	train_run_free(part);
}

static void
check_knobs(const char *knobs)
{
	struct made m;
	struct train_spec s;

	data_from(&m, "circles n=100 test=0.2", 5);
	spec_from(&s, &m.set, knobs);
	check_spec(&s, 13, 29);
	data_drop(&m);
}

/* "opt=adam lr=0.01 beta1=0.4 ...": every argument away from its default */
static void
an_optimiser_goes_on(void **state)
{
	const struct nn_opt *o = *state;
	char knobs[400], value[STR_NUM_MAX];
	int n = snprintf(knobs, sizeof(knobs), "hidden=6,5 batch=16 last=keep opt=%s",
			 o->name);

	check_knobs(knobs);
	for (int i = 0; o->param[i].name; i++) {
		const struct param *row = &o->param[i];
		double v = row->max <= 1 ? row->def * 0.5 + 0.002 : 0.01;

		if (row->kind == PARAM_INT)
			snprintf(value, sizeof(value), "yes");
		else
			str_number(value, v, 6);
		n += snprintf(knobs + n, sizeof(knobs) - (size_t)n, " %s=%s", row->name,
			      value);
	}
	check_knobs(knobs);
}

static void
a_schedule_goes_on(void **state)
{
	const struct nn_schedule *s = *state;
	char knobs[400];

	snprintf(knobs, sizeof(knobs), "hidden=6 momentum=0.8 schedule=%s%s", s->name,
		 s->param[0].name ? "(20)" : "");
	check_knobs(knobs);
}

static void
a_precision_goes_on(void **state)
{
	static const char *const scale[] = { "1", "256", "dynamic(4096,every=4)" };
	const struct nn_precision *p = *state;

	for (int i = 0; i < 3; i++) {
		char knobs[400];

		snprintf(knobs, sizeof(knobs),
			 "hidden=6 opt=adam lr=0.05 precision=%s scale=%s", p->name,
			 scale[i]);
		check_knobs(knobs);
	}
}

static void
random_and_running_layers_go_on(void **state)
{
	struct nn_layer_spec lines[] =
		{ line("dense", 12, NULL), line("batchnorm", 0.2, NULL),
					 line("act", 1, "prelu"),
						 line("dropout", 0.3, NULL),
					 line("dense", 2, NULL) };
	struct made m;
	struct train_spec s;

	(void)state;
	data_from(&m, "circles n=100", 5);
	spec_from(&s, &m.set, "batch=16 last=keep opt=nadam");
	s.layer = lines;
	s.depth = 5;
	check_spec(&s, 10, 30);
	data_drop(&m);
}

/* More losses than a history has points, and a point half filled. */
static void
a_long_log_goes_on(void **state)
{
	struct made m;
	struct train_spec s;

	(void)state;
	data_from(&m, "plane n=20", 5);
	spec_from(&s, &m.set, "batch=10");
	check_spec(&s, 4099, 8);
	data_drop(&m);
}

static void
changes_that_wait_are_kept(void **state)
{
	struct made m;
	struct train_spec s;
	struct train_run *whole, *part;
	struct err e = { 0 };

	(void)state;
	data_from(&m, "moons n=100", 5);
	spec_from(&s, &m.set, "hidden=8");
	whole = train_run_new(&s, &e);
	assert_non_null(whole);
	assert_true(run_turn(whole, "lr", "0.25", 2, &e));
	assert_true(run_turn(whole, "lr", "0.5", 12, &e));
	assert_true(run_turn(whole, "opt", "adam", 9, &e));
	train_run_steps(whole, 4);
	assert_true(train_run_save(whole, checkpoint(), &e));
	part = train_run_resume(&s, checkpoint(), &e);
	assert_non_null(part);
	assert_string_equal(param_text(&train_run_spec(part)->knob, "lr"), "0.5");
	assert_string_equal(param_text(&train_run_spec(part)->knob, "opt"), "adam");
	train_run_steps(whole, 20);
	train_run_steps(part, 20);
	assert_int_equal(train_run_hash(part), train_run_hash(whole));
	check_logs(whole, part);
	train_run_free(whole);
	train_run_free(part);
	data_drop(&m);
}

static void
a_log_that_is_none_is_refused(void **state)
{
	static const struct { const char *tensor; int at; double value; } bad[] = {
		{ "log/counts", 0, 0 }, { "log/counts", 1, 0 }, { "log/counts", 3, 9 },
		{ "log/counts", 4, 33 }, { "log/counts", 4, -1 }, { "log/counts", 2, -1 },
		{ "log/counts", 5, -1 },
	};
	struct data_tensors t;
	struct made m;
	struct train_spec s;
	struct train_run *r;
	struct err e = { 0 };

	(void)state;
	data_from(&m, "moons n=100", 5);
	spec_from(&s, &m.set, "hidden=8");
	r = train_run_new(&s, &e);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		int64_t count[6], value = (int64_t)bad[i].value;
		struct data_tensor *d;

		assert_true(train_run_save(r, checkpoint(), &e));
		assert_true(data_tensors_read(&t, checkpoint(), &e));
		d = t.tensor;
		while (strcmp(d->name, bad[i].tensor) != 0)
			d++;
		memcpy(count, d->byte, sizeof(count));
		count[bad[i].at] = value;
		d->byte = (const unsigned char *)count;
		assert_true(data_tensors_write(&t, checkpoint(), &e));
		data_tensors_done(&t);
		assert_null(train_run_resume(&s, checkpoint(), &e));
		assert_int_equal(e.code, ERR_DATA);
		e = (struct err){ 0 };
	}
	train_run_free(r);
	data_drop(&m);
}

/* What a run's spec says is what it will be in the end. */
static void
a_change_at_once_does_not_hide_one_to_come(void **state)
{
	struct made m;
	struct train_run *r;
	struct err e = { 0 };

	(void)state;
	data_from(&m, "moons n=100", 5);
	r = run_from(&m.set, "hidden=8");
	assert_true(run_turn(r, "lr", "0.5", 9, &e));
	assert_true(run_turn(r, "lr", "0.25", -1, &e));
	assert_true(run_turn(r, "momentum", "0.5", -1, &e));
	assert_true(run_turn(r, "lr", "0.125", 4, &e));
	assert_string_equal(param_text(&train_run_spec(r)->knob, "lr"), "0.5");
	assert_string_equal(param_text(&train_run_spec(r)->knob, "momentum"), "0.5");
	train_run_steps(r, 10);
	assert_string_equal(param_text(&train_run_spec(r)->knob, "lr"), "0.5");
	assert_true(run_turn(r, "lr", "0.75", -1, &e));
	assert_string_equal(param_text(&train_run_spec(r)->knob, "lr"), "0.75");
	train_run_free(r);
	data_drop(&m);
}

static void
drop_dir(void)
{
	unlink(checkpoint());
	rmdir(dir);
}

void
resume_cases(void)
{
	char name[128];

	if (!mkdtemp(dir))
		perror(dir);
	atexit(drop_dir);
	for (const struct nn_opt *o = nn_opts; o->name; o++) {
		snprintf(name, sizeof(name), "a_run_with_opt_%s_goes_on", o->name);
		tap_add(name, an_optimiser_goes_on, o);
	}
	for (const struct nn_schedule *s = nn_schedules; s->name; s++) {
		snprintf(name, sizeof(name), "a_run_with_schedule_%s_goes_on", s->name);
		tap_add(name, a_schedule_goes_on, s);
	}
	for (const struct nn_precision *p = nn_precisions; p->name; p++) {
		snprintf(name, sizeof(name), "a_run_in_%s_goes_on", p->name);
		tap_add(name, a_precision_goes_on, p);
	}
	TAP(random_and_running_layers_go_on);
	TAP(a_long_log_goes_on);
	TAP(changes_that_wait_are_kept);
	TAP(a_log_that_is_none_is_refused);
	TAP(a_change_at_once_does_not_hide_one_to_come);
}
