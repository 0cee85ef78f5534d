#include "tests/nn/suite.h"

const struct suite_case suite_cases[] = {
	{ "one_layer", "dense 3", "4", "mse", 0 },
	{ "tanh_net", "dense 6 act=tanh|dense 5 act=tanh|dense 1", "2", "mse", 0 },
	{ "gelu_classes", "dense 7 act=gelu|dense 4", "3", "ce_logits", 0 },
	{ "smoothed_classes", "dense 7 act=silu|dense 4", "3", "ce_logits(0.2)", 0 },
	{ "sigmoid_labels", "dense 5 act=softplus|dense 3", "3", "bce_logits(2)", 0 },
	{ "probabilities", "dense 5 act=mish|dense 2 act=sigmoid", "3", "bce", 0 },
	{ "elu_net", "dense 5 act=elu(1)|dense 5 act=softsign|dense 2", "3",
	  "huber(0.5)", 0 },
	{ "prelu_net", "dense 9 act=prelu|dense 2", "3", "mse", 0 },
	{ "prelu_first", "act act=prelu|dense 2", "3", "mse", 0 },
	{ "prelu_per_unit", "dense 5|act act=prelu per=unit|dense 2", "3", "mse", 0 },
	{ "residual_net", "dense 5 act=tanh|dense 5 act=tanh|dense 5|residual 2|dense 2",
	  "3", "mse", 0 },
	{ "residuals_within_residuals",
	  "dense 4|dense 4 act=tanh|dense 4|residual 1|residual 3|"
	  "dense 4 act=silu|residual 4|dense 1", "3", "mse", 0 },
	{ "residual_to_the_input", "dense 3 act=tanh|residual 1|dense 2", "3", "mse", 0 },
	{ "no_weights_below", "act act=tanh|act act=sin|dense 2", "3", "mse", 0 },
	{ "batchnorm_net",
	  "dense 6|batchnorm act=tanh|dense 5 biases=no|batchnorm|dense 2", "3",
	  "mse", 0 },
	{ "batchnorm_first", "batchnorm|dense 2", "3", "mse", 0 },
	{ "layernorm_net", "dense 6|layernorm act=silu|dense 2", "3", "mse", 0 },
	{ "dropout_net", "dense 8 act=tanh|dropout 0.4|dense 2", "3", "mse", 0 },
	{ "conv_net",
	  "image 2 6 5|conv 3 pad=1|batchnorm act=tanh|act act=prelu per=unit|maxpool 2|"
	  "conv 2 kernel=2 stride=1|flatten|dense 3", "60", "ce_logits", 0 },
	{ "avgpool_net",
	  "conv 3 kernel=2 stride=2 biases=no act=silu|avgpool 2 stride=1|"
	  "flatten|dense 2",
	  "1x6x6", "mse", 0 },
	{ "rnn_net", "sequence 5 2|rnn 4 output=all|rnn 3 act=softsign|dense 2", "10",
	  "mse", 0 },
	{ "lstm_net", "lstm 4 output=all|lstm 3|dense 2", "5x2", "mse", 0 },
	{ "lstm_of_other_gates", "lstm 3 act=softsign gate=gaussian|dense 1", "4x2",
	  "mse", 0 },
	{ "attention_net", "attention|mean|dense 3", "5x4", "ce_logits", 0 },
	{ "words", "embedding 7 6|attention heads=2 causal=yes|mean|dense 3", "5",
	  "ce_logits", 7 },
	{ "letters", "onehot 4|rnn 5|dense 2", "6", "mse", 4 },
	{ "transformer_block",
	  "dense 6|layernorm|attention heads=3 causal=yes|residual 2|"
	  "layernorm|dense 10 act=gelu|dense 6|residual 3|layernorm|mean|dense 3",
	  "4x3", "ce_logits", 0 },
	{ "gated_units", "dense 8|glu|dense 6|swiglu|dense 2", "3", "mse", 0 },
	{ "double_softmax", "dense 4|softmax temperature=2", "3", "ce_logits", 0 },
	{ 0 }
};

void
suite_case_x(const struct suite_case *c, float *x, int n, uint64_t seed)
{
	suite_numbers(x, n, seed);
	for (int i = 0; c->vocab && i < n; i++)
		x[i] = (float)(i * i % c->vocab);
}
