/* What Keras calls things, with TensorFlow below it.  Its optimisers and some losses have
 * other conventions than actlab and PyTorch, so these are written out. */
#include "report/script.h"

#include <string.h>

#define SAME "lambda w, shape: w"
/* Of images channels come last in Keras. */
#define IMAGE(layer) "first(" layer "(last($x)))"
static const struct script_row layers[] = {
	{ "dense", "layers.Dense($out, use_bias=$biased, name=\"l$at\")($x)", NULL,
	  "lambda w, shape: w.T" },
	{ "act", "$act($x)", NULL, "lambda w, shape: w.reshape(shape)" },
	{ "residual", "layers.Add()([$x, $second_x])", NULL, NULL },
	{ "batchnorm", "BatchNorm(axis=1 if $by_step else -1, momentum=1 - $momentum, "
	  "epsilon=$eps, name=\"l$at\")($x)",
	  "BatchNorm", SAME },
	{ "layernorm", "layers.LayerNormalization(epsilon=$eps, name=\"l$at\")($x)", NULL,
	  SAME },
	{ "dropout", "Dropout($rate)($x)", "Noise Dropout", NULL },
	{ "conv", "first(layers.Conv2D($channels, $kernel, $stride, use_bias=$biased, "
	  "name=\"l$at\")(\n    layers.ZeroPadding2D($pad)(last($x))))", "image",
	  "lambda w, shape: w.transpose(2, 3, 1, 0)" },
	{ "maxpool", IMAGE("layers.MaxPooling2D($size, $window_step)"), "image", NULL },
	{ "avgpool", IMAGE("layers.AveragePooling2D($size, $window_step)"), "image", NULL },
	{ "flatten", "layers.Flatten()($x)", NULL, NULL },
	{ "image", "layers.Reshape(($channels, $height, $width))($x)", NULL, NULL },
	{ "sequence", "layers.Reshape(($steps, $features))($x)", NULL, NULL },
	{ "embedding", "layers.Embedding($vocab, $dim, name=\"l$at\")("
	  "layers.Flatten()($x))", NULL, SAME },
	{ "onehot", "layers.Lambda(lambda x: tf.one_hot(tf.cast(x, tf.int32), $vocab))("
	  "layers.Flatten()($x))", NULL, NULL },
	{ "rnn", "Rnn($units, \"$output\", $act, name=\"l$at\")($x)", "Rnn", SAME },
	{ "lstm", "Lstm($units, \"$output\", $act, $gate, name=\"l$at\")($x)", "Rnn Lstm",
	  SAME },
	{ "attention", "Attention($heads, $width, \"$causal\", $scale, \"$biases\", "
	  "name=\"l$at\")($x)", "Attention", SAME },
	{ "mean", "layers.GlobalAveragePooling1D()($x)", NULL, NULL },
	{ "glu", "gated($act, $x)", "gated", NULL },
	{ "swiglu", "gated($act, $x)", "gated", NULL },
	{ "softmax", "layers.Lambda(lambda x: tf.nn.softmax(x / $temperature))($x)", NULL,
	  NULL },
	{ 0 }
};

#define LAMBDA(text) "layers.Lambda(lambda x: " text ")"
#define ACT(f) "layers.Activation(" f ")"
static const struct script_row acts[] = {
	{ "identity", ACT("\"linear\""), NULL, NULL },
	{ "relu", ACT("\"relu\""), NULL, NULL },
	{ "leaky_relu", LAMBDA("tf.where(x > 0, x, $slope * x)"), NULL, NULL },
	{ "prelu", "layers.PReLU(shared_axes=[$shared], name=\"l$at\")", NULL, NULL },
	{ "elu", LAMBDA("tf.where(x > 0, x, $alpha * tf.math.expm1(tf.minimum(x, 0.)))"),
	  NULL, NULL },
	{ "celu", LAMBDA("tf.where(x > 0, x, $alpha * tf.math.expm1("
	  "tf.minimum(x, 0.) / $alpha))"), NULL, NULL },
	{ "selu", ACT("\"selu\""), NULL, NULL },
	{ "gelu", LAMBDA("tf.nn.gelu(x, approximate=False)"), NULL, NULL },
	{ "gelu_tanh", LAMBDA("tf.nn.gelu(x, approximate=True)"), NULL, NULL },
	{ "sigmoid", ACT("\"sigmoid\""), NULL, NULL },
	{ "tanh", ACT("\"tanh\""), NULL, NULL },
	{ "silu", LAMBDA("x * tf.sigmoid(x)"), NULL, NULL },
	{ "softplus", LAMBDA("tf.nn.softplus($beta * x) / $beta"), NULL, NULL },
	{ "mish", LAMBDA("x * tf.tanh(tf.nn.softplus(x))"), NULL, NULL },
	{ "relu6", LAMBDA("tf.nn.relu6(x)"), NULL, NULL },
	{ "hardtanh", LAMBDA("tf.clip_by_value(x, -1., 1.)"), NULL, NULL },
	{ "hardsigmoid", LAMBDA("tf.nn.relu6(x + 3) / 6"), NULL, NULL },
	{ "hardswish", LAMBDA("x * tf.nn.relu6(x + 3) / 6"), NULL, NULL },
	{ "softsign", ACT("\"softsign\""), NULL, NULL },
	{ "softshrink", LAMBDA("x - tf.clip_by_value(x, -$lambda, $lambda)"), NULL, NULL },
	{ "hardshrink", LAMBDA("tf.where(tf.abs(x) > $lambda, x, 0 * x)"), NULL, NULL },
	{ "tanhshrink", LAMBDA("x - tf.tanh(x)"), NULL, NULL },
	{ "logsigmoid", LAMBDA("tf.math.log_sigmoid(x)"), NULL, NULL },
	{ "bent_identity", LAMBDA("(tf.sqrt(x * x + 1) - 1) / 2 + x"), NULL, NULL },
	{ "gaussian", LAMBDA("tf.exp(-x * x)"), NULL, NULL },
	{ "sin", LAMBDA("tf.sin(x)"), NULL, NULL },
	{ "step", LAMBDA("tf.cast(x > 0, x.dtype) + 0 * x"), NULL, NULL },
	{ 0 }
};

static const struct script_row losses[] = {
	{ "mse", "tf.reduce_$reduction(tf.square(x - y))", NULL, NULL },
	{ "mae", "tf.reduce_$reduction(tf.abs(x - y))", NULL, NULL },
	{ "huber", "tf.reduce_$reduction(huber(x - y, $delta))", "huber", NULL },
	{ "smooth_l1", "tf.reduce_$reduction(huber(x - y, $beta)) / $beta", "huber", NULL },
	{ "bce", "tf.reduce_$reduction(-(y * tf.maximum(tf.math.log(x), -100.)\n"
	  "        + (1 - y) * tf.maximum(tf.math.log1p(-x), -100.)))", NULL, NULL },
	{ "bce_logits", "tf.reduce_$reduction(\n"
	  "        tf.nn.weighted_cross_entropy_with_logits(y, x, $pos_weight))", NULL, NULL },
	{ "bce_naive", "tf.reduce_$reduction(naive_bce(x, y, 1))", "naive_bce", NULL },
	{ "bce_logits_naive", "tf.reduce_$reduction(\n"
	  "        naive_bce(1 / (1 + tf.exp(-x)), y, $pos_weight))", "naive_bce", NULL },
	{ "focal", "tf.reduce_$reduction(focal(x, y, $gamma, $alpha))", "focal", NULL },
	{ "hinge", "tf.reduce_$reduction(tf.nn.relu(\n"
	  "        1 - (2 * tf.cast(y > 0, x.dtype) - 1) * x))", NULL, NULL },
	{ "sigmoid_mse", "tf.reduce_$reduction(tf.square(tf.sigmoid(x) - y))", NULL, NULL },
	{ "ce", "tf.reduce_$reduction(\n"
	  "        -tf.reduce_sum(shares(x, y) * tf.maximum(tf.math.log(x), -100.), 1))",
	  "shares", NULL },
	{ "ce_logits", "weighted_ce(x, y, tf.nn.log_softmax(x), $label_smoothing, $weights, "
	  "\"$reduction\")", "shares weighted_ce", NULL },
	{ "ce_naive", "weighted_ce(x, y, tf.math.log(tf.exp(x) / tf.reduce_sum(tf.exp(x), 1, "
	  "True)), $label_smoothing, $weights, \"$reduction\")", "shares weighted_ce", NULL },
	{ "kl", "kl(x, shares(x, y), \"$reduction\")", "shares kl", NULL },
	{ "focal_softmax", "tf.reduce_$reduction(focal_softmax(x, y, $gamma))",
	  "shares focal_softmax", NULL },
	{ 0 }
};

/* Called once a step for every weight w with its gradient g: n counts from 1, s is what
 * is remembered. */
#define UPDATE "def update(w, g, s, n, lr):\n"
static const struct script_row opts[] = {
	{ "sgd", UPDATE
	  "    s[0].assign($momentum * s[0] + g)\n"
	  "    w.assign_sub(lr * (g + $momentum * s[0] if $nesterov else s[0]))\n", NULL, NULL },
	{ "adam", UPDATE
	  "    s[0].assign($beta1 * s[0] + (1 - $beta1) * g)\n"
	  "    s[1].assign($beta2 * s[1] + (1 - $beta2) * g * g)\n"
	  "    root = tf.sqrt(s[1]) / (1 - $beta2**n)**0.5\n"
	  "    w.assign_sub(lr / (1 - $beta1**n) * s[0] / (root + $eps))\n", NULL, NULL },
	{ "adamw", UPDATE
	  "    s[0].assign($beta1 * s[0] + (1 - $beta1) * g)\n"
	  "    s[1].assign($beta2 * s[1] + (1 - $beta2) * g * g)\n"
	  "    root = tf.sqrt(s[1]) / (1 - $beta2**n)**0.5\n"
	  "    w.assign_sub(lr / (1 - $beta1**n) * s[0] / (root + $eps))\n", NULL, NULL },
	{ "nadam", "def mu(n):\n"
	  "    return $beta1 * (1 - 0.5 * 0.96**(n * $momentum_decay))\n\n\n" UPDATE
	  "    product = float(np.prod([mu(i) for i in range(1, n + 1)]))\n"
	  "    s[0].assign($beta1 * s[0] + (1 - $beta1) * g)\n"
	  "    s[1].assign($beta2 * s[1] + (1 - $beta2) * g * g)\n"
	  "    root = tf.sqrt(s[1]) / (1 - $beta2**n)**0.5\n"
	  "    ahead = mu(n + 1)\n"
	  "    m = (1 - mu(n)) / (1 - product) * g + ahead / (1 - product * ahead) * s[0]\n"
	  "    w.assign_sub(lr * m / (root + $eps))\n", NULL, NULL },
	{ "rmsprop", UPDATE
	  "    s[0].assign($beta2 * s[0] + (1 - $beta2) * g * g)\n"
	  "    s[1].assign($beta2 * s[1] + (1 - $beta2) * g)\n"
	  "    var = tf.nn.relu(s[0] - $centered * s[1] * s[1])\n"
	  "    s[2].assign($momentum * s[2] + g / (tf.sqrt(var) + $eps))\n"
	  "    w.assign_sub(lr * s[2])\n", NULL, NULL },
	{ "adagrad", UPDATE
	  "    s[0].assign(s[0] + g * g)\n"
	  "    w.assign_sub(lr * g / (tf.sqrt(s[0]) + $eps))\n", NULL, NULL },
	{ 0 }
};

static void
put_load(FILE *f, const struct report_script *s)
{
	const struct nn_net *net = s->parts.net;

	fputs("\n\ndef load(at, change):\n"
	      "    \"\"\"Sets the weights of a layer, the first in Keras' own order.\"\"\"\n"
	      "    mine = [w for name, w in WEIGHTS.items()\n"
	      "            if name.split(\".\")[0] == str(at)]\n"
	      "    layer = model.get_layer(f\"l{at}\")\n"
	      "    shape = layer.get_weights()[0].shape\n"
	      "    layer.set_weights([change(mine[0], shape)] + mine[1:])\n\n\n", f);
	for (int i = 0; i < net->depth; i++) {
		const struct nn_layer *l = &net->layer[i];
		const struct script_row *row = script_row_find(layers, l->kind->name);

		if (l->n_tensor)
			fprintf(f, "load(%d, %s)\n", i, row->load);
	}
}

static void
put_net(FILE *f, const struct report_script *s)
{
	const struct nn_net *net = s->parts.net;

	fprintf(f, "\nx0 = keras.Input((%d,))\n", s->data->in);
	for (int i = 0; i < net->depth; i++) {
		struct script_scope c = script_layer_scope(&script_keras, s, i);

		fprintf(f, "x%d = ", i + 1);
		script_put(f, script_row_find(layers, net->layer[i].kind->name)->text, &c);
		putc('\n', f);
	}
	fprintf(f, "model = keras.Model(x0, x%d)\n", net->depth);
	put_load(f, s);
	fputs("X = tf.constant(X)\nY = tf.constant(Y)\n", f);
}

const struct script_tongue script_keras = {
	.name = "Keras", .layers = layers, .acts = acts, .losses = losses, .opts = opts,
	.helpers = script_keras_helpers, .words = script_keras_words, .net = put_net,
	.head = "import base64\n\nimport numpy as np\nimport tensorflow as tf\n"
		"from tensorflow import keras\nfrom tensorflow.keras import layers\n",
	.begin = "\n\nmemory = [[tf.Variable(tf.zeros_like(w)) for i in range(3)]\n"
		"          for w in model.trainable_variables]\n"
		"worst, where = 0.0, 0\n"
		"for step in range(STEPS):\n",
	.loop = "    rows = batch(step)\n"
		"    lr = float(LR[step])\n"
		"    ws = model.trainable_variables\n"
		"    with tf.GradientTape() as tape:\n"
		"        loss = loss_of(model(tf.gather(X, rows), training=True),\n"
		"                       tf.gather(Y, rows))\n"
		"        weighed = loss * $loss_weight\n"
		"    gs = [tf.convert_to_tensor(g) for g in tape.gradient(\n"
		"        weighed, ws, unconnected_gradients=\"zero\")]\n",
	.clip = "    norm = tf.linalg.global_norm(gs)\n"
		"    gs = [g * tf.minimum(1.0, $clip / (norm + 1e-6)) for g in gs]\n",
	.clip_value = "    gs = [tf.clip_by_value(g, -$clip_value, $clip_value) for g in gs]\n",
	.l1 = "    gs = [g + $l1 * tf.sign(w) for g, w in zip(gs, ws)]\n",
	.coupled = "    gs = [g + $weight_decay * w for g, w in zip(gs, ws)]\n",
	.decay = "    for w in ws:\n        w.assign(w * (1 - lr * $weight_decay))\n",
	.step = "    for w, g, s in zip(ws, gs, memory):\n"
		"        update(w, g, s, step + 1, lr)\n"
		"    print(f\"{step} {float(loss):.9g} {EXPECTED[step]:.9g}\")\n"
		"    if abs(float(loss) - EXPECTED[step]) > worst:\n"
		"        worst, where = abs(float(loss) - EXPECTED[step]), step\n",
	.end = "print(f\"# largest deviation of a loss from actlab's: {worst:.3g}, at step "
	       "{where}\")\n"
};
