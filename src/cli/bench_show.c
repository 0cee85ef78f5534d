#include "cli/bench.h"
#include "cli/command.h"
#include "config.h"

#include <jansson.h>
#include <string.h>

/* The processor as the system names it; "" where it does not. */
static const char *
processor(char *buf, int size)
{
	FILE *f = fopen("/proc/cpuinfo", "r");
	char line[256], *name;

	*buf = '\0';
	while (f && !*buf && fgets(line, sizeof(line), f)) {
		name = strchr(line, ':');
		if (!name || strncmp(line, "model name", 10) != 0)
			continue;
		name[strcspn(name, "\n")] = '\0';
		snprintf(buf, (size_t)size, "%s", name + 2);
	}
	if (f)
		fclose(f);
	return buf;
}

/* ---- text ---- */

/* Three digits of v, in thousands or millions where its unit says so. */
struct scale {
	double by;
	int decimals;
	const char *unit;
};

static struct scale
scale_of(double v)
{
	struct scale s = { 1, 0, "" };

	if (v >= 999.5e3)
		s = (struct scale){ 1e-6, 0, "M" };
	else if (v >= 999.5)
		s = (struct scale){ 1e-3, 0, "k" };
	v *= s.by;
	s.decimals = v < 0.9995 ? 3 : v < 9.995 ? 2 : v < 99.95 ? 1 : 0;
	return s;
}

enum { LINE_LENGTH = 256, MEDIAN = 8 };	/* columns */

/* Text is put together from cells of a width; blanks at its end are not printed. */
struct line {
	char text[LINE_LENGTH];
	int n;
};

static void
line_add(struct line *l, int width, const char *text)
{
	l->n += snprintf(l->text + l->n, sizeof(l->text) - (size_t)l->n, "%-*s", width,
			 text);
	if (l->n >= LINE_LENGTH)
		l->n = LINE_LENGTH - 1;
}

static void
line_end(FILE *f, struct line *l)
{
	while (l->n > 0 && l->text[l->n - 1] == ' ')
		l->n--;
	fprintf(f, "%.*s\n", l->n, l->text);
	l->n = 0;
}

/* ".439": a digit more than "0.44" has room for. */
static const char *
number(char *buf, size_t size, double v, int decimals)
{
	snprintf(buf, size, "%.*f", decimals, v);
	return strncmp(buf, "0.", 2) == 0 ? buf + 1 : buf;
}

/* "2.05M (1.94-2.12)": all three in the unit of the median; without the range in a cell
 * of width MEDIAN, blank where nothing was measured. */
static void
cell(struct line *l, const struct bench *b, const char *name, const char *what, int width)
{
	const struct bench_figure *it = bench_find(b, name, what);
	char median[64] = "", least[64], most[64], text[256] = "";
	struct bench_range r;
	struct scale s;
	int n = 0;

	if (it) {
		r = bench_range(b, it);
		s = scale_of(r.median);
		n = snprintf(text, sizeof(text), "%4s%s",
			     number(median, sizeof(median), r.median * s.by, s.decimals),
			     s.unit);
	}
	if (it && width > MEDIAN)
		snprintf(text + n, sizeof(text) - (size_t)n, "%s(%s-%s)",
			 *s.unit ? " " : "  ",
			 number(least, sizeof(least), r.least * s.by, s.decimals),
			 number(most, sizeof(most), r.most * s.by, s.decimals));
	line_add(l, width, text);
}

static void
loads(FILE *f, const struct bench *b)
{
	struct line l = { .n = 0 };

	fputs("\n    steps/s            samples/s          GFLOP/s            % of sgemm\n", f);
	for (const struct bench_load *w = bench_loads; w->name; w++) {
		if (!bench_find(b, w->name, "steps"))
			continue;
		line_add(&l, 4, w->name);
		cell(&l, b, w->name, "steps", 19);
		cell(&l, b, w->name, "samples", 19);
		cell(&l, b, w->name, "speed", 19);
		cell(&l, b, w->name, "share of sgemm", 19);
		line_end(f, &l);
	}
	putc('\n', f);
	for (const struct bench_load *w = bench_loads; w->name; w++)
		if (bench_find(b, w->name, "steps"))
			fprintf(f, "%s  %s\n", w->name, w->text);
}

static void
watched(FILE *f, const struct bench *b)
{
	struct line l = { .n = 0 };

	fputs("\n    snapshot, ms          with 80x40 points     4 networks, times 1 thread\n",
	      f);
	for (const struct bench_load *w = bench_loads; w->name; w++) {
		if (!bench_find(b, w->name, "snapshot"))
			continue;
		line_add(&l, 4, w->name);
		cell(&l, b, w->name, "snapshot", 22);
		cell(&l, b, w->name, "snapshot with a grid of 80x40", 22);
		cell(&l, b, w->name, "4 networks, times one thread", 22);
		line_end(f, &l);
	}
	fputs("\n    % of speed, watched   snapshots/s           longest wait, ms\n", f);
	for (const struct bench_load *w = bench_loads; w->name; w++) {
		if (!bench_find(b, w->name, "speed while watched"))
			continue;
		line_add(&l, 4, w->name);
		cell(&l, b, w->name, "speed while watched", 22);
		cell(&l, b, w->name, "snapshots while watched", 22);
		cell(&l, b, w->name, "longest wait of the reader", 22);
		line_end(f, &l);
	}
}

static void
acts(FILE *f, const struct bench *b)
{
	struct line l = { .n = 0 };

	fputs("\nns an element   forward                libm   backward               libm\n",
	      f);
	for (int i = 0; i < b->n_figure; i++) {
		const char *name = b->figure[i].name;

		if (strcmp(b->figure[i].what, "forward") != 0)
			continue;
		line_add(&l, 16, name);
		cell(&l, b, name, "forward", 22);
		cell(&l, b, name, "forward, libm", MEDIAN);
		cell(&l, b, name, "backward", 22);
		cell(&l, b, name, "backward, libm", MEDIAN);
		line_end(f, &l);
	}
}

void
bench_text(FILE *f, const struct bench *b)
{
	char cpu[256], math[48];
	struct line l = { .n = 0 };

	fprintf(f, "actlab %s, %s arithmetic, %d rounds: median (least-most)\n%s\n",
		PACKAGE_VERSION, num_math_text(math), b->rounds,
		processor(cpu, sizeof(cpu)));
	putc('\n', f);
	line_add(&l, 6, "sgemm");
	cell(&l, b, "sgemm", "speed", 20);
	line_add(&l, 0, "GFLOP/s: OpenBLAS, 512 cubed, one core");
	line_end(f, &l);
	loads(f, b);
	if (!bench_find(b, "exp", "forward"))
		return;
	watched(f, b);
	acts(f, b);
}

/* ---- json ---- */

static json_t *
figure(const struct bench *b, const struct bench_figure *it)
{
	struct bench_range r = bench_range(b, it);
	json_t *o = json_object(), *all = json_array();

	json_object_set_new(o, "name", json_string(it->name));
	json_object_set_new(o, "what", json_string(it->what));
	json_object_set_new(o, "unit", json_string(it->unit));
	json_object_set_new(o, "median", json_real(r.median));
	json_object_set_new(o, "least", json_real(r.least));
	json_object_set_new(o, "most", json_real(r.most));
	for (int i = 0; i < b->rounds; i++)
		json_array_append_new(all, json_real(it->v[i]));
	json_object_set_new(o, "rounds", all);
	return o;
}

bool
bench_json(FILE *f, const struct bench *b, struct err *e)
{
	json_t *o = json_object(), *all = json_array();
	char cpu[256], math[48];
	bool ok;

	json_object_set_new(o, "actlab", json_string(PACKAGE_VERSION));
	json_object_set_new(o, "processor", json_string(processor(cpu, sizeof(cpu))));
	json_object_set_new(o, "arithmetic", json_string(num_math_text(math)));
	json_object_set_new(o, "rounds", json_integer(b->rounds));
	json_object_set_new(o, "threads", json_integer(b->threads));
	for (int i = 0; i < b->n_figure; i++)
		json_array_append_new(all, figure(b, &b->figure[i]));
	json_object_set_new(o, "figures", all);
	ok = json_dumpf(o, f, JSON_INDENT(1) | JSON_REAL_PRECISION(6)) == 0;
	json_decref(o);
	putc('\n', f);
	return ok || err_errno(e, "the figures could not be written");
}
