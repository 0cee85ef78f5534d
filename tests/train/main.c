#include "train.h"

/* Cuts the next word of "circles n=400" off *rest. */
static bool
next_word(struct str *rest, struct str *word)
{
	do {
		if (!str_cut(rest, ' ', word))
			return false;
	} while (word->n == 0);
	return true;
}

static struct str
key_of(struct str *word)
{
	struct str key;

	assert_true(str_cut(word, '=', &key));
	if (!word->s)
		*word = (struct str){ "", 0 };
	return key;
}

void
data_from(struct made *m, const char *text, uint64_t seed)
{
	const struct data_place place = { "", "" };
	struct str rest = str_of(text), word;
	const struct data_kind *kind;
	struct param_set p;
	struct err e = { 0 };

	assert_true(next_word(&rest, &word));
	kind = data_kind_find(word);
	assert_non_null(kind);
	param_set_init(&p, kind->param);
	while (next_word(&rest, &word)) {
		struct str key = key_of(&word);

		if (!param_set_text(&p, key, SPAN_NONE, word, SPAN_NONE, &e))
			fail_msg("%s: %s", text, e.msg);
	}
	if (!data_make(&m->set, kind, &p, seed, &place, &m->own, &e))
		fail_msg("%s: %s", text, e.msg);
}

void
data_drop(struct made *m)
{
	arena_done(&m->own);
}

void
spec_from(struct train_spec *s, const struct data_set *d, const char *knobs)
{
	struct str rest = str_of(knobs), word;
	struct err e = { 0 };

	train_spec_init(s);
	s->data = d;
	while (next_word(&rest, &word)) {
		struct str key = key_of(&word);

		if (!train_spec_set(s, key, SPAN_NONE, word, SPAN_NONE, &e))
			fail_msg("%s: %s", knobs, e.msg);
	}
}

struct train_run *
run_from(const struct data_set *d, const char *knobs)
{
	struct train_spec s;
	struct train_run *r;
	struct err e = { 0 };

	spec_from(&s, d, knobs);
	r = train_run_new(&s, &e);
	if (!r)
		fail_msg("%s: %s", knobs, e.msg);
	return r;
}

bool
run_turn(struct train_run *r, const char *key, const char *value, long at, struct err *e)
{
	return train_run_set(r, str_of(key), str_of(value), SPAN_NONE, at, e);
}

struct train_facts
run_facts(struct train_run *r, struct arena *a)
{
	struct train_facts f;
	struct err e = { 0 };

	if (!a->base)
		assert_true(arena_init(a, 1 << 20, &e));
	train_run_facts(r, &f, a);
	return f;
}

const struct train_snapshot *
run_shot(struct train_run *r, int w, int h)
{
	const struct train_snapshot *s;

	train_run_watch(r, w, h);
	train_run_steps(r, 0);
	s = train_run_take(r);
	assert_non_null(s);
	assert_null(train_run_take(r));
	return s;
}

int
main(void)
{
	knob_cases();
	plan_cases();
	quiet_cases();
	rate_cases();
	run_cases();
	same_cases();
	look_cases();
	level_cases();
	grid_cases();
	history_cases();
	pool_cases();
	plate_cases();
	slice_cases();
	trail_cases();
	turn_cases();
	metric_cases();
	precision_cases();
	replay_cases();
	checkpoint_cases();
	past_cases();
	stage_cases();
	resume_cases();
	answers_cases();
	units_cases();
	return tap_run("train");
}
