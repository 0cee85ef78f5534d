#include "tests/tui/fixture.h"

#include <math.h>
#include <string.h>

enum { POINTS = 300, ROWS = 40, GRID = 32, LEVELS = 21 };

static double
noise(unsigned i)
{
	i = i * 747796405u + 2891336453u;
	i = ((i >> ((i >> 28) + 4)) ^ i) * 277803737u;
	return (double)((i >> 22) ^ i) / 2147483648.0 - 1;
}

static const struct data_set *
data_made(struct arena *a)
{
	struct data_set *d = ARENA_NEW(a, struct data_set, 1);

	*d = (struct data_set){ .name = "circles", .n = ROWS, .n_train = ROWS, .in = 2,
				.target = DATA_CLASS, .n_class = 2 };
	d->x = ARENA_NEW(a, float, 2 * ROWS);
	d->label = ARENA_NEW(a, int, ROWS);
	for (int i = 0; i < ROWS; i++) {
		double r = i % 2 ? .5 : 1, turn = 6.2831853 * i / ROWS;

		d->x[2 * i] = (float)(r * num_cos(turn));
		d->x[2 * i + 1] = (float)(r * num_sin(turn));
		d->label[i] = i % 2;
	}
	return d;
}

static void
points_made(struct train_snapshot *s, bool learns, struct arena *a)
{
	struct train_point *p = ARENA_NEW(a, struct train_point, POINTS);

	for (int i = 0; i < POINTS; i++) {
		double v = learns ? .7 * num_exp(-i / 40.0) + .002 : .693;

		v *= 1 + .1 * noise((unsigned)i + 1000 * learns) * (learns ? 3 : .2);
		p[i] = (struct train_point){ 2 * i + 2, v, .9 * v, 1.1 * v };
	}
	s->n_point = POINTS;
	s->point = p;
}

static void
grid_made(struct train_grid *g, bool learns, struct arena *a)
{
	float *v = ARENA_NEW(a, float, GRID * GRID);

	*g = (struct train_grid){ GRID, GRID, -1.2, 1.2, -1.2, 1.2, v };
	for (int i = 0; i < GRID * GRID; i++) {
		double x = -1.2 + 2.4 * (i % GRID) / (GRID - 1);
		double y = 1.2 - 2.4 * (i / GRID) / (GRID - 1);

		v[i] = learns ? (float)(1
					/ (1 + num_exp(30 * (sqrt(x * x + y * y) - .75))))
			      : .49f;
	}
}

static void
levels_made(struct train_snapshot *s, bool learns, struct arena *a)
{
	struct num_loghist *h = ARENA_NEW(a, struct num_loghist, LEVELS);

	s->facts.levels = LEVELS;
	s->facts.level = ARENA_NEW(a, struct train_level, LEVELS);
	for (int l = 0; l < LEVELS; l++) {
		double grad = learns ? .02 * (1 + .5 * noise((unsigned)l))
				     : .3 * num_exp(-1.5 * (LEVELS - 1 - l));

		s->facts.level[l] = (struct train_level){
			.grad = grad, .rms = learns ? 1 - .02 * l : .5, .units = 32 };
		for (int i = 0; i < 1000; i++) {
			float x = (float)(grad / 32 * noise((unsigned)(1000 * l + i)));

			num_loghist_add(&h[l], &x, 1);
		}
	}
	s->grad_hist = h;
}

static struct train_view
view_made(int number, const char *name, const char *act, const struct data_set *d,
	  struct arena *a)
{
	struct train_snapshot *s = ARENA_NEW(a, struct train_snapshot, 1);
	struct train_spec *spec = ARENA_NEW(a, struct train_spec, 1);
	struct train_view v = { .number = number, .name = name, .spec = spec, .data = d,
				.snap = s };
	struct err e = { 0 };

	train_spec_init(spec);
	nn_act_parse(str_of(act), SPAN_NONE, &v.act, &e);
	s->state = TRAIN_GOING;
	s->facts = (struct train_facts){
		.step = 600, .epoch = 46, .loss = number == 2 ? .0021 : .6932,
		.acc = number == 2 ? 1 : .5, .loss_test = NAN, .acc_test = NAN,
		.loss_batch = .69, .grad_all = 1 };
	points_made(s, number == 2, a);
	grid_made(&s->grid, number == 2, a);
	levels_made(s, number == 2, a);
	return v;
}

static void
panel_made(struct tui_scene *o, const char *kind, const char *axis, int row,
	   const struct train_view *v, int n, struct arena *a)
{
	const struct panel_kind *k = panel_kind_find(str_of(kind));
	struct plot_figure *f = ARENA_NEW(a, struct plot_figure, 1);
	struct param_set *set = ARENA_NEW(a, struct param_set, 1);
	struct panel_args args = { .param = set, .n_run = n, .run = v };
	struct err e = { 0 };

	param_set_init(set, k->param);
	if (axis)
		param_set_text(set, str_of("axis"), SPAN_NONE, str_of(axis), SPAN_NONE,
			       &e);
	if (strcmp(kind, "gradhist") == 0)
		param_set_text(set, str_of("layers"), SPAN_NONE, str_of("1,10,20"),
			       SPAN_NONE, &e);
	k->figure(f, &args, a);
	o->panel[o->n_panel++] = (struct tui_panel){ f->title, f,
						     { row, k->min_w, k->min_h } };
}

static const struct tui_para story[] = {
	{ PLOT_TEXT, PLOT_TEXT, 0, "", 0,
	  "Backpropagation multiplies one slope per layer. The steepest slope a sigmoid "
	  "can "
	  "have is 0.25, at z = 0. ReLU has slope 1 wherever it is on.",
	  false },
	{ PLOT_STRONG, PLOT_GOOD, PLOT_BOLD, ">", 2,
	  "After 60 epochs the sigmoid network will ...", true },
	{ PLOT_TEXT, PLOT_STRONG, PLOT_BOLD, "a)", 3, "learn, but later than ReLU",
	  false },
	{ PLOT_TEXT, PLOT_STRONG, PLOT_BOLD, "b)", 3,
	  "still guess: loss near ln 2 = 0.693", false },
	{ PLOT_TEXT, PLOT_STRONG, PLOT_BOLD, "c)", 3, "blow up to NaN", false },
	{ PLOT_GOOD, PLOT_GOOD, PLOT_BOLD, "+", 2, "Right: b.", true },
	{ PLOT_TEXT, PLOT_GOOD, PLOT_BOLD, "[x]", 4,
	  "learns: loss(rel) < 0.05\nmeasured 0.0021 < 0.05; 5 of 5 seeds held", true },
	{ PLOT_TEXT, PLOT_BAD, PLOT_BOLD, "[!]", 4,
	  "stuck: loss(sig) > 0.68 and acc(sig) < 0.6\nmeasured 0.67 > 0.68; 4 of 5 "
	  "seeds held",
	  true },
};

void
fixture_scene(struct tui_scene *o, struct arena *frame)
{
	struct train_view *v = ARENA_NEW(frame, struct train_view, 2);
	const struct data_set *d = data_made(frame);

	v[0] = view_made(1, "sig", "sigmoid", d, frame);
	v[1] = view_made(2, "rel", "relu", d, frame);
	o->name = "actlab  depth-20: Twenty layers: sigmoid against ReLU";
	o->state = "> RUN x1   epoch 46   step 600   seed 1";
	o->state_short = "> RUN x1   epoch 46   seed 1";
	o->brief = "> ep 46 0.69 0.0021";
	o->head = "training";
	o->para = story;
	o->n_para = (int)(sizeof(story) / sizeof(story[0]));
	o->section = 1;
	panel_made(o, "loss", "log", 0, v, 2, frame);
	panel_made(o, "boundary", NULL, 0, &v[0], 1, frame);
	panel_made(o, "boundary", NULL, 0, &v[1], 1, frame);
	panel_made(o, "gradbars", "log", 1, v, 2, frame);
	panel_made(o, "rms", NULL, 1, v, 2, frame);
	panel_made(o, "gradhist", NULL, 2, v, 2, frame);
	o->readout = "1 sig loss 0.693 acc 0.5   2 rel loss 0.0021 acc 1   1240 steps/s";
	o->readout_role = PLOT_TEXT;
	o->hint[o->n_hint++] = (struct tui_hint){ "Space", "pause" };
	o->hint[o->n_hint++] = (struct tui_hint){ "Tab", "panel" };
	o->hint[o->n_hint++] = (struct tui_hint){ "?", "keys" };
	o->hint[o->n_hint++] = (struct tui_hint){ "q", "quit" };
}

/* ---- the same as a view ---- */

static void
scene(struct tui_view *v, struct tui_scene *o, struct arena *frame)
{
	(void)v;
	fixture_scene(o, frame);
}

static enum tui_did
command(struct tui_view *v, struct str name, struct str args, struct err *e)
{
	(void)v, (void)name, (void)args, (void)e;
	return TUI_NOT_MINE;
}

static void
entered(struct tui_view *v, const char *text)
{
	(void)v, (void)text;
}

static bool
tick(struct tui_view *v, bool step)
{
	(void)v, (void)step;
	return false;
}

static double
period(const struct tui_view *v)
{
	(void)v;
	return -1;
}

static const char *
unfinished(const struct tui_view *v)
{
	(void)v;
	return "the training is not finished";
}

static const char *const *
words(struct tui_view *v, struct str before, struct str typed, struct arena *frame)
{
	(void)v, (void)before, (void)typed, (void)frame;
	return NULL;
}

struct tui_view
fixture_view(void)
{
	return (struct tui_view){
		scene, command, entered, tick, period, unfinished, words, NULL
	};
}

int
fixture_run(const struct tui_options *o)
{
	struct tui_view v = fixture_view();
	struct tui_screen s;
	struct err e = { 0 };

	if (!tui_screen_start(&s, o, &e)) {
		err_print(stdout, &e);
		fflush(stdout);
		return err_exit_status(&e);
	}
	tui_screen_run(&s, &v);
	tui_screen_stop(&s);
	return 0;
}
