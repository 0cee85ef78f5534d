#include "tests/nn/suite.h"

/* The value of key=value. */
static struct str
value_of(struct str word)
{
	struct str key;

	str_cut(&word, '=', &key);
	return word;
}

static bool
read_pair(struct nn_layer_spec *s, struct param_set *set, struct str word, struct err *e)
{
	struct str value = value_of(word), key = { word.s, word.n - value.n - 1 };

	if (str_is(key, "act") && s->kind->act != NN_ACT_NONE)
		return nn_act_parse(value, SPAN_NONE, &s->act, e);
	if (str_is(key, "gate") && s->kind->gate)
		return nn_act_parse(value, SPAN_NONE, &s->gate, e);
	if (str_is(key, "init") && s->kind->init)
		return nn_init_parse(value, SPAN_NONE, &s->init, e);
	if (str_is(key, "bias") && s->kind->init)
		return nn_init_parse(value, SPAN_NONE, &s->bias, e);
	return param_set_text(set, key, SPAN_NONE, value, SPAN_NONE, e);
}

static void
read_line(struct nn_layer_spec *s, struct str line)
{
	struct param_set set;
	struct err e = { 0 };
	struct str word;
	int bare = 0;

	memset(s, 0, sizeof(*s));
	nn_init_parse(str_of("xavier"), SPAN_NONE, &s->init, &e);
	while (str_cut(&line, ' ', &word)) {
		if (!word.n)
			continue;
		if (!s->kind) {
			s->kind = nn_layer_kind_find(word);
			assert_non_null(s->kind);
			param_set_init(&set, s->kind->param);
		} else if (memchr(word.s, '=', (size_t)word.n)) {
			read_pair(s, &set, word, &e);
		} else {
			const char *name = s->kind->param[bare].name;

			assert_true(bare++ < s->kind->n_positional);
			param_set_text(&set, str_of(name), SPAN_NONE, word, SPAN_NONE,
				       &e);
		}
	}
	if (e.code)
		fail_msg("%s", e.msg);
	for (int i = 0; s->kind->param[i].name; i++)
		s->arg[i] = set.v[i].num;
}

int
suite_lines(struct nn_layer_spec spec[SUITE_LINES_MAX], const char *text)
{
	struct str rest = str_of(text), line;
	int n = 0;

	while (str_cut(&rest, '|', &line)) {
		assert_true(n < SUITE_LINES_MAX);
		read_line(&spec[n++], line);
	}
	return n;
}

struct nn_shape
suite_shape(const char *text)
{
	struct str rest = str_of(text), part;
	struct nn_shape s = { 0 };
	long v;

	while (str_cut(&rest, 'x', &part)) {
		assert_true(s.rank < NN_RANK_MAX && str_long(part, &v));
		s.dim[s.rank++] = (int)v;
	}
	return s;
}

void
suite_net_build(struct suite_net *f, const char *lines, const char *in, int rows,
		uint64_t seed)
{
	struct nn_layer_spec spec[SUITE_LINES_MAX];
	struct nn_shape shape = suite_shape(in);
	struct err e = { 0 };
	int n = suite_lines(spec, lines);

	f->a = suite_arena((size_t)1 << 23);
	if (!nn_net_plan(&f->net, &shape, spec, n, &f->a, &e))
		fail_msg("%s: %s", e.msg, e.hint);
	nn_net_alloc(&f->net, &f->a);
	nn_net_init(&f->net, seed);
	nn_work_alloc(&f->work, &f->net, rows, &f->a);
}

void
suite_numbers(float *x, int n, uint64_t seed)
{
	struct rng r;

	rng_init(&r, seed, "data", 0);
	for (int i = 0; i < n; i++)
		x[i] = (float)rng_normal(&r);
}
