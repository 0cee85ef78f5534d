/* Activations as pictures, sentences or numbers, without training anything. */
#include "cli/command.h"

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <string.h>

enum { PLOT_H = 18, CSV_POINTS = 121 };

struct curves {
	struct arena room;		/* formulas and inputs */
	struct nn_own own;		/* those with a name, for those behind them */
	int n;
	struct nn_act_use act[PANEL_SUBJECTS_MAX];
	const char *name[PANEL_SUBJECTS_MAX];	/* as written */
	double lo, hi;
	int n_at;			/* 0: a range */
	float *at;			/* (n_at) */
};

/* A formula names x, has a "=" outside brackets or begins with a number; "elu(alpha=2)"
 * does not. */
static bool
is_formula(const char *word)
{
	int open = 0, name = 0;

	if (isdigit((unsigned char)*word))
		return true;
	for (const char *c = word;; c++) {
		if (isalnum((unsigned char)*c) || *c == '_') {
			name++;
			continue;
		}
		if (name == 1 && c[-1] == 'x')
			return true;
		name = 0;
		open += (*c == '(') - (*c == ')');
		if (*c == '=' && open <= 0)
			return true;
		if (!*c)
			return false;
	}
}

/* What is wrong with a formula is shown here, where its text is at hand. */
static bool
formula_read(struct curves *k, const char *word)
{
	struct err_source source = { "formula", word, (int)strlen(word) };
	struct err e = { .source = &source };
	struct nn_act_use *use = &k->act[k->n];
	char fault[FORMULA_FAULT_MAX];

	use->kind = nn_act_own(str_of(word), 0, &k->own, &k->room, &e);
	if (!use->kind) {
		err_print(stderr, &e);
		return false;
	}
	for (int i = 0; use->kind->param[i].name; i++)
		use->p[i] = (float)use->kind->param[i].def;
	k->name[k->n++] = use->kind->name;
	if (*use->kind->curve->name)
		k->own.row[k->own.n++] = use->kind;
	if (nn_act_fault_near(use->kind, fault))
		fprintf(stderr, "actlab: warning: %s: %s\n", use->kind->name, fault);
	return true;
}

/* The whole argument is the text that an error points into. */
static bool
act_read(struct curves *k, const char *word, struct err *e)
{
	struct span all = { 0, (int)strlen(word) };

	if (is_formula(word))
		return formula_read(k, word);
	k->name[k->n] = word;
	if (!nn_act_parse_own(&k->own, str_of(word), all, &k->act[k->n], e)) {
		e->at = SPAN_NONE;
		return err_hint(e, "'actlab list activations' lists them");
	}
	k->n++;
	return true;
}

static bool
range_read(struct curves *k, const struct cli_call *c, struct err *e)
{
	const char *text = param_text(&c->option, "range");

	if (!str_range(str_of(text), &k->lo, &k->hi) || !isfinite(k->lo)
	    || !isfinite(k->hi)) {
		err_set(e, ERR_USAGE, SPAN_NONE, "--range: '%s' is not a range", text);
		return err_hint(e, "write it as -5..5");
	}
	if (k->lo >= k->hi)
		return err_set(e, ERR_USAGE, SPAN_NONE, "--range: '%s' is empty", text);
	if (fabs(k->lo) > 1000 || fabs(k->hi) > 1000)
		return err_set(e, ERR_USAGE, SPAN_NONE,
			       "--range: '%s' is outside -1000..1000", text);
	return true;
}

/* A table needs neither a range nor a picture. */
static bool
at_alone(const struct cli_call *c, struct err *e)
{
	const char *format = param_text(&c->option, "format");

	if (param_given(&c->option, "range")) {
		err_set(e, ERR_USAGE, SPAN_NONE, "--at and --range exclude each other");
		return err_hint(e, "--at names the inputs, --range spreads them");
	}
	if (!param_given(&c->option, "format") || strcmp(format, "csv") == 0)
		return true;
	err_set(e, ERR_USAGE, SPAN_NONE, "--at and --format %s exclude each other",
		format);
	return err_hint(e, "--at prints a table; with --format csv, lines of numbers");
}

static int
at_count(const char *list)
{
	int n = 1;

	for (; *list; list++)
		n += *list == ',';
	return n;
}

/* Infinity has none where it is meant. */
static bool
has_digit(struct str s)
{
	for (int i = 0; i < s.n; i++)
		if (isdigit((unsigned char)s.s[i]))
			return true;
	return false;
}

/* list -> number { ',' number }; inf, -inf and nan are numbers */
static bool
at_read(struct curves *k, const struct cli_call *c, struct err *e)
{
	struct str rest = str_of(c->listed), part;
	double x;

	k->at = ARENA_NEW(&k->room, float, at_count(c->listed));
	while (str_cut(&rest, ',', &part)) {
		struct str s = str_trim(part);

		if (!str_double(s, &x))
			return err_set(e, ERR_USAGE, SPAN_NONE,
				       "--at: '%.*s' is not a number", STR_ARG(s));
		if (fabs(x) > FLT_MAX && has_digit(s))
			return err_set(e, ERR_USAGE, SPAN_NONE,
				       "--at: '%.*s' is outside -3.4e38..3.4e38",
				       STR_ARG(s));
		k->at[k->n_at++] = (float)x;
	}
	return true;
}

/* ---- numbers ---- */

/* NaN has no sign that means anything. */
static double
unsigned_nan(float x)
{
	return isnan(x) ? (double)NAN : (double)x;
}

static void
csv_line(const char *name, const struct nn_act_use *a, float x)
{
	const char *quote = strchr(name, ',') ? "\"" : "";

	printf("%s%s%s,%.9g,%.9g,%.9g\n", quote, name, quote, unsigned_nan(x),
	       unsigned_nan(nn_act_value(a, x)), unsigned_nan(nn_act_slope(a, x)));
}

static void
csv(const struct curves *k)
{
	int n = k->n_at ? k->n_at : CSV_POINTS;
	double step = (k->hi - k->lo) / (CSV_POINTS - 1);

	puts("name,x,f,df");
	for (int i = 0; i < k->n; i++)
		for (int j = 0; j < n; j++)
			csv_line(k->name[i], &k->act[i],
				 k->n_at ? k->at[j] : (float)(k->lo + j * step));
}

static void
table(const struct curves *k)
{
	char x[STR_NUM_MAX], f[STR_NUM_MAX], df[STR_NUM_MAX];
	int w = 10;

	for (int i = 0; i < k->n; i++)
		w = (int)strlen(k->name[i]) > w ? (int)strlen(k->name[i]) : w;
	printf("%-*s  %12s  %12s  %12s\n", w, "activation", "x", "f(x)", "slope");
	for (int i = 0; i < k->n; i++)
		for (int j = 0; j < k->n_at; j++) {
			const struct nn_act_use *a = &k->act[i];
			float at = k->at[j];

			printf("%-*s  %12s  %12s  %12s\n", w, k->name[i],
			       str_number(x, unsigned_nan(at), 6),
			       str_number(f, unsigned_nan(nn_act_value(a, at)), 6),
			       str_number(df, unsigned_nan(nn_act_slope(a, at)), 6));
		}
}

/* ---- figures ---- */

static bool
figure(const struct curves *k, const char *panel, bool words, struct err *e)
{
	const struct panel_kind *kind = panel_kind_find(str_of(panel));
	struct panel_args args = { .n_act = k->n };
	struct plot_figure fig = { 0 };
	struct param_set set;
	struct arena a = { 0 }, w = { 0 };
	char text[STR_NUM_MAX];
	bool ok = false;

	param_set_init(&set, kind->param);
	args.param = &set;
	for (int i = 0; i < k->n; i++) {
		args.act[i] = k->act[i];
		args.act_name[i] = k->name[i];
	}
	for (int i = 0; i < 2; i++) {
		snprintf(text, sizeof(text), "%.9g", i ? k->hi : k->lo);
		if (!param_set_text(&set, str_of(i ? "to" : "from"), SPAN_NONE,
				    str_of(text), SPAN_NONE, e))
			return false;
	}
	if (!arena_init(&a, panel_need(&args), e))
		return false;
	kind->figure(&fig, &args, &a);
	if (!words) {
		ok = report_figure(stdout, &fig, REPORT_WIDTH, PLOT_H, !cli_utf8(), e);
	} else if (arena_init(&w, plot_words_need(&fig), e)) {
		fputs(plot_words(&fig, &w), stdout);
		ok = true;
	}
	arena_done(&w);
	arena_done(&a);
	return ok;
}

static void
line_of(const char *name, const struct nn_act_use *a, int w)
{
	const struct nn_act *kind = a->kind;
	char facts[REPORT_FACTS_MAX];

	report_act_facts(facts, sizeof(facts), a);
	printf("%-*s   f(%s) = %s\n%*s  slope = %s\n%*s          %s\n", w, name,
	       kind->curve ? kind->curve->var : "x", kind->formula, w, "", kind->slope,
	       w, "", facts);
}

static void
formulas(const struct curves *k)
{
	int w = 0, n;

	for (int i = 0; i < k->n; i++) {
		n = str_width(str_of(k->name[i]));
		w = n > w ? n : w;
	}
	for (int i = 0; i < k->n; i++)
		line_of(k->name[i], &k->act[i], w);
}

static bool
arguments(struct curves *k, const struct cli_call *c, struct err *e)
{
	for (int i = 0; i < c->n_word; i++)
		if (!act_read(k, c->word[i], e))
			return false;
	return range_read(k, c, e)
		&& (!param_given(&c->option, "at")
		    || (at_alone(c, e) && at_read(k, c, e)));
}

static bool
show(const struct curves *k, const struct cli_call *c, struct err *e)
{
	const char *format = param_text(&c->option, "format");
	struct tui_options o = cli_screen_options(c);
	bool words = strcmp(format, "words") == 0;

	if (strcmp(format, "csv") == 0) {
		csv(k);
	} else if (k->n_at) {
		table(k);
	} else if (!param_given(&c->option, "format") && cli_on_terminal()) {
		tui_curve(k->act, k->name, k->n, k->lo, k->hi, &o, e);
	} else {
		formulas(k);
		putchar('\n');
		if (!figure(k, "curve", words, e))
			return false;
		putchar('\n');
		return figure(k, "slope", words, e);
	}
	return true;
}

int
cli_curve(const struct cli_call *c, struct err *e)
{
	size_t room = (size_t)(c->n_word + 1) * FORMULA_CURVE_ROOM
		      + arena_need(sizeof(float), (size_t)at_count(c->listed));
	struct curves k = { 0 };
	bool ok = arena_init(&k.room, room, e) && arguments(&k, c, e) && show(&k, c, e);

	arena_done(&k.room);
	return ok ? CLI_HELD : CLI_WRONG;
}
