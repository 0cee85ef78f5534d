/* A recorded run and the engine's own, side by side. */
#include "config.h"
#include "report/page.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

/* ---- for people ---- */

/* "-" where there is no number */
static const char *
cell(char buf[STR_NUM_MAX], double v, const char *fmt)
{
	if (isnan(v))
		snprintf(buf, STR_NUM_MAX, "-");
	else if (fmt)
		snprintf(buf, STR_NUM_MAX, "%.7g", v);
	else
		snprintf(buf, STR_NUM_MAX, "%.1e", v);
	return buf;
}

static void
put_figure(FILE *f, double v)
{
	char buf[STR_NUM_MAX];

	fprintf(f, " %12s", cell(buf, v, "figure"));
}

/* How far own is from recorded, relative to it. */
static void
put_off(FILE *f, double recorded, double own)
{
	char buf[STR_NUM_MAX];
	double off = own == recorded ? 0 : fabs(own - recorded) / fabs(recorded);

	fprintf(f, " %8s", cell(buf, off, NULL));
}

static void
put_steps(FILE *f, const struct train_replay *r)
{
	fprintf(f, "\nLosses of a batch, and of all rows in evaluation mode\n"
		   "%6s %12s %12s %8s %12s %12s %8s\n", "step", "recorded", "own", "off",
		"recorded", "own", "off");
	for (int t = 0; t <= r->steps; t++) {
		const struct train_replay_step *s = &r->step[t];

		fprintf(f, "%6d", t);
		put_figure(f, s->batch);
		put_figure(f, s->batch_own);
		put_off(f, s->batch, s->batch_own);
		put_figure(f, s->full);
		put_figure(f, s->full_own);
		put_off(f, s->full, s->full_own);
		putc('\n', f);
	}
}

static void
put_tensors(FILE *f, const struct train_replay *r)
{
	const char *layer = "";

	fprintf(f, "\nGradients at step 0 (L2 norm), and final weights (largest "
		   "deviation)\n%-28s %12s %12s %8s %8s\n", "tensor", "recorded", "own",
		"off", "final");
	for (int i = 0; i < r->n_tensor; i++) {
		const struct train_replay_tensor *t = &r->tensor[i];
		char buf[STR_NUM_MAX];

		if (layer != t->layer && strcmp(layer, t->layer) != 0)
			fprintf(f, "%s\n", t->layer);
		layer = t->layer;
		fprintf(f, "  %-26s", t->name);
		put_figure(f, t->grad);
		put_figure(f, t->grad_own);
		if (t->exempt)
			fprintf(f, " %8s", "exempt");
		else
			put_off(f, t->grad, t->grad_own);
		fprintf(f, " %8s\n", cell(buf, t->final, NULL));
	}
}

/* "at step 12", "in 0.bias" */
static void
put_where(FILE *f, const struct train_replay_check *c)
{
	if (c->tensor)
		fprintf(f, "  in %s", c->tensor->name);
	else
		fprintf(f, "  at step %d", c->step);
}

static void
put_checks(FILE *f, const struct train_replay *r)
{
	fprintf(f, "\n%-24s %8s %8s  %s\n", "Largest deviation", "is", "allowed", "");
	for (int i = 0; i < TRAIN_REPLAY_CHECKS; i++) {
		const struct train_replay_check *c = &r->check[i];
		char buf[STR_NUM_MAX];

		fprintf(f, "%-24s %8s", c->what, cell(buf, c->off, NULL));
		fprintf(f, " %8s  %-7s", cell(buf, c->allowed, NULL),
			c->held ? "held" : "failed");
		put_where(f, c);
		putc('\n', f);
	}
	fprintf(f, "\n%s %s\n", r->name,
		r->held ? "is replayed within its tolerances"
			: "is not replayed within its tolerances");
}

void
report_replay_text(FILE *f, const struct train_replay *r)
{
	fprintf(f, "%s\n", r->name);
	page_paragraph(f, 2, r->about);
	page_paragraph(f, 2, r->net);
	fprintf(f, "  %d parameters; %s; %s; %s\n  %d steps of %d of %d rows\n",
		r->n_param,
		r->loss, r->opt, r->precision, r->steps, r->batch, r->rows);
	for (int i = 0; i < r->n_left; i++)
		fprintf(f, "%s%s%s", i ? ", " : "  without meaning here: ", r->left[i],
			i + 1 < r->n_left ? "" : "\n");
	put_steps(f, r);
	put_tensors(f, r);
	put_checks(f, r);
}

/* ---- for machines ---- */

static json_t *
number(double v)
{
	return isfinite(v) ? json_real(v) : json_null();
}

static json_t *
pair(double recorded, double own)
{
	return json_pack("{s:o, s:o}", "recorded", number(recorded), "own", number(own));
}

static json_t *
steps(const struct train_replay *r)
{
	json_t *all = json_array();

	for (int t = 0; t <= r->steps; t++) {
		const struct train_replay_step *s = &r->step[t];

		json_array_append_new(
			all, json_pack("{s:i, s:o, s:o, s:o}", "step", t, "batch_loss",
				       pair(s->batch, s->batch_own), "full_loss",
				       pair(s->full, s->full_own), "grad_norm",
				       pair(s->norm, s->norm_own)));
	}
	return all;
}

static json_t *
tensors(const struct train_replay *r)
{
	json_t *all = json_array();

	for (int i = 0; i < r->n_tensor; i++) {
		const struct train_replay_tensor *t = &r->tensor[i];

		json_array_append_new(
			all, json_pack("{s:s, s:s, s:b, s:b, s:o, s:o}", "name", t->name,
				       "layer", t->layer, "buffer", t->buffer, "exempt",
				       t->exempt, "grad0_norm",
				       pair(t->grad, t->grad_own),
				       "final_deviation", number(t->final)));
	}
	return all;
}

static json_t *
checks(const struct train_replay *r)
{
	json_t *all = json_array();

	for (int i = 0; i < TRAIN_REPLAY_CHECKS; i++) {
		const struct train_replay_check *c = &r->check[i];
		json_t *o = json_pack("{s:s, s:s, s:o, s:o, s:b}", "what", c->what,
				      "tolerance", c->key, "deviation", number(c->off),
				      "allowed", number(c->allowed), "held", c->held);

		if (c->tensor)
			json_object_set_new(o, "tensor", json_string(c->tensor->name));
		else
			json_object_set_new(o, "step", json_integer(c->step));
		json_array_append_new(all, o);
	}
	return all;
}

void
report_replay_json(FILE *f, const struct train_replay *r)
{
	json_t *left = json_array(), *root;

	for (int i = 0; i < r->n_left; i++)
		json_array_append_new(left, json_string(r->left[i]));
	root = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:i, s:i, s:i, s:o}",
			 "actlab", PACKAGE_VERSION, "name", r->name, "about", r->about,
			 "network", r->net, "loss", r->loss, "optimizer", r->opt,
			 "precision", r->precision,
			 "parameters", r->n_param, "steps", r->steps, "batch_size",
			 r->batch, "rows", r->rows, "left_out", left);
	json_object_set_new(root, "step", steps(r));
	json_object_set_new(root, "tensors", tensors(r));
	json_object_set_new(root, "checks", checks(r));
	json_object_set_new(root, "held", json_boolean(r->held));
	json_dumpf(root, f, JSON_INDENT(2) | JSON_REAL_PRECISION(17));
	putc('\n', f);
	json_decref(root);
}
