#include "panel/panel.h"

static const struct param curve_params[] = {
	{ "from", PARAM_REAL, -1000, 1000, -5, "", NULL, "left end of the z axis" },
	{ "to", PARAM_REAL, -1000, 1000, 5, "", NULL, "right end of the z axis" },
	{ 0 }
};
static const struct param loss_params[] = {
	{ "axis", PARAM_WORD, 0, 1, 0, "", "linear log", "scale of the value axis" },
	{ "part", PARAM_WORD, 0, 3, 0, "", "auto training test both",
	  "which curves; auto: both of one run, the training set of several" },
	{ "smooth", PARAM_REAL, 0, 0.99, 0, "", NULL,
	  "how much of each value is taken from those before it" },
	{ 0 }
};
static const struct param acc_params[] = {
	{ "of", PARAM_WORD, 0, 1, 0, "", "right wrong",
	  "which answers are counted; the few that are wrong show better with axis=log" },
	{ "axis", PARAM_WORD, 0, 1, 0, "", "linear log", "scale of the value axis" },
	{ "part", PARAM_WORD, 0, 3, 0, "", "auto training test both",
	  "which curves; auto: both of one run, the training set of several" },
	{ "smooth", PARAM_REAL, 0, 0.99, 0, "", NULL,
	  "how much of each value is taken from those before it" },
	{ 0 }
};
static const struct param boundary_params[] = {
	{ "points", PARAM_WORD, 0, 3, 0, "", "both training test none",
	  "which rows of the data are drawn" },
	{ "lines", PARAM_WORD, 0, 3, 0, "", "band half levels none",
	  "band: where two classes are nearly as likely, hatched, and the line between "
	  "them; half: that line; levels: lines of probability 0.1, 0.25, 0.5, 0.75, 0.9" },
	{ "band", PARAM_REAL, 0, 0.5, 0.1, "", NULL,
	  "how far from even a probability may be to count as undecided" },
	{ 0 }
};
static const struct param no_params[] = { { 0 } };
static const struct param layer_params[] = {
	{ "axis", PARAM_WORD, 0, 1, 0, "", "linear log", "scale of the value axis" },
	{ "layers", PARAM_LIST, 1, 10000, 0, "", NULL,
	  "which layers, 1 nearest the input" },
	{ 0 }
};
static const struct param bars_params[] = {
	{ "of", PARAM_WORD, 0, 20, 0, "",
	  "grad grad_rms grad_max weight ratio rms mean std max_out saturated zero dead "
	  "underflow flushed overflow rank quantile z_mean z_std z_quantile max_out_test",
	  "the measure of each layer" },
	{ "q", PARAM_REAL, 0, 1, 0.5, "", NULL, "share of a quantile" },
	{ "axis", PARAM_WORD, 0, 1, 0, "", "linear log", "scale of the value axis" },
	{ "layers", PARAM_LIST, 1, 10000, 0, "", NULL,
	  "which layers, 1 nearest the input" },
	{ 0 }
};
static const struct param part_params[] = {
	{ "part", PARAM_WORD, 0, 1, 0, "", "train test", "which rows are looked at" },
	{ 0 }
};
static const struct param gradhist_params[] = {
	{ "axis", PARAM_WORD, 0, 0, 0, "", "log",
	  "sizes differ by orders of magnitude: log" },
	{ "layers", PARAM_LIST, 1, 10000, 0, "", NULL, "which layers, one picture each" },
	{ 0 }
};
static const struct param zhist_params[] = {
	{ "layers", PARAM_LIST, 1, 10000, 0, "", NULL, "which layers, one picture each" },
	{ 0 }
};

const struct panel_kind panel_kinds[] = {
	{ "curve", "curve RUN|ACTIVATION... [from=Z] [to=Z]",
	  "activation f(z), with where a run's data falls on it",
	  12, 4, PANEL_SUBJECTS_MAX, true, true, curve_params, panel_curve },
	{ "slope", "slope RUN|ACTIVATION... [from=Z] [to=Z]",
	  "derivative f'(z) of an activation",
	  12, 4, PANEL_SUBJECTS_MAX, true, true, curve_params, panel_slope },
	{ "loss", "loss RUN... [axis=linear|log] [part=auto|training|test|both] [smooth=SHARE]",
	  "batch loss against steps; the test part's loss where there is one",
	  16, 4, PANEL_SUBJECTS_MAX, false, true, loss_params, panel_loss },
	{ "acc", "acc RUN... [of=right|wrong] [axis=linear|log] "
	  "[part=auto|training|test|both] [smooth=SHARE]",
	  "share of examples classified right, training set and test part",
	  16, 4, PANEL_SUBJECTS_MAX, false, true, acc_params, panel_acc },
	{ "boundary", "boundary RUN [points=both|training|test|none] "
	  "[lines=band|half|levels|none] [band=SHARE]",
	  "what the network answers over the plane of two inputs, with the data",
	  12, 6, 1, false, true, boundary_params, panel_boundary,
	  true },
	{ "fit", "fit RUN...",
	  "the output along one input, with the data",
	  16, 5, PANEL_SUBJECTS_MAX, false, true, no_params, panel_line_fit,
	  true },
	{ "gradbars", "gradbars RUN... [axis=linear|log] [layers=LIST]",
	  "L2 norm of the weights' gradient, layer by layer",
	  16, 5, PANEL_SUBJECTS_MAX, false, true, layer_params, panel_gradbars },
	{ "rms", "rms RUN... [axis=linear|log] [layers=LIST]",
	  "root mean square of the outputs, layer by layer",
	  16, 5, PANEL_SUBJECTS_MAX, false, true, layer_params, panel_rms },
	{ "bars", "bars RUN... of=MEASURE [q=SHARE] [axis=linear|log] [layers=LIST]",
	  "any measure of layers, layer by layer",
	  16, 5, PANEL_SUBJECTS_MAX, false, true, bars_params, panel_bars },
	{ "confusion", "confusion RUN [part=train|test]",
	  "what each class is answered with, as shares of its rows",
	  16, 6, 1, false, true, part_params, panel_confusion },
	{ "reliability", "reliability RUN... [part=train|test]",
	  "how often answers are right that were given with some confidence",
	  16, 6, PANEL_SUBJECTS_MAX, false, true, part_params, panel_reliability },
	{ "gradhist", "gradhist RUN... [axis=log] [layers=LIST]",
	  "how the elements of the gradient are spread, on a log axis",
	  16, 5, PANEL_SUBJECTS_MAX, false, true, gradhist_params, panel_gradhist },
	{ "zhist", "zhist RUN [layers=LIST]",
	  "how pre-activations are spread, layer by layer",
	  16, 5, 1, false, true, zhist_params, panel_zhist },
	{ 0 }
};

const struct panel_kind *
panel_kind_find(struct str name)
{
	for (const struct panel_kind *k = panel_kinds; k->name; k++)
		if (str_is(name, k->name))
			return k;
	return NULL;
}

unsigned
panel_dear(const struct panel_kind *k, const struct param_set *p)
{
	const struct train_metric *m;

	if (param_find(k->param, str_of("of")) < 0)
		return 0;
	m = train_metric_find(str_of(param_text(p, "of")));
	return m ? m->dear : 0;
}
