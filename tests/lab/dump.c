/* A plan as text, for the golden files of tests/lab-good. */
#include "tests/lab/lab.h"

static void
dump_text(FILE *f, const char *what, const struct lab_text *t)
{
	if (!t->text || !*t->text)
		return;
	fprintf(f, "  %s [%s]\n", what, t->text);
	for (int i = 0; i < t->n_hole; i++)
		fprintf(f, "    hole %.*s digits %d\n", t->hole[i].len,
			t->text + t->hole[i].at, t->hole[i].digits);
}

static void
dump_given(FILE *f, const struct param_set *s)
{
	for (int i = 0; s->rows && s->rows[i].name; i++)
		if (s->v[i].given)
			fprintf(f, " %s=%s", s->rows[i].name, s->v[i].text);
	fprintf(f, "\n");
}

static void
dump_layer(FILE *f, const struct nn_layer_spec *l)
{
	fprintf(f, "  %s %g act %s init %s bias %s %g\n", l->kind->name, l->arg[0],
		l->act.kind ? l->act.kind->name : "-",
		l->init.kind ? l->init.kind->name : "-",
		l->bias.kind ? l->bias.kind->name : "-", (double)l->bias.p[0]);
}

static void
dump_runs(FILE *f, const struct lab_plan *p)
{
	fprintf(f, "data %s", p->data ? p->data->name : "none");
	dump_given(f, &p->data_param);
	for (int i = 0; i < p->n_run; i++) {
		const struct train_spec *s = &p->run[i].spec;

		fprintf(f, "run %s of %s:", s->name, p->run[i].net);
		dump_given(f, &s->knob);
		for (int k = 0; k < s->depth; k++)
			dump_layer(f, &s->layer[k]);
	}
	for (int i = 0; i < p->n_vary; i++)
		fprintf(f, "vary %s\n", p->vary[i]);
}

static void
dump_show(FILE *f, const struct lab_plan *p, const struct lab_step *s)
{
	fprintf(f, "show\n");
	for (int i = 0; i < s->show.n; i++) {
		const struct lab_panel *panel = &s->show.panel[i];

		fprintf(f, "  row %d: %s", panel->row, panel->kind->name);
		for (int k = 0; k < panel->n_run; k++)
			fprintf(f, " %s", p->run[panel->run[k]].spec.name);
		for (int k = 0; k < panel->n_act; k++)
			fprintf(f, " %s (%s)", panel->act_name[k],
				panel->act[k].kind->name);
		dump_given(f, &panel->param);
	}
}

static void
dump_ask(FILE *f, const struct lab_ask *q)
{
	fprintf(f, "ask %d %s points %g\n", q->index, q->name, q->points);
	dump_text(f, "text", &q->text);
	if (q->kind == LAB_NUMBER)
		fprintf(f, "  answer %.6g tol %g\n", q->answer, q->tol);
	for (int i = 0; i < q->n_choice; i++)
		fprintf(f, "  %c%s [%s]\n", q->choice[i].letter,
			q->choice[i].right ? "*" : "", q->choice[i].text);
	for (int i = 0; i < q->n_hint; i++)
		dump_text(f, "hint", &q->hint[i]);
	dump_text(f, "why", &q->why);
}

static void
dump_train(FILE *f, const struct lab_plan *p, const struct lab_train *t)
{
	fprintf(f, "train");
	for (int i = 0; i < t->n_run; i++)
		fprintf(f, " %s", p->run[t->run[i]].spec.name);
	fprintf(f, " epochs %g steps %ld%s%s\n", t->epochs, t->steps,
		t->until ? " until" : "", t->lockstep ? " lockstep" : "");
}

static void
dump_step(FILE *f, const struct lab_plan *p, const struct lab_step *s)
{
	switch (s->what) {
	case LAB_SAY:
		fprintf(f, "say\n");
		dump_text(f, "text", &s->say);
		break;
	case LAB_SHOW:
		dump_show(f, p, s);
		break;
	case LAB_ASK:
		dump_ask(f, &s->ask);
		break;
	case LAB_PAUSE:
		fprintf(f, "pause\n");
		break;
	case LAB_MARK:
		fprintf(f, "mark %d %s\n", s->mark.index, s->mark.name);
		break;
	case LAB_TRAIN:
		dump_train(f, p, &s->train);
		break;
	case LAB_SET:
		fprintf(f, "set %s.%.*s = %.*s at %ld\n", p->run[s->set.run].spec.name,
			STR_ARG(s->set.key), STR_ARG(s->set.value), s->set.step);
		break;
	}
}

static void
dump_expect(FILE *f, const struct lab_expect *x)
{
	static const char *const over[] = { "all", "most", "median" };

	fprintf(f, "expect %s points %g mark %d over %s seeds", x->name, x->points,
		x->mark, over[x->over]);
	for (int i = 0; i < x->n_seed; i++)
		fprintf(f, " %d", (int)x->seed[i]);
	fprintf(f, "\n  [");
	for (int i = 0; i < x->source.n; i++)
		fputc(x->source.s[i] == '\n' ? '/' : x->source.s[i], f);
	fprintf(f, "]\n");
	dump_text(f, "why", &x->why);
	dump_text(f, "else", &x->otherwise);
}

static void
dump_todo(FILE *f, const struct lab_plan *p, const struct lab_todo *t)
{
	fprintf(f, "todo %s points %g max %d\n", t->name, t->points, t->max);
	dump_text(f, "text", &t->text);
	for (int i = 0; i < t->n_may; i++)
		fprintf(f, "  may %s.%s\n", p->run[t->may[i].run].spec.name,
			t->may[i].knob);
	fprintf(f, "  pass [%.*s]\n", STR_ARG(t->pass_source));
	for (int i = 0; i < t->n_solution; i++)
		fprintf(f, "  solution %s.%s = %s\n",
			p->run[t->solution[i].run].spec.name, t->solution[i].key,
			t->solution[i].value);
	for (int i = 0; i < t->n_hint; i++)
		dump_text(f, "hint", &t->hint[i]);
	dump_text(f, "why", &t->why);
}

void
lab_dump(FILE *f, const struct lab_plan *p)
{
	fprintf(f, "lab %s\ntitle [%s]\ntime [%s]\nseed %d\n", p->name, p->title, p->time,
		(int)p->seed);
	dump_runs(f, p);
	for (int i = 0; i < p->n_step; i++)
		dump_step(f, p, &p->step[i]);
	for (int i = 0; i < p->n_expect; i++)
		dump_expect(f, &p->expect[i]);
	for (int i = 0; i < p->n_todo; i++)
		dump_todo(f, p, &p->todo[i]);
	dump_text(f, "card", &p->card);
	for (int i = 0; i < p->n_next; i++)
		fprintf(f, "next %s\n", p->next[i]);
}
