noinst_LIBRARIES += libnn.a
libnn_a_SOURCES = include/actlab/nn.h src/nn/rows.h src/nn/vec.h \
	src/nn/act.h src/nn/act.c src/nn/act_bent.c src/nn/act_facts.c src/nn/act_line.c src/nn/act_logistic.c \
	src/nn/act_own.c src/nn/init.c \
	src/nn/layer.h src/nn/layer_recur.h src/nn/layer.c src/nn/layer_act.c \
	src/nn/layer_attention.c src/nn/layer_batchnorm.c src/nn/layer_conv.c \
	src/nn/layer_dense.c src/nn/layer_dropout.c src/nn/layer_embedding.c \
	src/nn/layer_glu.c src/nn/layer_kinds.c src/nn/layer_layernorm.c \
	src/nn/layer_lstm.c src/nn/layer_mean.c src/nn/layer_pool.c src/nn/layer_recur.c \
	src/nn/layer_reshape.c src/nn/layer_residual.c src/nn/layer_rnn.c \
	src/nn/layer_softmax.c \
	src/nn/loss.h src/nn/loss.c src/nn/loss_class.c src/nn/loss_label.c \
	src/nn/loss_naive.c src/nn/loss_value.c \
	src/nn/opt.h src/nn/opt.c src/nn/opt_adam.c src/nn/opt_step.c src/nn/schedule.c \
	src/nn/net.c src/nn/pass.c src/nn/precision.c src/nn/rows.c
