#include "lab/parser.h"

/* Panels of a show block:
 * block -> row { row }, row -> panel { '|' panel },
 * panel -> kind { subject } { key '=' value }
 */

static bool
panel_kind(struct lab_panel *panel, const struct lab_word *w, struct err *e)
{
	struct str_near near = str_near_begin(w->text);

	panel->kind = panel_kind_find(w->text);
	if (panel->kind)
		return true;
	for (const struct panel_kind *k = panel_kinds; k->name; k++)
		str_near_try(&near, k->name);
	err_set(e, ERR_NAME, w->at, "unknown panel '%.*s'", STR_ARG(w->text));
	return err_did_you_mean(e, str_near_best(&near));
}

static bool
too_many(const struct lab_panel *panel, const struct lab_word *w, struct err *e)
{
	int most = panel->kind->max_runs;

	err_set(e, ERR_RANGE, w->at, "'%s' shows %d at most", panel->kind->name, most);
	return err_hint(e, "one panel each: %s a | %s b", panel->kind->name,
			panel->kind->name);
}

static bool
neither(const struct lab_plan *plan, const struct lab_panel *panel,
	const struct lab_word *w, struct err *e)
{
	struct str_near near = str_near_begin(w->text);

	for (int i = 0; panel->kind->takes_runs && i < plan->n_run; i++)
		str_near_try(&near, plan->run[i].spec.name);
	if (panel->kind->takes_acts)
		nn_acts_near(&plan->own, &near);
	err_set(e, ERR_NAME, w->at, panel->kind->takes_acts
		? "'%.*s' is neither a run nor an activation" : "there is no run '%.*s'",
		STR_ARG(w->text));
	return err_did_you_mean(e, str_near_best(&near));
}

/* subject -> run | activation [ '(' parameters ')' ] */
static bool
panel_subject(const struct lab_plan *plan, struct arena *a, struct lab_panel *panel,
	      const struct lab_word *w, struct err *e)
{
	int run = lab_run_find(plan, w->text), n = panel->n_run + panel->n_act;
	struct param_call call;

	if (n >= panel->kind->max_runs || n >= PANEL_SUBJECTS_MAX)
		return too_many(panel, w, e);
	if (run >= 0 && panel->kind->takes_runs) {
		panel->run[panel->n_run++] = run;
		return true;
	}
	if (!panel->kind->takes_acts)
		return neither(plan, panel, w, e);
	if (!param_call_split(w->text, w->at, &call, e))
		return false;
	if (!nn_act_find_own(&plan->own, call.name))
		return neither(plan, panel, w, e);
	if (!nn_act_parse_own(&plan->own, w->text, w->at, &panel->act[panel->n_act], e))
		return false;
	panel->act_name[panel->n_act++] = str_copy(a, w->text);
	return true;
}

/* layers= that no run of the panel has. */
static bool
check_layers(struct lab_parser *p, const struct lab_panel *panel, struct err *e)
{
	int row = param_find(panel->kind->param, str_of("layers")), most = 0;
	const struct param_value *v = row >= 0 ? &panel->param.v[row] : NULL;

	for (int i = 0; i < panel->n_run; i++) {
		int levels = p->levels[panel->run[i]];

		if (!levels)
			return true;
		most = levels > most ? levels : most;
	}
	for (int i = 0; v && v->given && i < v->n_list; i++)
		if (v->list[i] > most)
			return err_set(e, ERR_RANGE, v->at,
				       "layers=%s, but there are layers 1..%d", v->text,
				       most);
	return true;
}

static bool
panel_words(const struct lab_plan *plan, struct arena *a, struct lab_panel *panel,
	    const struct lab_word *w, int n, struct err *e)
{
	if (!panel_kind(panel, w, e))
		return false;
	param_set_init(&panel->param, panel->kind->param);
	for (int i = 1; i < n; i++) {
		if (w[i].key.n ? !param_set_text(&panel->param, w[i].key, w[i].key_at,
						 w[i].value, w[i].value_at, e)
			       : !panel_subject(plan, a, panel, &w[i], e))
			return false;
	}
	if (panel->n_run + panel->n_act == 0) {
		err_set(e, ERR_SYNTAX, w->at, "'%s' does not say what it shows",
			panel->kind->name);
		return err_hint(e, "usage: %s", panel->kind->usage);
	}
	return true;
}

bool
lab_panel_parse(const struct lab_plan *plan, struct str text, struct arena *a,
		struct lab_panel *out, struct err *e)
{
	struct lab_words *words = ARENA_NEW(a, struct lab_words, 1);

	*out = (struct lab_panel){ 0 };
	if (!lab_words_read(words, text, 0, a, e))
		return false;
	if (words->n == 0)
		return err_set(e, ERR_SYNTAX, SPAN_NONE, "no panel is named");
	return panel_words(plan, a, out, words->word, words->n, e);
}

static bool
read_panel(struct lab_parser *p, struct lab_panel *panel, const struct lab_word *w, int n,
	   struct err *e)
{
	if (!panel_words(p->plan, p->a, panel, w, n, e))
		return false;
	p->plan->dear |= panel_dear(panel->kind, &panel->param);
	return check_layers(p, panel, e);
}

static bool
empty_panel(const struct lab_word *bar, struct err *e)
{
	return err_set(e, ERR_SYNTAX, bar->at, "'|' parts panels; one is missing");
}

static bool
read_row(struct lab_parser *p, struct lab_step *s, const struct lab_words *w, int row,
	 struct err *e)
{
	for (int from = 0, to; from <= w->n; from = to + 1) {
		struct lab_panel *panel;

		for (to = from; to < w->n && !w->word[to].bar; to++)
			;
		if (to == from)
			return empty_panel(&w->word[to < w->n ? to : w->n - 1], e);
		if (s->show.n == LAB_PANELS_MAX)
			return err_set(e, ERR_RANGE, w->word[from].at,
				       "'show' may have %d panels", LAB_PANELS_MAX);
		panel = &s->show.panel[s->show.n];
		panel->row = row;
		if (!read_panel(p, panel, &w->word[from], to - from, e))
			return false;
		s->show.n++;
	}
	return true;
}

static int
count_panels(const struct lab_command *c)
{
	int n = 0;

	for (int i = 0; i < c->n_line; i++) {
		n += c->line[i].text.n > 0;
		for (int k = 0; k < c->line[i].text.n; k++)
			n += c->line[i].text.s[k] == '|';
	}
	return n < LAB_PANELS_MAX ? n : LAB_PANELS_MAX;
}

bool
lab_panels_read(struct lab_parser *p, const struct lab_command *c, struct lab_step *s,
		struct err *e)
{
	struct lab_words words;
	int most = count_panels(c), row = 0;

	if (!lab_room(p, arena_need(sizeof(struct lab_panel), (size_t)most), c->at, e))
		return false;
	s->show.n = 0;
	s->show.panel = ARENA_NEW(p->a, struct lab_panel, most);
	for (int i = 0; i < c->n_line; i++) {
		if (!c->line[i].text.n)
			continue;
		if (!lab_words_read(&words, c->line[i].text, c->line[i].at, p->a, e)
		    || !read_row(p, s, &words, row++, e))
			return false;
	}
	return true;
}
