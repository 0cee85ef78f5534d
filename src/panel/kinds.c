#include "panel/panel.h"

static const struct param curve_params[] = {
	{ "from", PARAM_REAL, -1000, 1000, -5, "", NULL, "left end of the z axis" },
	{ "to", PARAM_REAL, -1000, 1000, 5, "", NULL, "right end of the z axis" },
	{ 0 }
};
static const struct param tangent_params[] = {
	{ "at", PARAM_REAL, -1000, 1000, 0, "", NULL, "z of the tangent" },
	{ "layer", PARAM_INT, 1, 10000, 1, "", NULL,
	  "whose pre-activations of a run are drawn beneath" },
	{ "from", PARAM_REAL, -1000, 1000, -5, "", NULL, "left end of the z axis" },
	{ "to", PARAM_REAL, -1000, 1000, 5, "", NULL, "right end of the z axis" },
	{ 0 }
};
static const struct param unit_params[] = {
	{ "layer", PARAM_INT, 1, 10000, 1, "", NULL, "of the chosen unit" },
	{ "unit", PARAM_INT, 1, TRAIN_UNITS_LEVEL, 1, "", NULL, "which one is chosen" },
	{ 0 }
};
static const struct param through_params[] = {
	{ "layer", PARAM_INT, 1, 10000, 1, "", NULL,
	  "whose pre-activations of a run go in" },
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
	  "line between classes; band: hatched near it; levels: 0.1 0.25 0.5 0.75 0.9" },
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
	{ "of", PARAM_WORD, 0, 23, 0, "",
	  "grad grad_rms grad_max weight ratio rms mean std max_out saturated zero dead "
	  "underflow flushed overflow rank quantile z_mean z_std z_quantile max_out_test "
	  "slope_factor weight_factor chain",
	  "the measure of each layer" },
	{ "q", PARAM_REAL, 0, 1, 0.5, "", NULL, "share of a quantile" },
	{ "axis", PARAM_WORD, 0, 1, 0, "", "linear log", "scale of the value axis" },
	{ "layers", PARAM_LIST, 1, 10000, 0, "", NULL,
	  "which layers, 1 nearest the input" },
	{ 0 }
};
static const struct param measures_params[] = {
	{ "of", PARAM_WORD, 0, 19, 0, "",
	  "all loss acc loss_test acc_test loss_batch grad_all steps epochs diverged levels "
	  "underflow_all scale skipped balanced_acc r2 ece balanced_acc_test r2_test ece_test",
	  "which measure; all: those that the data have" },
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

#define OF_PAST "ratio grad weight rms saturated dead"
static const struct param past_params[] = {
	{ "of", PARAM_WORD, 0, 5, 0, "", OF_PAST, "the measure of each layer" },
	{ "axis", PARAM_WORD, 0, 1, 1, "", "linear log", "scale of the value axis" },
	{ "layers", PARAM_LIST, 1, 10000, 0, "", NULL,
	  "which layers; six spread evenly over them at most" },
	{ 0 }
};
static const struct param pastmap_params[] = {
	{ "of", PARAM_WORD, 0, 5, 4, "", OF_PAST, "the measure of each layer" },
	{ "axis", PARAM_WORD, 0, 1, 0, "", "linear log", "scale of the colours" },
	{ "layers", PARAM_LIST, 1, 10000, 0, "", NULL, "which layers, a range" },
	{ 0 }
};
static const struct param gradmap_params[] = {
	{ "layers", PARAM_LIST, 1, 10000, 0, "", NULL,
	  "which layers, one picture each; the first, the middle and the last" },
	{ 0 }
};
static const struct param lrcurve_params[] = {
	{ "axis", PARAM_WORD, 0, 1, 0, "", "linear log", "scale of the value axis" },
	{ 0 }
};
static const struct param chain_params[] = {
	{ "by", PARAM_WORD, 0, 1, 0, "", "norm path",
	  "norms over many rows, or one path: of row 1, from unit to unit" },
	{ "view", PARAM_WORD, 0, 2, 0, "", "both table plot", "numbers, lines or both" },
	{ "layers", PARAM_LIST, 1, 10000, 0, "", NULL,
	  "which layers, 1 nearest the input" },
	{ 0 }
};
static const struct param softmax_params[] = {
	{ "temperature", PARAM_REAL, 0.01, 1000, 1, "", NULL,
	  "what the outputs are divided by before the softmax" },
	{ "row", PARAM_INT, 1, TRAIN_SAMPLE_ROWS, 1, "", NULL, "which row of the part" },
	{ "part", PARAM_WORD, 0, 1, 0, "", "train test", "which rows are looked at" },
	{ 0 }
};

static const struct param filters_params[] = {
	{ "layer", PARAM_INT, 0, 10000, 0, "", NULL,
	  "which layer; 0: the first that has any" },
	{ 0 }
};
static const struct param plate_params[] = {
	{ "layer", PARAM_INT, 0, 10000, 0, "", NULL,
	  "which layer; 0: the first that has any" },
	{ "row", PARAM_INT, 1, TRAIN_PLATE_ROWS, 1, "", NULL, "which row of the data" },
	{ 0 }
};

const struct panel_kind panel_kinds[] = {
	{ "curve", "curve RUN|ACTIVATION... [from=Z] [to=Z]",
	  "activation f(z), with where a run's data falls on it",
	  12, 4, PANEL_SUBJECTS_MAX, true, true, curve_params, panel_curve },
	{ "slope", "slope RUN|ACTIVATION... [from=Z] [to=Z]",
	  "derivative f'(z) of an activation",
	  12, 4, PANEL_SUBJECTS_MAX, true, true, curve_params, panel_slope },
	{ "tangent", "tangent RUN|ACTIVATION [RUN] [at=Z] [layer=L] [from=Z] [to=Z]",
	  "one activation, slope and tangent, flat parts shaded, where a layer's z fall",
	  16, 6, 2, true, true, tangent_params, panel_tangent },
	{ "through", "through RUN|ACTIVATION [RUN] [layer=L]",
	  "what an activation makes of a layer's z, or of normal numbers",
	  36, 5, 2, true, true, through_params, panel_through },
	{ "net", "net RUN [layer=L] [unit=U]",
	  "the layers as a graph, with what each unit answers over the plane of two inputs",
	  30, 8, 1, false, true, unit_params, panel_net, false, TRAIN_DEAR_UNITS },
	{ "unit", "unit RUN [layer=L] [unit=U]",
	  "one unit: what it answers over the plane of two inputs, and its weights",
	  24, 6, 1, false, true, unit_params, panel_unit, false, TRAIN_DEAR_UNITS },
	{ "loss", "loss RUN... [axis=linear|log] [part=auto|training|test|both] [smooth=S]",
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
	{ "acthist", "acthist RUN [layers=LIST]",
	  "how outputs are spread, behind the activation, layer by layer",
	  16, 5, 1, false, true, zhist_params, panel_acthist,
	  false, TRAIN_DEAR_OUTPUTS },
	{ "weighthist", "weighthist RUN [layers=LIST]",
	  "how weights are spread, layer by layer",
	  16, 5, 1, false, true, zhist_params, panel_weighthist,
	  false, TRAIN_DEAR_WEIGHTS },
	{ "gradmap", "gradmap RUN [layers=LIST]",
	  "histograms of the gradient over time: sizes upward, a column a moment",
	  16, 6, 1, false, true, gradmap_params, panel_gradmap,
	  false, TRAIN_DEAR_TRAIL },
	{ "past", "past RUN [of=MEASURE] [axis=linear|log] [layers=LIST]",
	  "a measure of layers over time, a line a layer",
	  16, 5, 1, false, true, past_params, panel_past,
	  false, TRAIN_DEAR_TRAIL },
	{ "pastmap", "pastmap RUN [of=MEASURE] [axis=linear|log] [layers=RANGE]",
	  "a measure of layers over time as colours: layers upward",
	  16, 6, 1, false, true, pastmap_params, panel_pastmap,
	  false, TRAIN_DEAR_TRAIL },
	{ "deadmap", "deadmap RUN [layers=LIST]",
	  "which units are dead, silent on every example, over time",
	  16, 6, 1, false, true, zhist_params, panel_deadmap,
	  false, TRAIN_DEAR_TRAIL },
	{ "chain", "chain RUN [by=norm|path] [view=both|table|plot] [layers=LIST]",
	  "what the chain rule multiplies: the slopes' factor, the weights', the product",
	  16, 5, 1, false, true, chain_params, panel_chain,
	  false, TRAIN_DEAR_CHAIN },
	{ "softmax", "softmax RUN [temperature=T] [row=N] [part=train|test]",
	  "the probabilities of one row, class by class",
	  16, 5, 1, false, true, softmax_params, panel_softmax },
	{ "surface", "surface RUN",
	  "a slice through the loss around the weights, and the way walked",
	  16, 6, 1, false, true, no_params, panel_surface,
	  false, TRAIN_DEAR_SLICE },
	{ "filters", "filters RUN [layer=L]",
	  "weights as images: windows of a conv, units of a first dense layer",
	  16, 6, 1, false, true, filters_params, panel_filters,
	  false, TRAIN_DEAR_PLATES },
	{ "featuremaps", "featuremaps RUN [layer=L] [row=N]",
	  "what a conv layer makes of one row, beside the row",
	  16, 6, 1, false, true, plate_params, panel_featuremaps,
	  false, TRAIN_DEAR_PLATES },
	{ "attnmap", "attnmap RUN [layer=L] [row=N]",
	  "which step takes how much of which, a picture a head",
	  16, 6, 1, false, true, plate_params, panel_attnmap,
	  false, TRAIN_DEAR_PLATES },
	{ "gates", "gates RUN [layer=L] [row=N]",
	  "the gates and the memory of an lstm over the steps of one row",
	  16, 6, 1, false, true, plate_params, panel_gates,
	  false, TRAIN_DEAR_PLATES },
	{ "lrcurve", "lrcurve RUN... [axis=linear|log]",
	  "the learning rate, and the scale of the loss where there is one",
	  16, 4, PANEL_SUBJECTS_MAX, false, true, lrcurve_params, panel_lrcurve },
	{ "measures", "measures RUN... [of=all|MEASURE]",
	  "everything that is measured of a whole network, or one of it",
	  16, 3, PANEL_SUBJECTS_MAX, false, true, measures_params, panel_measures },
	{ "runtable", "runtable RUN...",
	  "a row a run: the knobs that differ, and what was measured",
	  16, 3, PANEL_SUBJECTS_MAX, false, true, no_params, panel_runtable },
	{ "eventlog", "eventlog RUN...",
	  "knobs that were turned, and why a run stopped, in the order of steps",
	  16, 3, PANEL_SUBJECTS_MAX, false, true, no_params, panel_eventlog },
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
		return k->dear;
	m = train_metric_find(str_of(param_text(p, "of")));
	return k->dear | (m ? m->dear : 0);
}
