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

/* "1234 (1200..1300)" in three digits. */
static void
cell(FILE *f, const struct bench *b, const char *name, const char *what, int width)
{
	const struct bench_figure *it = bench_find(b, name, what);
	char m[STR_NUM_MAX], lo[STR_NUM_MAX], hi[STR_NUM_MAX], text[3 * STR_NUM_MAX + 8];
	struct bench_range r;

	if (!it) {
		fprintf(f, "  %-*s", width, "");
		return;
	}
	r = bench_range(b, it);
	snprintf(text, sizeof(text), "%s (%s..%s)", str_number(m, r.median, 3),
		 str_number(lo, r.least, 3), str_number(hi, r.most, 3));
	fprintf(f, "  %-*s", width, text);
}

static void
loads(FILE *f, const struct bench *b)
{
	fprintf(f, "\n%-4s%-24s%-24s%-20s%s\n", "", "  steps/s", "  samples/s",
		"  GFLOP/s", "  % of sgemm");
	for (const struct bench_load *l = bench_loads; l->name; l++) {
		if (!bench_find(b, l->name, "steps"))
			continue;
		fprintf(f, "%-4s", l->name);
		cell(f, b, l->name, "steps", 22);
		cell(f, b, l->name, "samples", 22);
		cell(f, b, l->name, "speed", 18);
		cell(f, b, l->name, "share of sgemm", 1);
		putc('\n', f);
	}
	putc('\n', f);
	for (const struct bench_load *l = bench_loads; l->name; l++)
		if (bench_find(b, l->name, "steps"))
			fprintf(f, "%s  %s\n", l->name, l->text);
}

static void
watched(FILE *f, const struct bench *b)
{
	fprintf(f, "\n%-4s%-24s%-24s%s\n", "", "  snapshot, ms", "  with 80x40 points",
		"  4 networks, times 1 thread");
	for (const struct bench_load *l = bench_loads; l->name; l++) {
		if (!bench_find(b, l->name, "snapshot"))
			continue;
		fprintf(f, "%-4s", l->name);
		cell(f, b, l->name, "snapshot", 22);
		cell(f, b, l->name, "snapshot with a grid of 80x40", 22);
		cell(f, b, l->name, "4 networks, times one thread", 1);
		putc('\n', f);
	}
	fprintf(f, "\n%-4s%-24s%-24s%s\n", "", "  % of speed, watched", "  snapshots/s",
		"  longest wait, ms");
	for (const struct bench_load *l = bench_loads; l->name; l++) {
		if (!bench_find(b, l->name, "speed while watched"))
			continue;
		fprintf(f, "%-4s", l->name);
		cell(f, b, l->name, "speed while watched", 22);
		cell(f, b, l->name, "snapshots while watched", 22);
		cell(f, b, l->name, "longest wait of the reader", 1);
		putc('\n', f);
	}
}

static void
acts(FILE *f, const struct bench *b)
{
	fprintf(f, "\n%-14s%-20s%-20s%-20s%s\n", "ns an element", "  forward", "  libm",
		"  backward", "  libm");
	for (int i = 0; i < b->n_figure; i++) {
		const char *name = b->figure[i].name;

		if (strcmp(b->figure[i].what, "forward") != 0)
			continue;
		fprintf(f, "%-14s", name);
		cell(f, b, name, "forward", 18);
		cell(f, b, name, "forward, libm", 18);
		cell(f, b, name, "backward", 18);
		cell(f, b, name, "backward, libm", 1);
		putc('\n', f);
	}
}

void
bench_text(FILE *f, const struct bench *b)
{
	char cpu[256], math[48];

	fprintf(f, "actlab %s, %s arithmetic, %d rounds: median (least..most)\n%s\n",
		PACKAGE_VERSION, num_math_text(math), b->rounds,
		processor(cpu, sizeof(cpu)));
	fputs("\nsgemm", f);
	cell(f, b, "sgemm", "speed", 1);
	fputs(" GFLOP/s: OpenBLAS, 512 cubed, one core\n", f);
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
