/* Sizes, keys and a mouse at random: what is on the screen then is what a fresh redraw
 * shows, nothing crashes, leaks or is lost, and the terminal is given back.
 *
 * ACTLAB_LONG=1: 10,000 sizes and 100,000 keys instead of a few. */
#include "actlab/tui.h"
#include "tests/tui/suite.h"
#include "tests/tui/vt.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIZES = 150, KEYS = 1500, LONGER = 33, BURST = 100 };

struct fuzz {
	const char *name, *lab;
	bool step;			/* no clock: nothing moves without a key */
	unsigned long seed;
};
static const struct fuzz fuzzes[] = {
	{ "step by step", "tui/views.lab", true, 21 },
	{ "at full speed", "tui/four.lab", false, 22 },
	{ 0 }
};
struct start {
	char program[PATH_MAX], lab[PATH_MAX], folder[PATH_MAX];
	bool step;
};
struct storm {
	struct start start;
	struct vt *v;
	unsigned long rng;
	int calms;
	int left;			/* how often the keys left the program */
};

static unsigned long
draw(struct storm *s, unsigned long n)
{
	s->rng = s->rng * 6364136223846793005ul + 1442695040888963407ul;
	return (s->rng >> 33) % n;
}

static int
without_a_clock(const char *lab)
{
	struct tui_options o = { .step = true, .threads = 2 };
	struct tui_outcome out;
	struct err_list errs = { 0 };
	struct err e = { 0 };
	struct lab_plan *p = lab_load(lab, &errs);
	int status = 97;

	if (p && tui_lab(p, p->seed, &o, &out, &e)) {
		status = out.result->status;
		tui_outcome_done(&out);
	}
	err_print(stdout, &e);
	lab_free(p);
	return status;
}

static int
child(const void *arg)
{
	const struct start *s = arg;

	if (chdir(s->folder) != 0)	/* where keys may write what they like */
		return 98;
	if (s->step)
		return without_a_clock(s->lab);
	execl(s->program, s->program, s->lab, (char *)NULL);
	return 97;
}

static void
begin(struct storm *s)
{
	static const char *const env[] = {
		"TERM=xterm-256color", "LC_ALL=C.UTF-8", "NO_COLOR", "COLUMNS", "LINES",
		"ASAN_OPTIONS=exitcode=99", "UBSAN_OPTIONS=exitcode=99", NULL };

	s->v = vt_fork(120, 40, env, child, &s->start);
	vt_wait(s->v, "RUN x1");
}

static void
end(struct storm *s)
{
	int status = vt_end(s->v);

	if (!WIFEXITED(status) || WEXITSTATUS(status) > 1)
		fail_msg("ended with %#x; the screen is\n%s", (unsigned)status,
			 vt_text(s->v));
	assert_false(vt_alternate(s->v));
	assert_true(vt_cursor(s->v));
	assert_true(vt_settings_restored(s->v));
	vt_free(s->v);
}

/* ---- what is thrown at it ---- */

static const char *const junk[] = {
	"\033[A", "\033[B", "\033[C", "\033[D", "\033OA", "\033OB", "\033OC", "\033OD",
	"\033[5~", "\033[6~", "\033[H", "\033[F", "\033[Z", "\033OP", "\033[3~",
	"\033[0n", "\033[9;9R", "\033]11;rgb:ff/ff/ff\033\\", "\033[200~paste\033[201~",
	"\033", "\033[", "\033[<", "\033[M", "\377\376", "\303\251", "\360\237\230\200",
	"\177", "\t", "\r", "\001", "\005", "\013", "\014", "\025", "\027", "]]]]]",
	":restart\r", ":reseed\r", ":glyphs ascii\r", ":glyphs braille\r", ":theme light\r",
	":set hyp.lr=0.5\r", ":set b.act=tanh\r", ":branch rel.lr=1\r", ":view explorer\r",
	":view network\r", ":view gradients\r", ":view data\r", ":visit 3\r", ":undo\r"
};

static void
mouse(struct storm *s)
{
	static const int button[] = { 0, 1, 2, 32, 35, 64, 65, 4, 16, 255 };
	char event[64];

	snprintf(event, sizeof(event), "\033[<%d;%lu;%lu%c",
		 button[draw(s, sizeof(button) / sizeof(button[0]))], draw(s, 210),
		 draw(s, 70), draw(s, 2) ? 'M' : 'm');
	vt_keys(s->v, event);
}

static void
resize(struct storm *s)
{
	bool huge = draw(s, 10) == 0;

	vt_resize(s->v, 1 + (int)draw(s, huge ? 500 : 150),
		  1 + (int)draw(s, huge ? 200 : 50));
}

static void
throw(struct storm *s)
{
	unsigned long what = draw(s, 10);
	char key[2] = { (char)(' ' + draw(s, 95)), '\0' };

	if (what == 0)
		mouse(s);
	else if (what < 4)
		vt_keys(s->v, junk[draw(s, sizeof(junk) / sizeof(junk[0]))]);
	else if (key[0] != 'q' && key[0] != 'Q')
		vt_keys(s->v, key);
}

/* ---- what must hold ---- */

/* Everything thrown has been read, and nothing is open; false: it was left.  A word that
 * never stood there before tells that it is not an older frame which is looked at. */
static bool
calm(struct storm *s)
{
	char word[32], keys[48];

	snprintf(word, sizeof(word), "zz%dzz", ++s->calms);
	snprintf(keys, sizeof(keys), "\033\033\033:%s", word);
	vt_resize(s->v, 119, 41);	/* none of the sizes before: it is drawn */
	vt_resize(s->v, 120, 40);
	vt_keys(s->v, keys);
	if (!vt_wait_or_end(s->v, word))
		return false;
	vt_keys(s->v, "\033");
	do {				/* half a frame may lack it too */
		vt_wait_gone(s->v, word);
		vt_settle(s->v);
	} while (vt_has(s->v, word));
	return true;
}

/* The line of a picture where two begin to differ. */
static int
line_apart(const char *a, const char *b)
{
	int line = 0;

	for (; *a && *a == *b; a++, b++)
		line += *a == '\n';
	return *a == *b ? -1 : line;
}

static void
is_as_drawn_anew(struct storm *s)
{
	char *before = vt_picture(s->v), *after, *text = strdup(vt_text(s->v));
	int line;

	vt_redraw(s->v);
	after = vt_picture(s->v);
	line = line_apart(before, after);
	if (line >= 0) {
		fprintf(stderr, "the screen was\n%s\ndrawn anew it is\n%s\n", text,
			vt_text(s->v));
		fail_msg("the screen is broken from line %d on", line);
	}
	free(before);
	free(after);
	free(text);
}

static void
burst(struct storm *s)
{
	for (int i = 0; i < BURST; i++) {
		throw(s);
		if (i % (KEYS / SIZES) == 0)
			resize(s);
	}
	if (!calm(s)) {			/* some keys leave: that is no crash */
		end(s);
		begin(s);
		s->left++;
	} else if (s->start.step) {
		is_as_drawn_anew(s);
	}
}

static void
folder_remove(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *f;

	while (d && (f = readdir(d)))
		if (strcmp(f->d_name, ".") != 0 && strcmp(f->d_name, "..") != 0)
			unlinkat(dirfd(d), f->d_name, 0);
	if (d)
		closedir(d);
	rmdir(path);
}

static void
stands_a_storm(void **state)
{
	const struct fuzz *f = *state;
	struct storm s = { .rng = f->seed, .start.step = f->step };
	const char *top = getenv("builddir"), *longer = getenv("ACTLAB_LONG");
	char program[PATH_MAX];
	int bursts = KEYS / BURST * (longer ? LONGER : 1);

	snprintf(program, sizeof(program), "%s/actlab", top ? top : ".");
	assert_non_null(realpath(program, s.start.program));
	assert_non_null(realpath(tap_path(f->lab), s.start.lab));
	snprintf(s.start.folder, sizeof(s.start.folder), "%s",
		 "/tmp/actlab-fuzz-XXXXXX");
	assert_non_null(mkdtemp(s.start.folder));
	begin(&s);
	for (int i = 0; i < bursts; i++)
		burst(&s);
	vt_keys(s.v, "Q");
	end(&s);
	folder_remove(s.start.folder);
	assert_true(s.left < bursts);
}

void
fuzz_suite(void)
{
	char name[100];

	for (const struct fuzz *f = fuzzes; f->name; f++) {
		snprintf(name, sizeof(name), "sizes, keys and a mouse at random: %s",
			 f->name);
		tap_add(name, stands_a_storm, f);
	}
}
