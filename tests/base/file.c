#include "tests/base/base.h"

#include "actlab/file.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A directory of its own for each test, with all that is in it taken away again. */
struct place {
	char dir[64];
	struct arena a;
};

static const char *
in(const struct place *p, const char *name)
{
	static char path[2][256];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof(path[turn]), "%s/%s", p->dir, name);
	return path[turn];
}

static void
place_new(struct place *p)
{
	const char *tmp = getenv("TMPDIR");
	struct err e = { 0 };

	snprintf(p->dir, sizeof(p->dir), "%.40s/actlab-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(p->dir));
	assert_true(arena_init(&p->a, 1 << 20, &e));
}

static void
place_done(struct place *p)
{
	static const char *const names[] = {
		"a", "b", "a.tmp", "fifo", "link", "out", "lab/x.csv", "lab/in",
		"lab/out", "lab/loop", "lab/fifo", "lab/sub/y.csv", "lab/up",
		"lab/a..b", "lab/sub", "lab", "secret", "dir", NULL
	};

	for (int i = 0; names[i]; i++)
		remove(in(p, names[i]));
	assert_int_equal(rmdir(p->dir), 0);
	arena_done(&p->a);
}

static void
put(const char *path, const char *text)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static bool
holds(struct place *p, const char *path, const char *want)
{
	struct err e = { 0 };
	struct str s;

	return file_read(path, 1000, &p->a, &s, &e) && str_is(s, want) && s.s[s.n] == 0;
}

/* ---- reading ---- */

static void
read_gives_the_whole_file(void **state)
{
	struct place p;
	struct err e = { 0 };
	struct str s;

	(void)state;
	place_new(&p);
	put(in(&p, "a"), "0123456789");
	assert_true(file_read(in(&p, "a"), 10, &p.a, &s, &e));
	assert_true(str_is(s, "0123456789") && s.s[10] == 0);
	put(in(&p, "b"), "");
	assert_true(file_read(in(&p, "b"), 10, &p.a, &s, &e));
	assert_true(s.n == 0 && s.s[0] == 0);
	place_done(&p);
}

static void
read_refuses_what_is_no_file(void **state)
{
	struct place p;
	struct err e = { 0 };
	struct str s;
	char want[512];

	(void)state;
	place_new(&p);
	assert_false(file_read(in(&p, "a"), 10, &p.a, &s, &e));
	snprintf(want, sizeof(want), "cannot open '%s': %s", in(&p, "a"),
		 strerror(ENOENT));
	assert_string_equal(e.msg, want);
	assert_int_equal(err_exit_status(&e), 3);
	e = (struct err){ 0 };
	assert_false(file_read(p.dir, 10, &p.a, &s, &e));
	snprintf(want, sizeof(want), "'%s' is a directory, not a file", p.dir);
	assert_string_equal(e.msg, want);
	assert_int_equal(err_exit_status(&e), 2);
	e = (struct err){ 0 };
	assert_int_equal(mkfifo(in(&p, "fifo"), 0600), 0);
	assert_false(file_read(in(&p, "fifo"), 10, &p.a, &s, &e)); /* and does not wait */
	assert_non_null(strstr(e.msg, "is a FIFO"));
	e = (struct err){ 0 };
	assert_false(file_read("/dev/null", 10, &p.a, &s, &e));
	assert_string_equal(e.msg, "'/dev/null' is a device, not a file");
	e = (struct err){ 0 };
	put(in(&p, "a"), "01234567890");
	assert_false(file_read(in(&p, "a"), 10, &p.a, &s, &e));
	assert_non_null(strstr(e.msg, "is larger than 10 B"));
	place_done(&p);
}

/* ---- writing ---- */

static void
written_file_is_whole_or_the_old_one(void **state)
{
	struct place p;
	struct err e = { 0 };
	struct file_out o;

	(void)state;
	place_new(&p);
	put(in(&p, "a"), "old");
	assert_true(file_out_open(&o, in(&p, "a"), &e));
	assert_true(file_out_printf(&o, &e, "%d,%s\n", 1, "x"));
	assert_true(holds(&p, in(&p, "a"), "old"));
	file_out_done(&o);				/* not committed */
	assert_true(holds(&p, in(&p, "a"), "old"));
	assert_int_not_equal(access(in(&p, "a.tmp"), F_OK), 0);

	put(in(&p, "a.tmp"), "left behind by a crash, and longer");
	assert_true(file_out_open(&o, in(&p, "a"), &e));
	assert_true(file_out_printf(&o, &e, "new"));
	assert_true(file_out_commit(&o, &e));
	file_out_done(&o);
	assert_true(holds(&p, in(&p, "a"), "new"));
	assert_int_not_equal(access(in(&p, "a.tmp"), F_OK), 0);
	assert_int_equal(e.code, ERR_NONE);
	place_done(&p);
}

static void
written_file_keeps_mode_and_link(void **state)
{
	struct place p;
	struct err e = { 0 };
	struct file_out o;
	struct stat st;

	(void)state;
	place_new(&p);
	put(in(&p, "a"), "old");
	assert_int_equal(chmod(in(&p, "a"), 0640), 0);
	assert_int_equal(symlink("a", in(&p, "link")), 0);
	assert_true(file_out_open(&o, in(&p, "link"), &e));
	assert_true(file_out_printf(&o, &e, "new"));
	assert_true(file_out_commit(&o, &e));
	file_out_done(&o);
	assert_true(holds(&p, in(&p, "a"), "new"));
	assert_int_equal(lstat(in(&p, "link"), &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(stat(in(&p, "a"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	place_done(&p);
}

static void
writing_where_one_cannot_says_so(void **state)
{
	struct place p;
	struct err e = { 0 };
	struct file_out o;
	char path[2000];

	(void)state;
	place_new(&p);
	assert_false(file_out_open(&o, p.dir, &e));
	assert_non_null(strstr(e.msg, "is a directory"));
	file_out_done(&o);
	e = (struct err){ 0 };
	assert_false(file_out_open(&o, in(&p, "no/such/a"), &e));
	assert_int_equal(e.code, ERR_SYSTEM);
	e = (struct err){ 0 };
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = 0;
	assert_false(file_out_open(&o, path, &e));
	assert_int_equal(e.code, ERR_SYSTEM);
	e = (struct err){ 0 };
	assert_false(file_out_open(&o, "/dev/full", &e));
	/* a link laid where the temporary file goes is not followed */
	e = (struct err){ 0 };
	put(in(&p, "b"), "mine");
	assert_int_equal(symlink("b", in(&p, "a.tmp")), 0);
	assert_false(file_out_open(&o, in(&p, "a"), &e));
	assert_true(holds(&p, in(&p, "b"), "mine"));
	place_done(&p);
}

static void
write_error_is_seen_at_commit(void **state)
{
	struct place p;
	struct err e = { 0 };
	struct file_out o;

	(void)state;
	place_new(&p);
	put(in(&p, "a"), "old");
	assert_true(file_out_open(&o, in(&p, "a"), &e));
	assert_true(file_out_printf(&o, &e, "new"));
	assert_non_null(freopen("/dev/full", "wb", o.f));
	file_out_printf(&o, &e, "new");
	assert_false(file_out_commit(&o, &e));
	assert_int_equal(e.code, ERR_SYSTEM);
	file_out_done(&o);
	assert_true(holds(&p, in(&p, "a"), "old"));
	assert_int_not_equal(access(in(&p, "a.tmp"), F_OK), 0);
	place_done(&p);
}

/* ---- below ---- */

struct below {
	const char *name;
	enum err_code code;
	const char *msg;		/* part of it */
};
static const struct below belows[] = {
	{ "x.csv", ERR_NONE, "" },
	{ "sub/y.csv", ERR_NONE, "" },
	{ "./x.csv", ERR_NONE, "" },
	{ "a..b", ERR_NONE, "" },
	{ "in", ERR_NONE, "" },				/* a link that stays inside */
	{ "out", ERR_DATA, "leads out of the lab's directory" },
	{ "up/secret", ERR_DATA, "leads out of the lab's directory" },
	{ "loop", ERR_SYSTEM, "cannot open 'loop'" },
	{ "", ERR_DATA, "a file name is missing" },
	{ "../secret", ERR_DATA, "is not below the lab's directory" },
	{ "sub/../x.csv", ERR_DATA, "is not below the lab's directory" },
	{ "..", ERR_DATA, "is not below the lab's directory" },
	{ "/etc/passwd", ERR_DATA, "is not below the lab's directory" },
	{ "none.csv", ERR_NAME, "cannot open 'none.csv'" },
	{ "x.csv/y", ERR_NAME, "cannot open 'x.csv/y'" },
	{ "sub", ERR_DATA, "is a directory" },
	{ ".", ERR_DATA, "" },
	{ "fifo", ERR_DATA, "is a FIFO" },
	{ 0 }
};

static void
lab_place_new(struct place *p)
{
	place_new(p);
	mkdir(in(p, "lab"), 0700);
	mkdir(in(p, "lab/sub"), 0700);
	put(in(p, "lab/x.csv"), "1");
	put(in(p, "lab/a..b"), "1");
	put(in(p, "lab/sub/y.csv"), "1");
	put(in(p, "secret"), "1");
	assert_int_equal(symlink("sub/y.csv", in(p, "lab/in")), 0);
	assert_int_equal(symlink("../secret", in(p, "lab/out")), 0);
	assert_int_equal(symlink("..", in(p, "lab/up")), 0);
	assert_int_equal(symlink("loop", in(p, "lab/loop")), 0);
	assert_int_equal(mkfifo(in(p, "lab/fifo"), 0600), 0);
}

static void
lab_reads_only_below_its_directory(void **state)
{
	const struct below *b = *state;
	struct span at = { 5, 3 };
	struct err e = { 0 };
	struct place p;
	char out[1024];
	bool ok;

	lab_place_new(&p);
	ok = file_below(out, in(&p, "lab"), str_of(b->name), at, &e);
	assert_int_equal(ok, b->code == ERR_NONE);
	assert_int_equal(e.code, b->code);
	if (ok) {
		assert_true(holds(&p, out, "1"));
	} else {
		assert_non_null(strstr(e.msg, b->msg));
		assert_int_equal(e.at.at, 5);
	}
	place_done(&p);
}

static void
neighbour_with_a_longer_name_is_not_below(void **state)
{
	struct err e = { 0 };
	struct place p;
	char out[1024];

	(void)state;
	place_new(&p);
	mkdir(in(&p, "lab"), 0700);
	put(in(&p, "lab/x.csv"), "1");
	mkdir(in(&p, "dir"), 0700);
	assert_int_equal(symlink("../lab/x.csv", in(&p, "dir/l")), 0);
	assert_int_equal(rename(in(&p, "lab"), in(&p, "dir2")), 0);
	remove(in(&p, "dir/l"));
	assert_int_equal(symlink("../dir2/x.csv", in(&p, "dir/l")), 0);
	assert_false(file_below(out, in(&p, "dir"), str_of("l"), SPAN_NONE, &e));
	assert_non_null(strstr(e.msg, "leads out"));
	remove(in(&p, "dir/l"));
	remove(in(&p, "dir2/x.csv"));
	remove(in(&p, "dir2"));
	place_done(&p);
}

static void
missing_file_hints_at_its_neighbour(void **state)
{
	struct err e = { 0 };
	struct place p;
	char out[1024], near[256];

	(void)state;
	place_new(&p);
	mkdir(in(&p, "lab"), 0700);
	put(in(&p, "lab/Pets.csv"), "1");
	assert_false(file_below(out, in(&p, "lab"), str_of("pet.csv"), SPAN_NONE, &e));
	assert_int_equal(e.code, ERR_NAME);
	assert_string_equal(e.hint, "did you mean 'Pets.csv'?");
	assert_true(file_nearest(near, in(&p, "lab"), str_of("pets"), ".csv"));
	assert_string_equal(near, "Pets");
	assert_false(file_nearest(near, in(&p, "lab"), str_of("flowers"), ".csv"));
	assert_false(file_nearest(near, in(&p, "nowhere"), str_of("pets"), ".csv"));
	remove(in(&p, "lab/Pets.csv"));
	remove(in(&p, "lab"));
	place_done(&p);
}

static void
name_with_a_nul_or_too_long_is_refused(void **state)
{
	struct err e = { 0 };
	char out[1024], name[1100];
	struct str s;

	(void)state;
	assert_false(file_below(out, "/", (struct str){ "x\0y", 3 }, SPAN_NONE, &e));
	e = (struct err){ 0 };
	memset(name, 'x', sizeof(name));
	s = (struct str){ name, sizeof(name) };
	assert_false(file_below(out, "/", s, SPAN_NONE, &e));
	assert_int_equal(e.code, ERR_DATA);
	e = (struct err){ 0 };
	assert_false(file_below(out, "/no/such/dir", str_of("x"), SPAN_NONE, &e));
	assert_int_equal(e.code, ERR_SYSTEM);
}

void
base_file(void)
{
	char name[96];

	TAP(read_gives_the_whole_file);
	TAP(read_refuses_what_is_no_file);
	TAP(written_file_is_whole_or_the_old_one);
	TAP(written_file_keeps_mode_and_link);
	TAP(writing_where_one_cannot_says_so);
	TAP(write_error_is_seen_at_commit);
	for (const struct below *b = belows; b->name; b++) {
		snprintf(name, sizeof(name), "lab_reads_only_below_its_directory: '%s'",
			 b->name);
		tap_add(name, lab_reads_only_below_its_directory, b);
	}
	TAP(neighbour_with_a_longer_name_is_not_below);
	TAP(missing_file_hints_at_its_neighbour);
	TAP(name_with_a_nul_or_too_long_is_refused);
}
