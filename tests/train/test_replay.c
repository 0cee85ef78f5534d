#include "train.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

static const char *const names[] = {
	"01_mlp_relu_sgd", "02_mlp_tanh_momentum", "03_mlp_gelu_adam",
	"04_mlp_silu_adamw_ls", "05_mlp_elu_rmsprop_posweight", "06_batchnorm_clip",
	"07_prelu_nesterov_l2", "08_deep20_sigmoid", "09_residual_layernorm", "10_lstm",
	"11_conv", "12_attention", "13_focal_leaky", "14_causal_blocks",
	"15_prelu_batchnorm", "16_conv_images", "17_nested_residuals",
	"18_attention_biases", "19_lstm_layernorm", "20_steps_as_channels",
	"21_shared_parameters", "22_an_answer_a_step", NULL
};

static const char *
path_of(const char *name, const char *end)
{
	char path[256];

	snprintf(path, sizeof(path), "train/trajectories/%s.%s", name, end);
	return tap_path(path);
}

/* ---- what was recorded is met ---- */

static void
is_replayed(void **state)
{
	struct train_replay r;
	struct err e = { 0 };

	if (!train_replay(&r, path_of(*state, "json"), NULL, &e))
		fail_msg("%s", e.msg);
	assert_string_equal(r.name, *state);
	assert_int_equal(r.n_left, 0);
	for (int i = 0; i < TRAIN_REPLAY_CHECKS; i++) {
		const struct train_replay_check *c = &r.check[i];

		print_message("# %s: %s off by %.2g of %.2g\n", r.name, c->what, c->off,
			      c->allowed);
		assert_true(c->held);
	}
	assert_true(r.held);
	train_replay_done(&r);
}

static void
running_statistics_are_replayed_too(void **state)
{
	struct train_replay r;
	struct err e = { 0 };
	int n = 0;

	(void)state;
	assert_true(train_replay(&r, path_of("06_batchnorm_clip", "json"), NULL, &e));
	for (int i = 0; i < r.n_tensor; i++)
		if (r.tensor[i].buffer) {
			assert_true(r.tensor[i].final <= r.check[3].allowed);
			assert_true(isnan(r.tensor[i].grad_own));
			n++;
		}
	assert_int_equal(n, 4);
	train_replay_done(&r);
}

static void
steps_and_tensors_are_told_side_by_side(void **state)
{
	struct train_replay r;
	struct err e = { 0 };

	(void)state;
	assert_true(train_replay(&r, path_of("18_attention_biases", "json"), NULL, &e));
	assert_int_equal(r.steps, 50);
	assert_int_equal(r.rows, 40);
	assert_string_equal(r.loss, "mae");
	assert_string_equal(r.opt, "sgd lr 0.01 momentum 0.5");
	assert_string_equal(r.net, "5x6 > attention > gelu_tanh > attention > flatten > "
				   "dense > 1");
	assert_string_equal(r.tensor[1].name, "0.wk");
	assert_string_equal(r.tensor[1].layer, "model[0] self_attention");
	assert_true(isnan(r.step[50].batch) && isnan(r.step[50].norm_own));
	assert_true(fabs(r.step[49].full - r.step[49].full_own) < 1e-5);
	train_replay_done(&r);
}

/* ---- a manifest that was changed ---- */

static char dir[] = "test_train.XXXXXX";

static const char *
file_in_dir(const char *end)
{
	static char path[64];

	snprintf(path, sizeof(path), "%s/m.%s", dir, end);
	return path;
}

static void
copy(const char *from, const char *to)
{
	FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
	char buf[4096];
	size_t n;

	assert_true(in && out);
	while ((n = fread(buf, 1, sizeof(buf), in)) > 0)
		assert_int_equal(fwrite(buf, 1, n, out), n);
	fclose(in);
	assert_int_equal(fclose(out), 0);
}

/* What stands at "model.0.out"; *last is the word behind the last dot. */
static json_t *
walk(json_t *at, const char *path, char last[32])
{
	struct str rest = str_of(path), word;

	str_cut(&rest, '.', &word);
	while (rest.s) {
		str_fill(last, 32, word);
		at = json_is_array(at) ? json_array_get(at, (size_t)atoi(last))
				       : json_object_get(at, last);
		str_cut(&rest, '.', &word);
	}
	str_fill(last, 32, word);
	return at;
}

/* m.json and m.safetensors: a trajectory with one value changed; NULL: taken out. */
static void
change(const char *name, const char *path, const char *value)
{
	json_t *m = json_load_file(path_of(name, "json"), 0, NULL), *at, *v = NULL;
	char last[32];

	assert_non_null(m);
	copy(path_of(name, "safetensors"), file_in_dir("safetensors"));
	json_object_set_new(m, "tensors", json_string("m.safetensors"));
	at = walk(m, path, last);
	if (value)
		assert_non_null(v = json_loads(value, JSON_DECODE_ANY, NULL));
	if (json_is_array(at))
		json_array_set_new(at, (size_t)atoi(last), v);
	else if (v)
		json_object_set_new(at, last, v);
	else
		json_object_del(at, last);
	assert_int_equal(json_dump_file(m, file_in_dir("json"), JSON_INDENT(1)), 0);
	json_decref(m);
}

static const struct wrong {
	const char *what, *name, *path, *value, *msg;
} wrongs[] = {
	{ "another_format", "01_mlp_relu_sgd", "format", "\"actlab-trajectory-2\"",
	  "format: 'actlab-trajectory-2' is not actlab-trajectory-1" },
	{ "no_format", "01_mlp_relu_sgd", "format", NULL,
	  "format: '' is not actlab-trajectory-1" },
	{ "a_layer_that_is_not_there", "01_mlp_relu_sgd", "model.1.type", "\"gru\"",
	  "model[1]: a layer of type 'gru' is not supported" },
	{ "a_layer_without_a_type", "01_mlp_relu_sgd", "model.1.type", NULL,
	  "model[1]: the layer has no type" },
	{ "a_layer_deep_inside", "09_residual_layernorm", "model.1.body.2.type",
	  "\"maxout\"", "model[1].body[2]: a layer of type 'maxout' is not supported" },
	{ "an_empty_residual", "09_residual_layernorm", "model.1.body", "[]",
	  "model[1]: a residual without a body is not supported" },
	{ "a_residual_of_nothing", "09_residual_layernorm", "model.1.body", "7",
	  "model[1].body: a list of layers is missing" },
	{ "no_model", "01_mlp_relu_sgd", "model", "[]", "model: there is no layer" },
	{ "an_activation_that_is_not_there", "01_mlp_relu_sgd", "model.1.name",
	  "\"tahn\"", "model[1]: there is no activation 'tahn' here" },
	{ "a_slope_out_of_bounds", "13_focal_leaky", "model.1.slope", "50",
	  "model[1]: slope=50 is outside -10..10" },
	{ "a_slope_in_words", "13_focal_leaky", "model.1.slope", "\"steep\"",
	  "model[1]: slope is no number" },
	{ "a_prelu_without_a_slope", "07_prelu_nesterov_l2", "model.1.slope", NULL,
	  "model[1]: prelu names no parameter as its slope" },
	{ "a_width_of_nothing", "01_mlp_relu_sgd", "model.0.out", "0",
	  "model[0]: out=0 is outside 1..32768" },
	{ "a_width_with_a_fraction", "01_mlp_relu_sgd", "model.0.out", "1.5",
	  "model[0]: out=1.5 is not a whole number" },
	{ "a_width_missing", "01_mlp_relu_sgd", "model.0.out", NULL,
	  "model[0]: out is missing" },
	{ "a_weight_of_another_shape", "01_mlp_relu_sgd", "model.0.out", "8",
	  "model[0] linear: '0.weight' is F32 16x2, not 8x2" },
	{ "a_weight_turned_over", "11_conv", "model.4.weight", "\"0.weight\"",
	  "model[4] linear: '0.weight' is F32 4x1x3x3, not 10x64" },
	{ "a_buffer_of_two_layers", "06_batchnorm_clip", "model.4.running_var",
	  "\"1.running_var\"",
	  "model[4]: '1.running_var' stands in two layers, which is not supported of a "
	  "buffer" },
	{ "a_weight_that_is_not_there", "01_mlp_relu_sgd", "model.0.weight", "\"w\"",
	  "model[0] linear: there is no tensor 'init/w'" },
	{ "a_parameter_of_no_layer", "01_mlp_relu_sgd", "model.0.bias", "null",
	  "parameters: number 2, '0.bias', is in no layer" },
	{ "a_layer_without_a_weight", "09_residual_layernorm", "model.0.weight", "null",
	  "model[0]: linear without weight is not supported" },
	{ "a_norm_without_statistics", "06_batchnorm_clip", "model.1.running_mean",
	  "null",
	  "model[1]: batchnorm without running_mean is not supported" },
	{ "an_option_of_other_programs", "11_conv", "model.0.dilation", "2",
	  "model[0]: 'dilation' is not supported here" },
	{ "a_truth_nobody_knows", "10_lstm", "model.0.bidirectional", "true",
	  "model[0]: 'bidirectional' is not supported here" },
	{ "another_order_of_gates", "10_lstm", "model.0.gate_order", "\"i,g,f,o\"",
	  "model[0]: gate_order 'i,g,f,o' is not supported, only 'i,f,g,o'" },
	{ "heads_that_do_not_fit", "12_attention", "model.0.heads", "3",
	  "model[0]: 3 heads do not share 8 rows of wq" },
	{ "a_loss_that_is_not_there", "01_mlp_relu_sgd", "loss.type", "\"ctc\"",
	  "loss: type 'ctc' is not supported" },
	{ "no_loss", "01_mlp_relu_sgd", "loss", NULL, "loss: type '' is not supported" },
	{ "a_reduction_that_is_not_there", "01_mlp_relu_sgd", "loss.reduction",
	  "\"none\"", "loss: reduction 'none' is not supported" },
	{ "classes_for_a_loss_of_values", "03_mlp_gelu_adam", "loss.type", "\"mse\"",
	  "loss: mse of class indices is not supported" },
	{ "weights_of_too_few_classes", "03_mlp_gelu_adam", "loss.class_weight", "[1,2]",
	  "loss=ce_logits has 2 class weights for 10 classes" },
	{ "an_optimiser_that_is_not_there", "01_mlp_relu_sgd", "optimizer.type",
	  "\"lion\"", "optimizer: type 'lion' is not supported" },
	{ "an_optimiser_without_a_rate", "01_mlp_relu_sgd", "optimizer.lr", NULL,
	  "optimizer: lr is missing" },
	{ "an_option_of_the_optimiser", "03_mlp_gelu_adam", "optimizer.amsgrad", "true",
	  "optimizer: 'amsgrad' is not supported here" },
	{ "another_clipping", "10_lstm", "clip.type", "\"layer_norm\"",
	  "clip: type 'layer_norm' is not supported, only 'global_norm' and 'value'" },
	{ "a_clipping_without_a_bound", "10_lstm", "clip.max_norm", "null",
	  "clip: max_norm is missing" },
	{ "a_clipping_below_0", "10_lstm", "clip.max_norm", "-1",
	  "clip: a number is below 0" },
	{ "no_steps", "01_mlp_relu_sgd", "steps", "0",
	  "manifest: steps is no whole number from 1 on" },
	{ "more_steps_than_batches", "01_mlp_relu_sgd", "steps", "51",
	  "tensor 'data/batch_index' has 800 elements, not 816" },
	{ "more_rows_than_data", "01_mlp_relu_sgd", "data.samples", "97",
	  "tensor 'data/x' has 192 elements, not 194" },
	{ "rows_wider_than_data", "01_mlp_relu_sgd", "data.x_shape.0", "4",
	  "tensor 'data/x' has 192 elements, not 384" },
	{ "a_shape_of_nothing", "01_mlp_relu_sgd", "data.x_shape", "[]",
	  "data: x_shape has 0 dimensions, not 1..3" },
	{ "a_shape_beyond_all_bounds", "01_mlp_relu_sgd", "data.x_shape",
	  "[100000,100000]", "data: x_shape is no list of sizes in bounds" },
	{ "targets_of_another_kind", "01_mlp_relu_sgd", "data.y_kind", "\"text\"",
	  "data: y_kind 'text' is not supported" },
	{ "targets_under_another_name", "01_mlp_relu_sgd", "data.y", "\"z\"",
	  "'m.safetensors' has no tensor 'z'" },
	{ "no_tolerance", "01_mlp_relu_sgd", "tolerance.loss_rel", NULL,
	  "tolerance: loss_rel is missing" },
	{ "tensors_elsewhere", "01_mlp_relu_sgd", "tensors", "\"../m.safetensors\"",
	  "'../m.safetensors' is not below the lab's directory" },
	{ "no_tensors", "01_mlp_relu_sgd", "tensors", NULL,
	  "tensors is missing: the file's name" },
	{ "tensors_that_are_no_file", "01_mlp_relu_sgd", "tensors", "\"none\"",
	  "cannot open 'none': No such file or directory" },
	{ "tensors_that_are_none", "01_mlp_relu_sgd", "tensors", "\"m.json\"",
	  "the header ends beyond the file: cut short, or no safetensors file" },
	{ NULL, NULL, NULL, NULL, NULL }
};

static void
is_refused(void **state)
{
	const struct wrong *w = *state;
	struct train_replay r;
	struct err e = { 0 };

	change(w->name, w->path, w->value);
	assert_false(train_replay(&r, file_in_dir("json"), NULL, &e));
	if (!strstr(e.msg, w->msg))
		fail_msg("said: %s", e.msg);
	assert_int_equal(err_exit_status(&e), 2);
	train_replay_done(&r);
}

static void
a_mistake_in_the_json_is_shown_at_its_place(void **state)
{
	static const char text[] = "{ \"format\": \"actlab-trajectory-1\",\n  oops }\n";
	FILE *f = fopen(file_in_dir("json"), "wb");
	struct train_replay r;
	struct err e = { 0 };
	int line, column;

	(void)state;
	fputs(text, f);
	fclose(f);
	assert_false(train_replay(&r, file_in_dir("json"), NULL, &e));
	assert_int_equal(e.code, ERR_SYNTAX);
	assert_non_null(e.source);
	err_place(e.source, e.at.at, &line, &column);
	assert_int_equal(line, 2);
	train_replay_done(&r);
}

/* Two tensors of whole numbers, each with one of them out of its range. */
static void
rows_and_classes_beyond_the_data_are_refused(void **state)
{
	static const char *const name[] = { "data/batch_index", "data/y" };
	static const char *const msg[] = {
		"m.json: tensor 'data/batch_index', element 0: 128 is outside 0..127",
		"m.json: tensor 'data/y', element 0: -1 is outside 0..9" };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct data_tensors t;
		struct data_tensor *bad;
		struct train_replay r;
		struct err e = { 0 };
		int bits[2000], value = i ? -1 : 128;

		change("03_mlp_gelu_adam", "optimizer.comment", "\"\"");
		assert_true(data_tensors_read(&t, file_in_dir("safetensors"), &e));
		bad = t.tensor;
		while (strcmp(bad->name, name[i]) != 0)
			bad++;
		assert_true(bad->n <= 2000);
		memcpy(bits, bad->byte, (size_t)bad->n * sizeof(*bits));
		memcpy(bits, &value, sizeof(value));
		bad->byte = (const unsigned char *)bits;
		assert_true(data_tensors_write(&t, file_in_dir("safetensors"), &e));
		data_tensors_done(&t);
		assert_false(train_replay(&r, file_in_dir("json"), NULL, &e));
		assert_string_equal(e.msg, msg[i]);
		train_replay_done(&r);
	}
}

/* ---- a run that another one was ---- */

static const struct other {
	const char *what, *name, *path, *value;
	int check;			/* the first that fails */
} others[] = {
	{ "another_rate", "01_mlp_relu_sgd", "optimizer.lr", "0.11", 0 },
	{ "another_activation", "03_mlp_gelu_adam", "model.1.name", "\"gelu_tanh\"", 0 },
	{ "another_eps_of_the_norm", "09_residual_layernorm", "model.3.eps", "1e-4", 0 },
	{ "another_momentum_of_the_norm", "06_batchnorm_clip", "model.1.momentum", "0.2",
	  0 },
	{ "another_bound_of_the_norm_of_gradients", "06_batchnorm_clip",
	  "clip.max_norm", "0.31", 0 },
	{ "a_causal_look", "12_attention", "model.0.causal", "true", 0 },
	{ "two_heads", "12_attention", "model.0.heads", "2", 0 },
	{ "another_scale", "12_attention", "model.0.scale", "0.3", 0 },
	{ "a_stricter_tolerance", "12_attention", "tolerance.final_weights_abs", "1e-9",
	  3 },
	{ "an_alpha_of_none", "13_focal_leaky", "loss.alpha", "null", 0 },
	{ NULL, NULL, NULL, NULL, 0 }
};

static void
is_not_met(void **state)
{
	const struct other *o = *state;
	struct train_replay r;
	struct err e = { 0 };

	change(o->name, o->path, o->value);
	if (!train_replay(&r, file_in_dir("json"), NULL, &e))
		fail_msg("%s", e.msg);
	assert_false(r.held);
	for (int i = 0; i < o->check; i++)
		assert_true(r.check[i].held);
	assert_false(r.check[o->check].held);
	train_replay_done(&r);
}

static void
a_run_in_reduced_precision_comes_near(void **state)
{
	struct err e = { 0 };

	(void)state;
	for (int i = 1; i <= 2; i++) {
		struct train_replay r;

		assert_true(train_replay(&r, path_of("01_mlp_relu_sgd", "json"),
					 &nn_precisions[i], &e));
		assert_string_equal(r.precision, nn_precisions[i].name);
		assert_false(r.held);
		assert_true(r.check[0].off < (i == 1 ? 0.01 : 0.1));
		train_replay_done(&r);
	}
}

static void
keys_that_say_nothing_are_listed(void **state)
{
	struct train_replay r;
	struct err e = { 0 };

	(void)state;
	change("01_mlp_relu_sgd", "optimizer.comment", "\"plain\"");
	assert_true(train_replay(&r, file_in_dir("json"), NULL, &e));
	assert_true(r.held);
	assert_int_equal(r.n_left, 1);
	assert_string_equal(r.left[0], "optimizer.comment");
	train_replay_done(&r);
}

static void
drop_dir(void)
{
	unlink(file_in_dir("json"));
	unlink(file_in_dir("safetensors"));
	rmdir(dir);
}

void
replay_cases(void)
{
	char name[128];

	if (!mkdtemp(dir))
		perror(dir);
	atexit(drop_dir);
	for (int i = 0; names[i]; i++) {
		snprintf(name, sizeof(name), "%s_is_replayed", names[i]);
		tap_add(name, is_replayed, names[i]);
	}
	TAP(running_statistics_are_replayed_too);
	TAP(steps_and_tensors_are_told_side_by_side);
	for (const struct wrong *w = wrongs; w->what; w++) {
		snprintf(name, sizeof(name), "a_manifest_with_%s_is_refused", w->what);
		tap_add(name, is_refused, w);
	}
	TAP(rows_and_classes_beyond_the_data_are_refused);
	TAP(a_mistake_in_the_json_is_shown_at_its_place);
	for (const struct other *o = others; o->what; o++) {
		snprintf(name, sizeof(name), "a_run_with_%s_is_not_met", o->what);
		tap_add(name, is_not_met, o);
	}
	TAP(a_run_in_reduced_precision_comes_near);
	TAP(keys_that_say_nothing_are_listed);
}
