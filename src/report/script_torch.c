/* What PyTorch calls things.  Where it has no such part, or one with another convention,
 * a helper says it. */
#include "report/script.h"

#include <string.h>

static const struct script_row layers[] = {
	{ "dense", "nn.Linear($in, $out, bias=$biased)", NULL, NULL },
	{ "act", "$act", NULL, NULL },
	{ "residual", "Add($second)", "Add", NULL },
	{ "batchnorm", "BatchNorm($per_unit, $eps, $momentum, $by_step)", "BatchNorm", NULL },
	{ "layernorm", "nn.LayerNorm($in, $eps)", NULL, NULL },
	{ "dropout", "Dropout($rate)", "Noise Dropout", NULL },
	{ "conv", "nn.Conv2d($channels_in, $channels, $kernel, $stride, $pad, bias=$biased)",
	  NULL, NULL },
	{ "maxpool", "nn.MaxPool2d($size, $window_step)", NULL, NULL },
	{ "avgpool", "nn.AvgPool2d($size, $window_step)", NULL, NULL },
	{ "flatten", "nn.Flatten()", NULL, NULL },
	{ "image", "Reshape($channels, $height, $width)", "Reshape", NULL },
	{ "sequence", "Reshape($steps, $features)", "Reshape", NULL },
	{ "embedding", "Embedding($vocab, $dim)", "Embedding", NULL },
	{ "onehot", "Function(lambda x: F.one_hot(x.reshape(len(x), -1).long(), $vocab)"
	  ".float())", "Function", NULL },
	{ "rnn", "Rnn($in, $units, \"$output\", $act)", "Rnn", NULL },
	{ "lstm", "Lstm($in, $units, \"$output\", $act, $gate)", "Lstm", NULL },
	{ "attention", "Attention($in, $heads, $width, \"$causal\", $scale, \"$biases\")",
	  "Attention", NULL },
	{ "mean", "Function(lambda x: x.mean(1))", "Function", NULL },
	{ "glu", "Gated($act)", "Gated", NULL },
	{ "swiglu", "Gated($act)", "Gated", NULL },
	{ "softmax", "Function(lambda x: torch.softmax(x / $temperature, -1))", "Function",
	  NULL },
	{ 0 }
};

static const struct script_row acts[] = {
	{ "identity", "nn.Identity()", NULL, NULL },
	{ "relu", "nn.ReLU()", NULL, NULL },
	{ "leaky_relu", "nn.LeakyReLU($slope)", NULL, NULL },
	{ "prelu", "PReLU($per_unit, $by_step)", "PReLU", NULL },
	{ "elu", "nn.ELU($alpha)", NULL, NULL },
	{ "celu", "nn.CELU($alpha)", NULL, NULL },
	{ "selu", "nn.SELU()", NULL, NULL },
	{ "gelu", "nn.GELU()", NULL, NULL },
	{ "gelu_tanh", "nn.GELU(approximate=\"tanh\")", NULL, NULL },
	{ "sigmoid", "nn.Sigmoid()", NULL, NULL },
	{ "tanh", "nn.Tanh()", NULL, NULL },
	{ "silu", "nn.SiLU()", NULL, NULL },
	{ "softplus", "nn.Softplus($beta)", NULL, NULL },
	{ "mish", "nn.Mish()", NULL, NULL },
	{ "relu6", "nn.ReLU6()", NULL, NULL },
	{ "hardtanh", "nn.Hardtanh()", NULL, NULL },
	{ "hardsigmoid", "nn.Hardsigmoid()", NULL, NULL },
	{ "hardswish", "nn.Hardswish()", NULL, NULL },
	{ "softsign", "nn.Softsign()", NULL, NULL },
	{ "softshrink", "nn.Softshrink($lambda)", NULL, NULL },
	{ "hardshrink", "nn.Hardshrink($lambda)", NULL, NULL },
	{ "tanhshrink", "nn.Tanhshrink()", NULL, NULL },
	{ "logsigmoid", "nn.LogSigmoid()", NULL, NULL },
	{ "bent_identity", "Function(lambda x: (torch.sqrt(x * x + 1) - 1) / 2 + x)",
	  "Function", NULL },
	{ "gaussian", "Function(lambda x: torch.exp(-x * x))", "Function", NULL },
	{ "sin", "Function(torch.sin)", "Function", NULL },
	{ "step", "Function(lambda x: (x > 0).to(x.dtype) + 0 * x)", "Function", NULL },
	{ 0 }
};

#define MEAN_OR_SUM ", reduction=\"$reduction\""
static const struct script_row losses[] = {
	{ "mse", "F.mse_loss(x, y" MEAN_OR_SUM ")", NULL, NULL },
	{ "mae", "F.l1_loss(x, y" MEAN_OR_SUM ")", NULL, NULL },
	{ "huber", "F.huber_loss(x, y, delta=$delta" MEAN_OR_SUM ")", NULL, NULL },
	{ "smooth_l1", "F.smooth_l1_loss(x, y, beta=$beta" MEAN_OR_SUM ")", NULL, NULL },
	{ "bce", "F.binary_cross_entropy(x, y" MEAN_OR_SUM ")", NULL, NULL },
	{ "bce_logits", "F.binary_cross_entropy_with_logits(\n"
	  "        x, y, pos_weight=torch.tensor(float($pos_weight))" MEAN_OR_SUM ")",
	  NULL, NULL },
	{ "bce_naive", "naive_bce(x, y, 1).$reduction()", "naive_bce", NULL },
	{ "bce_logits_naive",
	  "naive_bce(1 / (1 + torch.exp(-x)), y, $pos_weight).$reduction()", "naive_bce",
	  NULL },
	{ "focal", "focal(x, y, $gamma, $alpha).$reduction()", "focal", NULL },
	{ "hinge", "torch.relu(1 - (2 * (y > 0).to(x.dtype) - 1) * x).$reduction()", NULL,
	  NULL },
	{ "sigmoid_mse", "F.mse_loss(torch.sigmoid(x), y" MEAN_OR_SUM ")", NULL, NULL },
	{ "ce", "(-shares(x, y) * torch.log(x).clamp(min=-100)).sum(1).$reduction()",
	  "shares", NULL },
	{ "ce_logits", "F.cross_entropy(x, y, weight=weights($weights),\n"
	  "                           label_smoothing=$label_smoothing" MEAN_OR_SUM ")",
	  "weights", NULL },
	{ "ce_naive", "naive_ce(x, y, $label_smoothing, weights($weights), \"$reduction\")",
	  "weights shares naive_ce", NULL },
	{ "kl", "F.kl_div(torch.log_softmax(x, 1), shares(x, y)" MEAN_OR_SUM ")", "shares",
	  NULL },
	{ "focal_softmax", "focal_softmax(x, y, $gamma).$reduction()",
	  "shares focal_softmax", NULL },
	{ 0 }
};

#define OPTIONS(options) "def options():\n    return dict(" options ")\n\n\n"
#define OPTIMIZER(name) "optimizer = torch.optim." name \
	"(net.parameters(), lr=LR[0], **options())\n"
#define DECAY "weight_decay=$weight_decay"
#define COUPLED "weight_decay=0 if $decoupled else $weight_decay"
#define ADAM "betas=($beta1, $beta2), eps=$eps, " DECAY
static const struct script_row opts[] = {
	{ "sgd", OPTIONS("momentum=$momentum, nesterov=bool($nesterov and $momentum),\n"
			 "                " COUPLED) OPTIMIZER("SGD"), NULL, NULL },
	{ "adam", OPTIONS(ADAM) OPTIMIZER("Adam"), NULL, NULL },
	{ "adamw", OPTIONS(ADAM) OPTIMIZER("AdamW"), NULL, "decay" },
	{ "nadam", OPTIONS("beta1=$beta1, beta2=$beta2, eps=$eps,\n                "
			   "momentum_decay=$momentum_decay, " COUPLED)
	  "optimizer = NAdam(net.parameters(), dict(options(), lr=LR[0]))\n", "NAdam", NULL },
	{ "rmsprop", OPTIONS("alpha=$beta2, eps=$eps, momentum=$momentum,\n"
			     "                centered=bool($centered), " COUPLED)
	  OPTIMIZER("RMSprop"), NULL, NULL },
	{ "adagrad", OPTIONS("eps=$eps, " COUPLED) OPTIMIZER("Adagrad"), NULL, NULL },
	{ 0 }
};

static void
put_net(FILE *f, const struct report_script *s)
{
	const struct nn_net *net = s->parts.net;
	bool joins = false;

	for (int i = 0; i < net->depth; i++)
		joins |= net->layer[i].kind->joins;
	fprintf(f, "\nnet = %s(\n", joins ? "Net" : "nn.Sequential");
	for (int i = 0; i < net->depth; i++) {
		struct script_scope c = script_layer_scope(&script_pytorch, s, i);

		fputs("    ", f);
		script_put(f, script_row_find(layers, net->layer[i].kind->name)->text, &c);
		fputs(",\n", f);
	}
	fputs(")\nmissing, unknown = net.load_state_dict(\n"
	      "    {name: torch.from_numpy(value) for name, value in WEIGHTS.items()}, "
	      "strict=False)\n"
	      "assert not unknown and all(m.endswith(\"num_batches_tracked\") for m in "
	      "missing)\n", f);
	fprintf(f, "X = torch.from_numpy(X)\nY = torch.from_numpy(Y)%s\n",
		s->parts.by_label ? ".long()" : "");
}

const struct script_tongue script_pytorch = {
	.name = "PyTorch", .layers = layers, .acts = acts, .losses = losses, .opts = opts,
	.helpers = script_pytorch_helpers, .words = script_pytorch_words,
	 .net = put_net,
	.head = "import base64\n\nimport numpy as np\nimport torch\nfrom torch import nn\n"
		"from torch.nn import functional as F\n",
	.begin = "worst, where = 0.0, 0\n"
		"net.train()\n"
		"for step in range(STEPS):\n",
	.loop = "    rows = batch(step)\n"
		"    loss = loss_of(net(X[rows]), Y[rows])\n"
		"    optimizer.zero_grad()\n"
		"    (loss * $loss_weight).backward()\n",
	.clip = "    nn.utils.clip_grad_norm_(net.parameters(), $clip)\n",
	.clip_value = "    nn.utils.clip_grad_value_(net.parameters(), $clip_value)\n",
	.l1 = "    for p in net.parameters():\n"
	      "        p.grad += $l1 * torch.sign(p.detach())\n",
	.decay = "    with torch.no_grad():\n"
		 "        for p in net.parameters():\n"
		 "            p *= 1 - float(LR[step]) * $weight_decay\n",
	.step = "    for group in optimizer.param_groups:\n"
		"        group.update(options(), lr=float(LR[step]))\n"
		"    optimizer.step()\n"
		"    print(f\"{step} {loss.item():.9g} {EXPECTED[step]:.9g}\")\n"
		"    if abs(loss.item() - EXPECTED[step]) > worst:\n"
		"        worst, where = abs(loss.item() - EXPECTED[step]), step\n",
	.end = "print(f\"# largest deviation of a loss from actlab's: {worst:.3g}, at step "
	       "{where}\")\n"
};
