/* Every view of a lab, as it looks when its training is over. */
#include "actlab/tui.h"
#include "tests/tui/suite.h"
#include "tests/tui/vt.h"
#include "tui/play.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { VIEWS = 8 };
struct look {
	const char *name;
	int w, h;
	const char *glyphs, *colour, *term;	/* term NULL: xterm-256color */
};
static const struct look looks[] = {
	{ "80x24", 80, 24, "braille", "256" },
	{ "120x40", 120, 40, "braille", "256" },
	{ "200x60", 200, 60, "braille", "256" },
	{ "80x24-ascii", 80, 24, "ascii", "256" },
	{ "120x40-mono", 120, 40, "braille", "never" },
	{ 0 }
};

/* Other terminals show the same characters, and every set of glyphs its own. */
static const struct look terms[] = {
	{ "120x40", 120, 40, "braille", "auto", "xterm" },
	{ "120x40", 120, 40, "braille", "auto", "screen-256color" },
	{ "120x40", 120, 40, "braille", "auto", "tmux-256color" },
	{ "120x40", 120, 40, "braille", "auto", "rxvt" },
	{ "120x40-mono", 120, 40, "braille", "auto", "vt100" },
	{ "80x24-quadrant", 80, 24, "quadrant", "auto", NULL },
	{ "80x24-half", 80, 24, "half", "auto", NULL },
	{ 0 }
};

static int
child(const void *arg)
{
	const struct look *f = arg;
	struct tui_options o = { .glyphs = f->glyphs, .color = f->colour, .step = true,
				 .threads = 2 };
	struct tui_outcome out;
	struct err_list errs = { 0 };
	struct err e = { 0 };
	struct lab_plan *p = lab_load(tap_path("tui/views.lab"), &errs);
	int status = 3;

	setenv("ACTLAB_LABS", tap_path("tui/course"), 1);
	if (p && tui_lab(p, p->seed, &o, &out, &e)) {
		printf("next: %s\n", *out.next ? out.next : "none");
		fflush(stdout);
		status = out.result->status;
		tui_outcome_done(&out);
	}
	err_print(stdout, &e);
	lab_free(p);
	return status;
}

static struct vt *
begun(const struct look *f)
{
	static const char *const env[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
					   "NO_COLOR", "COLUMNS", "LINES", NULL };
	const char *with[8];
	char term[64];
	struct vt *v;

	memcpy(with, env, sizeof(env));
	snprintf(term, sizeof(term), "TERM=%s", f->term ? f->term : "xterm-256color");
	with[0] = term;
	v = vt_fork(f->w, f->h, with, child, f);
	vt_wait(v, "RUN x1");
	return v;
}

/* The lab when all its runs are trained. */
static struct vt *
trained(const struct look *f)
{
	struct vt *v = begun(f);

	for (int i = 0; i < 20; i++)
		vt_keys(v, "\014");		/* Ctrl-L does nothing else */
	vt_wait(v, "READ");
	return v;
}

static void
leave(struct vt *v)
{
	vt_keys(v, "\033Q");
	assert_int_equal(WEXITSTATUS(vt_end(v)), 1);	/* not judged */
	vt_free(v);
}

static void
every_view_looks_as_it_did(void **state)
{
	const struct look *f = *state;
	struct vt *v = trained(f);

	for (const struct play_view *k = play_views + 1; k->name; k++) {
		char path[128], command[40];

		snprintf(command, sizeof(command), ":view %s\r", k->name);
		snprintf(path, sizeof(path), "tui/screens/view-%s-%s.txt", k->name,
			 f->name);
		vt_keys(v, command);
		vt_wait(v, k->title);
		vt_settle(v);
		tap_golden(path, vt_text(v));
	}
	leave(v);
}

static void
every_view_has_its_digit(void **state)
{
	int n = 0;

	(void)state;
	for (const struct play_view *k = play_views; k->name; k++, n++) {
		char command[40];
		const struct tui_key *key;

		snprintf(command, sizeof(command), "view %s", k->name);
		key = tui_key_command(str_of(command));
		if (!key || strlen(key->keys) != 1 || key->keys[0] < '1'
		    || key->keys[0] > '0' + VIEWS)
			fail_msg("no digit for the view %s", k->name);
	}
}

static void
runs_are_chosen_hidden_and_named(void **state)
{
	struct vt *v = trained(&looks[1]);

	(void)state;
	vt_keys(v, "2");
	vt_wait(v, "one run: views   1 hyp");
	vt_keys(v, ">");
	vt_wait(v, "one run: views   2 sig");
	vt_keys(v, "<<");
	vt_wait(v, "one run: views   4 gel");
	vt_keys(v, ":run rel\r");
	vt_wait(v, "one run: views   3 rel");
	vt_keys(v, "3");
	vt_wait(v, "rel: boundary");
	vt_keys(v, "x");
	vt_wait_gone(v, "rel: boundary");
	vt_keys(v, ">x");
	vt_wait_gone(v, "gel: boundary");
	vt_keys(v, ">x");
	vt_wait(v, "fewer than 2 would be left");
	vt_keys(v, ":run re\r");
	vt_wait(v, "did you mean 'rel'?");
	leave(v);
}

static void
what_is_to_be_read_leads_back_to_the_lab(void **state)
{
	struct vt *v = trained(&looks[0]);

	(void)state;
	vt_keys(v, ":view compar\r");
	vt_wait(v, "did you mean 'compare'?");
	vt_keys(v, "e\r");
	vt_wait_gone(v, "Enter goes on.");
	vt_keys(v, "\r");
	vt_wait(v, "learns: acc(rel) > 0.8");
	vt_keys(v, "Q");
	vt_end(v);
	vt_free(v);
}

static void
sliders_turn_what_the_explorer_shows(void **state)
{
	struct vt *v = trained(&looks[1]);

	(void)state;
	vt_keys(v, "4");
	vt_wait(v, "what tanh makes of layer 1");
	vt_keys(v, ">>>");
	vt_wait(v, "what gelu makes of layer 1");
	vt_keys(v, "\033OB)");			/* Down: the layer */
	vt_wait(v, "what gelu makes of layer 2");
	vt_keys(v, "a");
	vt_wait(v, ":explore");
	vt_keys(v, "el\t\r");
	vt_wait(v, "what elu makes of layer 2");
	vt_keys(v, "())");			/* now the parameter is marked */
	vt_wait(v, "> alpha       1.1");
	vt_keys(v, ":explore f(x; b=2) = x*sigmoid(b*x)\r");
	vt_wait(v, "what f makes of layer 2");
	vt_keys(v, ")");
	vt_wait(v, "> b           2.1");
	vt_keys(v, ":explore x+y\r");
	vt_wait(v, "'y'");
	leave(v);
}

static void
units_are_chosen_with_arrows(void **state)
{
	struct vt *v = trained(&looks[1]);

	(void)state;
	vt_keys(v, "5");
	vt_wait(v, "hyp: layer 1 unit 1");
	vt_keys(v, "\033OC\033OB\033OB");
	vt_wait(v, "hyp: layer 2 unit 3");
	vt_keys(v, "\033OC");			/* the output has two */
	vt_wait(v, "hyp: layer 3 unit 2");
	vt_keys(v, "\033OC\033OA>");
	vt_wait(v, "sig: layer 1 unit 1");
	vt_wait(v, "sig: units");
	leave(v);
}

static void
the_course_opens_another_lab(void **state)
{
	struct vt *v = begun(&looks[0]);

	(void)state;
	vt_keys(v, "8");
	vt_wait(v, "course: 0 of 3 labs done");
	vt_keys(v, "\033OB\r");
	vt_wait(v, "Enter again leaves views for second");
	vt_keys(v, "\r");
	vt_wait(v, "next: second");
	vt_end(v);
	vt_free(v);
}

static void
panels_are_chosen_and_change_places(void **state)
{
	struct vt *v = trained(&looks[1]);

	(void)state;
	vt_keys(v, "3w");
	vt_wait(v, "choose a panel with Tab first");
	vt_keys(v, "\tw");
	vt_wait(v, "┌─ sig: boundary ────────────┐┌─ hyp: boundary");
	vt_keys(v, "v");
	vt_wait(v, "Panels");
	vt_keys(v, "deadm\r");
	vt_wait(v, "hyp: dead units over time");
	vt_keys(v, "v\033OB\033OB\r");		/* the second of all */
	vt_wait(v, "slope f'(z)");
	vt_keys(v, "vcurrent\033:panel weighth\t\r");
	vt_wait(v, "hyp: weights");
	vt_keys(v, ":panel nothing\r");
	vt_wait(v, "unknown panel 'nothing'");
	vt_keys(v, "\033:panels\r");
	vt_wait(v, "┌─ hyp: boundary ────────────┐┌─ sig: boundary");
	leave(v);
}

static int
curve(const void *arg)
{
	static const struct nn_act_use none;
	struct tui_options o = { .glyphs = "braille", .step = true };
	const char *name[2] = { "elu", "relu" };
	struct nn_act_use act[2] = { none, none };
	struct err e = { 0 };

	(void)arg;
	for (int i = 0; i < 2; i++)
		nn_act_parse(str_of(name[i]), SPAN_NONE, &act[i], &e);
	return tui_curve(act, name, 2, -4, 4, &o, &e) ? 0 : 1;
}

static void
curve_is_the_explorer_without_a_lab(void **state)
{
	static const char *const env[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
					   "NO_COLOR", "COLUMNS", "LINES", NULL };
	struct vt *v = vt_fork(100, 36, env, curve, NULL);

	(void)state;
	vt_wait(v, "what elu makes of normal numbers");
	vt_settle(v);
	tap_golden("tui/screens/curve-100x36.txt", vt_text(v));
	vt_keys(v, "\033OC\033OC");
	vt_wait(v, "z = 0.16   elu f 0.16");
	vt_keys(v, ")");
	vt_wait(v, "what relu makes of normal numbers");
	vt_keys(v, "r");
	vt_wait(v, "'restart' does nothing here");
	vt_keys(v, "q");
	assert_int_equal(WEXITSTATUS(vt_end(v)), 0);
	vt_free(v);
}

/* One panel at a time, and Tab turns the pages. */
static void
small_screens_show_one_panel_of_a_view(void **state)
{
	static const struct look small = { "", 40, 12, "braille", "256" };
	struct vt *v = trained(&small);

	(void)state;
	vt_keys(v, "3");
	vt_wait(v, "hyp: boundary");
	assert_false(vt_has(v, "sig: boundary"));
	vt_keys(v, "\t\t");
	vt_wait(v, "sig: boundary");
	assert_false(vt_has(v, "hyp: boundary"));
	leave(v);
}

void
views_suite(void)
{
	char name[100];

	TAP(every_view_has_its_digit);
	for (const struct look *f = looks; f->name; f++) {
		snprintf(name, sizeof(name), "every view looks as it did: %s", f->name);
		tap_add(name, every_view_looks_as_it_did, f);
	}
	for (const struct look *f = terms; f->name; f++) {
		snprintf(name, sizeof(name), "every view on %s as at %s",
			 f->term ? f->term : "xterm-256color", f->name);
		tap_add(name, every_view_looks_as_it_did, f);
	}
	TAP(runs_are_chosen_hidden_and_named);
	TAP(what_is_to_be_read_leads_back_to_the_lab);
	TAP(sliders_turn_what_the_explorer_shows);
	TAP(units_are_chosen_with_arrows);
	TAP(the_course_opens_another_lab);
	TAP(panels_are_chosen_and_change_places);
	TAP(curve_is_the_explorer_without_a_lab);
	TAP(small_screens_show_one_panel_of_a_view);
}
