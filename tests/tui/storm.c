/* Whatever a person does to the screen, what counts is trained to the same bits. */
#include "actlab/tui.h"
#include "tests/tui/suite.h"
#include "tests/tui/vt.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { SAME = 0, OPEN = 41, OTHER_RUN = 42, OTHER_VERDICT = 43, NO_LAB = 44 };

static const char *const env[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8", "NO_COLOR",
				   "COLUMNS", "LINES", NULL };

/* ---- the same lab without a screen, on one thread ---- */

static bool
same_runs(const struct lab_plan *p, struct lab_take *live, struct train_pool *pool)
{
	struct err e = { 0 };
	struct lab_take *t = lab_take_new(p, lab_take_seed(live), NULL, 0, &e);
	bool same = t != NULL;

	while (t && !lab_take_advance(t, pool, false, &e))
		train_pool_wait(pool);
	for (int i = 0; same && i < p->n_run; i++)
		same = train_run_hash(lab_take_run(t, i))
		       == train_run_hash(lab_take_run(live, i));
	lab_take_free(t, pool);
	return same;
}

static bool
same_seed(const struct lab_seed_verdict *a, const struct lab_seed_verdict *b)
{
	bool same = a->seed == b->seed && a->done && b->done && a->held == b->held
		    && a->n_compare == b->n_compare;

	for (int c = 0; same && c < a->n_compare; c++)
		same = memcmp(&a->compare[c].left, &b->compare[c].left, sizeof(double)) == 0
		       && memcmp(&a->compare[c].right, &b->compare[c].right,
				 sizeof(double)) == 0;
	return same;
}

static bool
same_verdicts(const struct lab_result *live, struct train_pool *pool)
{
	struct err e = { 0 };
	struct lab_judge *j = lab_judge_new(live->plan, live->seed, pool, &e);
	const struct lab_result *r;
	bool same = j != NULL;

	while (j && !lab_judge_advance(j, &e))
		train_pool_wait(pool);
	r = j ? lab_judge_result(j) : NULL;
	for (int i = 0; same && i < r->n_verdict; i++)
		for (int s = 0; same && s < r->verdict[i].n_seed; s++)
			same = same_seed(&r->verdict[i].seed[s], &live->verdict[i].seed[s]);
	lab_judge_free(j);
	return same;
}

static int
compared(const struct lab_plan *p, const struct tui_outcome *out, bool run)
{
	struct err e = { 0 };
	struct train_pool *pool = train_pool_new(1, &e);
	int status = OPEN;

	if (pool && out->result->judged)
		status = run && !same_runs(p, out->take, pool) ? OTHER_RUN
			 : same_verdicts(out->result, pool) ? SAME : OTHER_VERDICT;
	train_pool_free(pool);
	return status;
}

struct visit {
	const char *name;
	int threads;
	unsigned long seed;
	bool run;			/* is the take that is kept the one that counts? */
};

static int
child(const void *arg)
{
	const struct visit *f = arg;
	struct tui_options o = { .threads = f->threads };
	struct tui_outcome out;
	struct err_list errs = { 0 };
	struct err e = { 0 };
	struct lab_plan *p = lab_load(tap_path("tui/short.lab"), &errs);
	int status = NO_LAB;

	if (p && tui_lab(p, p->seed, &o, &out, &e)) {
		status = compared(p, &out, f->run);
		tui_outcome_done(&out);
	}
	err_print(stdout, &e);
	lab_free(p);
	return status;
}

/* ---- a person who watches in every way there is ---- */

static unsigned long
draw(unsigned long *state, unsigned long n)
{
	*state = *state * 6364136223846793005ul + 1442695040888963407ul;
	return (*state >> 33) % n;
}

static void
resize(struct vt *v, unsigned long *rng)
{
	vt_resize(v, 1 + (int)draw(rng, 160), 1 + (int)draw(rng, 60));
}

/* All keys so far have been read, and the command line is open. */
static void
catch_up(struct vt *v)
{
	vt_resize(v, 120, 40);
	vt_keys(v, "\033\033\033:");
	vt_wait(v, "Tab completes");
}

static void
command(struct vt *v, const char *name)
{
	catch_up(v);
	vt_keys(v, name);
	vt_keys(v, "\r");
	vt_wait_gone(v, "Tab completes");
}

static void
to_the_training(struct vt *v)
{
	vt_wait(v, "Enter goes on.");
	vt_keys(v, "\r");
	vt_wait(v, "number:");
	vt_keys(v, "4\r");
	vt_wait(v, "Right: 4.");
	vt_keys(v, "\r");
	vt_wait(v, "letter:");
	vt_keys(v, "b\r");
	vt_wait(v, "Right: b.");
	vt_keys(v, "\r");
	vt_wait(v, "RUN x1");
}

static void
watching_changes_no_bit(void **state)
{
	static const char *const keys[] = { " ", ".", ".", "[", "]", "z", "\t", "G", "t",
					    "L", "T", "\033", "\014", "+", "?", "j" };
	const struct visit *f = *state;
	unsigned long rng = f->seed;
	struct vt *v;
	int status;

	v = vt_fork(100, 30, env, child, f);
	to_the_training(v);
	for (int i = 0; i < 150; i++) {
		if (i % 10 == 0)
			resize(v, &rng);
		vt_keys(v, keys[draw(&rng, sizeof(keys) / sizeof(keys[0]))]);
		if (i % 30 == 29)
			catch_up(v);
	}
	for (int i = 0; i < 100 && !vt_has(v, "[x] learns"); i++) {
		command(v, "faster");
		command(v, "next");	/* lets go what was paused */
	}
	vt_wait(v, "[x] learns");
	command(v, "leave");
	status = vt_end(v);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), SAME);
	vt_free(v);
}

/* ---- a cat on the keyboard ---- */

static const char *const junk[] = {
	"\033[A", "\033[B", "\033[C", "\033[D", "\033[5~", "\033[6~", "\033[H", "\033[F",
	"\033OP", "\033[3~", "\033[Z", "\033[0n", "\033[9999;9999R", "\033[?1;2c",
	"\033]11;rgb:ff/ff/ff\033\\", "\033[200~paste\033[201~", "\033", "\033[", "\377\376",
	"\303\251", "\360\237\230\200", "\177", "\b", "\t", "\r", "\r", "\r", "\001",
	"\025", "\014", ":set sig.lr=0.5\r", ":set rel.act=tanh\r", ":set nonsense\r",
	":mouse\r", "M", "\033[<0;20;8M", "\033[<0;20;8m", "\033[<64;60;12M",
	"\033[<65;9;30M", "\033[<32;70;9M", "\033[<0;99;30M", "\033[<0;0;0M",
	"\033[<99999;1;1M", "\033[<0;12",
	":reseed\r", ":restart\r", ":glyphs ascii\r", ":theme light\r", ":skip\r",
	"4\r", "b\r", "relu\r", "sig.act=relu\r", "]]]]]]", ":help\r", "?zoom\r"
};

static void
paw(struct vt *v, unsigned long *rng)
{
	unsigned long what = draw(rng, 10);
	char key[2] = { (char)(' ' + draw(rng, 95)), '\0' };

	if (what == 0)
		resize(v, rng);
	else if (what < 4)
		vt_keys(v, junk[draw(rng, sizeof(junk) / sizeof(junk[0]))]);
	else if (key[0] != 'q' && key[0] != 'Q')	/* these may leave */
		vt_keys(v, key);
}

/* STORM=n: so many keys instead of the usual few. */
static int
length(void)
{
	const char *n = getenv("STORM");

	return n ? atoi(n) : 600;
}

static void
to_the_end(struct vt *v)
{
	for (int i = 0; i < 100 && !vt_has(v, "points."); i++) {
		command(v, "faster");
		command(v, "skip");
		command(v, "next");
	}
	vt_wait(v, "points.");
}

static void
no_key_and_no_size_loses_anything(void **state)
{
	const struct visit *f = *state;
	unsigned long rng = f->seed;
	struct vt *v;
	int status;

	v = vt_fork(100, 30, env, child, f);
	vt_wait(v, "Enter goes on.");
	for (int i = 0; i < length(); i++) {
		paw(v, &rng);
		if (i % 40 == 39)
			catch_up(v);	/* a terminal drops what nobody reads */
	}
	to_the_end(v);
	command(v, "leave");
	status = vt_end(v);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), SAME);
	assert_false(vt_alternate(v));
	assert_true(vt_settings_restored(v));
	vt_free(v);
}

static const struct visit watched[] = {
	{ "on one thread", 1, 1, true },
	{ "on two threads", 2, 2, true },
	{ "on four threads", 4, 3, true },
	{ 0 }
}, stormed[] = {
	{ "one cat", 2, 11, false },
	{ "another", 2, 12, false },
	{ "a third", 1, 13, false },
	{ 0 }
};

void
storm_suite(void)
{
	char name[100];

	for (const struct visit *f = watched; f->name; f++) {
		snprintf(name, sizeof(name), "watching changes no bit, %s", f->name);
		tap_add(name, watching_changes_no_bit, f);
	}
	for (const struct visit *f = stormed; f->name; f++) {
		snprintf(name, sizeof(name), "no key and no size loses anything: %s",
			 f->name);
		tap_add(name, no_key_and_no_size_loses_anything, f);
	}
}
