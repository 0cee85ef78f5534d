/* actlab-lab(5) has an entry for all that a lab can name, in the section where one
 * would look for it, and its example is a lab that works. */
#include "tests/lab/lab.h"

#include <stdlib.h>

struct entry {
	const char *section, *name;
	bool field;			/* "hint:", written hint\&: */
};

static char *
page(void)
{
	char path[1024];
	int n;

	snprintf(path, sizeof(path), "%s/../man/actlab-lab.5", tap_path(""));
	return lab_slurp(path, &n);
}

/* Does the line begin like this, and is the word over then? */
static bool
begins(const char *line, const char *with)
{
	size_t n = strlen(with);

	return strncmp(line, with, n) == 0 && strchr(" \n", line[n]) != NULL;
}

static void
has_its_entry(void **state)
{
	const struct entry *want = *state;
	char *text = page(), header[2][80], item[120], *line, *rest = text;
	bool inside = false, found = false;

	snprintf(header[0], sizeof(header[0]), ".Sh %s", want->section);
	snprintf(header[1], sizeof(header[1]), ".Ss %s", want->section);
	snprintf(item, sizeof(item), ".It Cm %s%s", want->name,
		 want->field ? "\\&:" : "");
	while ((line = rest) && *line) {
		rest = strchr(line, '\n');
		rest = rest ? rest + 1 : NULL;
		if (strncmp(line, ".Sh ", 4) == 0 || strncmp(line, ".Ss ", 4) == 0)
			inside = begins(line, header[0]) || begins(line, header[1]);
		found |= inside && begins(line, item);
	}
	free(text);
	if (!found)
		fail_msg("man/actlab-lab.5 lacks '%s' in section %s", item,
			 want->section);
}

/* The block behind the line .\" lab, as it is pasted. */
static void
pasted_example_works(void **state)
{
	char *text = page(), *from = strstr(text, ".\\\" lab\n"), *end, *to;
	struct err_list errs = { 0 };
	struct err e = { 0 };
	struct train_pool *pool = train_pool_new(2, &e);
	struct lab_plan *p;
	struct lab_judge *j;

	(void)state;
	assert_non_null(from);
	from = strstr(from, ".Bd");
	from = strchr(from, '\n') + 1;
	end = strstr(from, "\n.Ed") + 1;
	to = from;
	for (char *c = from; c < end; c++)
		if (*c != '\\' || c[1] != '-')		/* \- is a hyphen */
			*to++ = *c;
	p = lab_parse("first.lab", (struct str){ from, (int)(to - from) }, "", &errs);
	err_list_print(stderr, &errs);
	assert_non_null(p);
	free(text);
	j = lab_judge_new(p, p->seed, pool, &e);
	for (int i = 0; i < p->n_todo; i++) {
		assert_true(lab_judge_try(j, i, p->todo[i].solution,
					  p->todo[i].n_solution, &e));
		while (!lab_judge_advance(j, &e))
			train_pool_wait(pool);
		assert_true(lab_judge_result(j)->todo[i].solved);
	}
	assert_int_equal(lab_judge_result(j)->status, 0);
	lab_judge_free(j);
	train_pool_free(pool);
	lab_free(p);
}

static void
add(const char *section, struct str name, bool field)
{
	struct entry *want = malloc(sizeof(*want));
	char title[200], *copy = malloc((size_t)name.n + 1);

	memcpy(copy, name.s, (size_t)name.n);
	copy[name.n] = 0;
	*want = (struct entry){ section, copy, field };
	snprintf(title, sizeof(title), "has_its_entry %s %s", section, copy);
	tap_add(title, has_its_entry, want);
}

static void
add_params(const char *section, const struct param *rows)
{
	for (; rows && rows->name; rows++)
		add(section, str_of(rows->name), false);
}

static void
add_verb(const struct lab_verb *v)
{
	static const char *const section[] = { "DECLARATIONS", "PLAY", "JUDGING" };
	struct str fields = str_of(v->fields), name;

	add(section[v->phase], str_of(v->name), false);
	if (v->param != train_knobs)		/* they have a section of their own */
		add_params(section[v->phase], v->param);
	while (fields.n && str_cut(&fields, ' ', &name))
		add(section[v->phase], name, true);
}

/* One loop a table: all rows are const structs whose first member is their name. */
#define ADD_ALL(section, T, rows) \
	for (const struct T *r = (rows); r->name; r++) \
		add((section), str_of(r->name), false)

void
lab_add_pages(void)
{
	TAP(pasted_example_works);
	for (const struct lab_verb *v = lab_verbs; v->name; v++)
		add_verb(v);
	ADD_ALL("KNOBS", param, train_knobs);
	ADD_ALL("LAYERS", nn_layer_kind, nn_layer_kinds);
	ADD_ALL("ACTIVATIONS", nn_act, nn_acts);
	ADD_ALL("LOSSES", nn_loss, nn_losses);
	ADD_ALL("INITIALISERS", nn_init, nn_inits);
	ADD_ALL("OPTIMISERS", nn_opt, nn_opts);
	ADD_ALL("SCHEDULES", nn_schedule, nn_schedules);
	ADD_ALL("PRECISIONS", nn_precision, nn_precisions);
	ADD_ALL("DATA", data_kind, data_kinds);
	ADD_ALL("PANELS", panel_kind, panel_kinds);
	ADD_ALL("Functions", formula_function, formula_functions);
	ADD_ALL("Measures", train_metric, train_metrics);
	for (const struct data_kind *k = data_kinds; k->name; k++)
		add_params("DATA", k->param);
	for (const struct panel_kind *k = panel_kinds; k->name; k++)
		add_params("PANELS", k->param);
	for (const struct nn_act *a = nn_acts; a->name; a++)
		add_params("ACTIVATIONS", a->param);
	for (const struct nn_loss *l = nn_losses; l->name; l++)
		add_params("LOSSES", l->param);
	for (const struct nn_schedule *s = nn_schedules; s->name; s++)
		add_params("SCHEDULES", s->param);
	for (const struct nn_init *i = nn_inits; i->name; i++)
		add_params("INITIALISERS", i->param);
}
