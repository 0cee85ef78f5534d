#include "tui/explorer.h"

#include "actlab/num.h"

#include <math.h>
#include <string.h>

#define ZOOM 1.5
#define RANGE_LEAST 1e-3
#define RANGE_MOST 1000.0
enum { BAR = 12, ROOM = 64 << 20, NAMES_MAX = 256 };

/* ---- what it holds ---- */

static void
changed(struct tui_explorer *x)
{
	nn_act_facts(&x->facts, &x->act[x->chosen]);
}

bool
tui_explorer_init(struct tui_explorer *x, const struct nn_act_use *act,
		  const char *const *name, int n, double lo, double hi, struct err *e)
{
	*x = (struct tui_explorer){ .lo = lo, .hi = hi, .at = TUI_EXPLORER_STEPS / 2,
				    .layer = 1 };
	for (; x->n < n && x->n < PANEL_SUBJECTS_MAX; x->n++) {
		x->act[x->n] = act[x->n];
		x->name[x->n] = name[x->n];
	}
	changed(x);
	return arena_init(&x->room, ROOM, e);
}

void
tui_explorer_done(struct tui_explorer *x)
{
	arena_done(&x->room);
}

void
tui_explorer_take(struct tui_explorer *x, const struct nn_act_use *act)
{
	x->act[x->chosen] = *act;
	x->name[x->chosen] = act->kind->name;
	changed(x);
}

static double
cursor(const struct tui_explorer *x)
{
	double z = x->lo + (x->hi - x->lo) * x->at / TUI_EXPLORER_STEPS;

	return fabs(z) < 1e-9 * (x->hi - x->lo) ? 0 : z;
}

/* ---- sliders: curve, activation, its parameters, layer ---- */

enum slider { CURVE, ACTIVATION, PARAMETER, LAYER, NONE };

static enum slider
slider_at(const struct tui_explorer *x, int i, int *param)
{
	int n = param_count(x->act[x->chosen].kind->param);

	if (x->n > 1 && i-- == 0)
		return CURVE;
	if (i == 0)
		return ACTIVATION;
	*param = i - 1;
	if (*param < n)
		return PARAMETER;
	return *param == n && x->layers > 1 ? LAYER : NONE;
}

static int
slider_count(const struct tui_explorer *x)
{
	int n = 0, param;

	while (slider_at(x, n, &param) != NONE)
		n++;
	return n;
}

/* A tenth of the decade that the value, or else where it starts, lies in. */
static double
param_step(const struct param *p, double v)
{
	double size = fmax(fabs(v), fabs(p->def));

	if (p->kind != PARAM_REAL)
		return 1;
	return num_pow(10, floor(num_log10(size > 1e-4 ? size * 1.0001 : 1))) / 10;
}

static void
param_turn(struct nn_act_use *a, int i, int by)
{
	const struct param *p = &a->kind->param[i];
	double step = param_step(p, (double)a->p[i]);
	double v = (floor((double)a->p[i] / step + 0.5) + by) * step;

	a->p[i] = (float)fmax(p->min, fmin(p->max, v));
}

/* The next row of the table, or the one before. */
static void
activation_turn(struct tui_explorer *x, int by)
{
	int n = 0, at = 0;
	struct nn_act_use use = { 0 };

	for (; nn_acts[n].name; n++)
		if (&nn_acts[n] == x->act[x->chosen].kind)
			at = n;
	use.kind = &nn_acts[(at + by + n) % n];
	for (int i = 0; use.kind->param[i].name; i++)
		use.p[i] = (float)use.kind->param[i].def;
	tui_explorer_take(x, &use);
}

static void
turn(struct tui_explorer *x, int by)
{
	int param = 0;

	switch (slider_at(x, x->slider, &param)) {
	case CURVE: x->chosen = (x->chosen + by + x->n) % x->n; break;
	case ACTIVATION: activation_turn(x, by); break;
	case PARAMETER: param_turn(&x->act[x->chosen], param, by); break;
	case LAYER: x->layer = (x->layer - 1 + by + x->layers) % x->layers + 1; return;
	case NONE: return;
	}
	x->touched = true;
	changed(x);
}

/* ---- panels ---- */

static void
param_put(struct param_set *set, const char *key, double v)
{
	struct err e = { 0 };
	char text[STR_NUM_MAX];

	snprintf(text, sizeof(text), "%.9g", v);
	param_set_text(set, str_of(key), SPAN_NONE, str_of(text), SPAN_NONE, &e);
}

static void
panel_make(const struct tui_explorer *x, struct lab_panel *to, const char *kind, int row,
	   int run)
{
	*to = (struct lab_panel){ .kind = panel_kind_find(str_of(kind)), .row = row };
	param_set_init(&to->param, to->kind->param);
	if (param_find(to->kind->param, str_of("from")) >= 0) {
		param_put(&to->param, "from", x->lo);
		param_put(&to->param, "to", x->hi);
	}
	if (param_find(to->kind->param, str_of("at")) >= 0)
		param_put(&to->param, "at", cursor(x));
	if (param_find(to->kind->param, str_of("layer")) >= 0) {
		param_put(&to->param, "layer", x->layer);
		to->act[to->n_act] = x->act[x->chosen];
		to->act_name[to->n_act++] = x->name[x->chosen];
		if (run >= 0)
			to->run[to->n_run++] = run;
		return;
	}
	for (; to->n_act < x->n; to->n_act++) {
		to->act[to->n_act] = x->act[to->n_act];
		to->act_name[to->n_act] = x->name[to->n_act];
	}
}

int
tui_explorer_panels(const struct tui_explorer *x, int run,
		    struct lab_panel to[TUI_EXPLORER_PANELS])
{
	int n = 0;

	panel_make(x, &to[n++], "tangent", 0, run);
	panel_make(x, &to[n++], "through", 1, run);
	if (x->n > 1) {
		panel_make(x, &to[n++], "curve", 2, -1);
		panel_make(x, &to[n++], "slope", 2, -1);
	}
	return n;
}

/* ---- words ---- */

static const char *
bar(double share, struct arena *frame)
{
	char text[BAR + 1];
	int at = (int)(fmax(0, fmin(1, share)) * (BAR - 1) + 0.5);

	for (int i = 0; i < BAR; i++)
		text[i] = i < at ? '=' : i == at ? 'O' : '-';
	text[BAR] = '\0';
	return str_copy(frame, str_of(text));
}

/* Where the value stands between the ends; far ones are moved in around the start. */
static const char *
param_text_of(const struct nn_act_use *a, int i, struct arena *frame)
{
	const struct param *p = &a->kind->param[i];
	double v = (double)a->p[i], reach = 2 * fmax(fabs(p->def), fabs(v));
	double lo = fmax(p->min, p->def - fmax(1, reach));
	double hi = fmin(p->max, p->def + fmax(1, reach));
	char num[STR_NUM_MAX];

	return str_printf(frame, "%-8s %6s  %s", p->name, str_number(num, v, 3),
			  bar(hi > lo ? (v - lo) / (hi - lo) : 0, frame));
}

static const char *
slider_text(const struct tui_explorer *x, int i, struct arena *frame)
{
	const struct nn_act_use *a = &x->act[x->chosen];
	int param = 0;

	switch (slider_at(x, i, &param)) {
	case CURVE: return str_printf(frame, "curve    %d of %d", x->chosen + 1, x->n);
	case ACTIVATION: return str_printf(frame, "f(z)     %s", a->kind->name);
	case PARAMETER: return param_text_of(a, param, frame);
	case LAYER: return str_printf(frame, "layer    %d of %d", x->layer, x->layers);
	case NONE: break;
	}
	return "";
}

static const char *
bound(double v, struct arena *frame)
{
	char num[STR_NUM_MAX];

	if (isinf(v))
		return v > 0 ? "inf" : "-inf";
	return str_copy(frame, str_of(str_number(num, v, 3)));
}

static const char *
kinks_text(const struct nn_act_facts *f, struct arena *frame)
{
	const char *text = "";

	for (int i = 0; i < f->n_kink; i++)
		text = str_printf(frame, "%s%s%s", text, i ? ", " : "",
				  bound(f->kink[i], frame));
	return f->n_kink ? str_printf(frame, "bends at %s", text) : "smooth";
}

static const char *
steep_text(const struct nn_act_facts *f, struct arena *frame)
{
	if (isnan(f->steep_at))
		return str_printf(frame, "|f'| <= %s", bound(f->steep, frame));
	return str_printf(frame, "|f'| <= %s, at z = %s", bound(f->steep, frame),
			  bound(f->steep_at, frame));
}

static void
para_add(struct tui_para *all, int *n, bool gap, const char *text)
{
	all[(*n)++] = (struct tui_para){ .role = PLOT_TEXT, .mark = "", .gap = gap,
					 .text = text };
}

static void
facts_add(const struct tui_explorer *x, struct tui_para *all, int *n, struct arena *frame)
{
	const struct nn_act_use *a = &x->act[x->chosen];
	const struct nn_act_facts *f = &x->facts;
	/* what is nothing but rounding is 0 */
	double mean = fabs(f->mean) < 1e-9 * sqrt(f->square) ? 0 : f->mean;

	para_add(all, n, true, a->kind->help);
	para_add(all, n, true, str_printf(frame, "f  = %s", a->kind->formula));
	para_add(all, n, false, str_printf(frame, "f' = %s", a->kind->slope));
	para_add(all, n, true, str_printf(frame, "range %s .. %s", bound(f->low, frame),
					  bound(f->high, frame)));
	para_add(all, n, false, steep_text(f, frame));
	para_add(all, n, false, str_printf(frame, "f'(0) = %s, %s",
					   bound(f->slope_0, frame),
					   kinks_text(f, frame)));
	para_add(all, n, true, str_printf(frame, "normal z of variance 1: f has mean %s "
					  "and rms %s, f' rms %s", bound(mean, frame),
					  bound(sqrt(f->square), frame),
					  bound(sqrt(f->slope_square), frame)));
}

void
tui_explorer_words(const struct tui_explorer *x, struct tui_scene *o, struct arena *frame)
{
	int sliders = slider_count(x), n = 0;
	struct tui_para *all = ARENA_NEW(frame, struct tui_para, sliders + 8);
	const struct nn_act_use *a = &x->act[x->chosen];
	float z = (float)cursor(x);

	for (int i = 0; i < sliders; i++) {
		para_add(all, &n, false, slider_text(x, i, frame));
		all[i].indent = 2;
		if (i != x->slider)
			continue;
		all[i].mark = ">";
		all[i].mark_role = PLOT_CURSOR;
		all[i].at = PLOT_BOLD;
		all[i].role = PLOT_CURSOR;
	}
	facts_add(x, all, &n, frame);
	o->para = all;
	o->n_para = n;
	o->section = 0;
	o->head = "sliders and facts";
	o->readout = str_printf(frame, "z = %s   %s f %s   f' %s   > %s",
				bound((double)z, frame), a->kind->name,
				bound((double)nn_act_value(a, z), frame),
				bound((double)nn_act_slope(a, z), frame),
				slider_text(x, x->slider, frame));
	o->readout_short = NULL;
	o->readout_role = PLOT_TEXT;
}

/* ---- commands ---- */

/* Keeps the cursor where it is on the screen and on the axis. */
static void
zoom(struct tui_explorer *x, double times)
{
	double z = cursor(x), width = (x->hi - x->lo) * times;
	double share = (double)x->at / TUI_EXPLORER_STEPS;
	double lo = z - width * share, hi = lo + width;

	if (width < RANGE_LEAST || lo < -RANGE_MOST || hi > RANGE_MOST)
		return;
	x->lo = lo;
	x->hi = hi;
}

static bool
formula_take(struct tui_explorer *x, struct str text, struct err *e)
{
	struct nn_act_use use = { 0 };
	char fault[FORMULA_FAULT_MAX];

	if (arena_left(&x->room) < FORMULA_CURVE_ROOM + TUI_LINE_MAX)
		return err_set(e, ERR_RANGE, SPAN_NONE, "no room for another formula");
	use.kind = nn_act_own(str_of(str_copy(&x->room, text)), 0, x->own, &x->room, e);
	if (!use.kind)
		return false;
	for (int i = 0; use.kind->param[i].name; i++)
		use.p[i] = (float)use.kind->param[i].def;
	if (nn_act_fault_near(use.kind, fault))
		return err_set(e, ERR_NUMBER, SPAN_NONE, "%s", fault);
	tui_explorer_take(x, &use);
	return true;
}

/* A name with parameters, or a formula: it speaks of x. */
static void
act_take(struct tui_explorer *x, struct tui_screen *s, struct str text, struct err *e)
{
	struct nn_act_use use;
	struct err none = { 0 };

	if (text.n == 0) {
		tui_line_begin(&s->command, "explore ");
		s->open = TUI_OPEN_COMMAND;
		return;
	}
	if (nn_act_parse_own(x->own, text, SPAN_NONE, &use, &none))
		tui_explorer_take(x, &use);
	else if (memchr(text.s, '=', (size_t)text.n) || memchr(text.s, 'x', (size_t)text.n))
		formula_take(x, text, e);
	else
		*e = none;
	if (!e->code)
		x->touched = true;
}

static bool
cursor_command(struct tui_explorer *x, struct str name)
{
	if (str_is(name, "left"))
		x->at -= x->at > 0;
	else if (str_is(name, "right"))
		x->at += x->at < TUI_EXPLORER_STEPS;
	else if (str_is(name, "first"))
		x->at = 0;
	else if (str_is(name, "last"))
		x->at = TUI_EXPLORER_STEPS;
	else if (str_is(name, "closer"))
		zoom(x, 1 / ZOOM);
	else if (str_is(name, "wider"))
		zoom(x, ZOOM);
	else
		return false;
	return true;
}

enum tui_did
tui_explorer_command(struct tui_explorer *x, struct tui_screen *s, struct str name,
		     struct str args, struct err *e)
{
	int n = slider_count(x);

	if (cursor_command(x, name))
		return TUI_DONE;
	if (str_is(name, "up") || str_is(name, "down"))
		x->slider = (x->slider + (str_is(name, "down") ? 1 : n - 1)) % n;
	else if (str_is(name, "more") || str_is(name, "less"))
		turn(x, str_is(name, "more") ? 1 : -1);
	else if (str_is(name, "explore"))
		act_take(x, s, args, e);
	else
		return TUI_NOT_MINE;
	if (x->slider >= slider_count(x))
		x->slider = slider_count(x) - 1;
	return e->code ? TUI_FAILED : TUI_DONE;
}

const char *const *
tui_explorer_names(const struct tui_explorer *x, struct arena *frame)
{
	const char **word = ARENA_NEW(frame, const char *, NAMES_MAX + 1);
	int n = 0;

	for (int i = 0; x->own && i < x->own->n; i++)
		word[n++] = x->own->row[i]->name;
	for (const struct nn_act *a = nn_acts; a->name && n < NAMES_MAX; a++)
		word[n++] = a->name;
	return word;
}

bool
tui_explorer_mouse(struct tui_explorer *x, const struct tui_mouse *m)
{
	double t = (m->at.x - x->lo) / (x->hi - x->lo) * TUI_EXPLORER_STEPS;

	if (!m->placed || m->what == TUI_MOUSE_UP)
		return false;
	x->at = t < 0 ? 0 : t > TUI_EXPLORER_STEPS ? TUI_EXPLORER_STEPS : (int)(t + .5);
	if (m->button == 0)
		zoom(x, m->what == TUI_MOUSE_WHEEL_UP ? 1 / ZOOM : ZOOM);
	return true;
}
