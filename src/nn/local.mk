noinst_LIBRARIES += libnn.a
libnn_a_SOURCES = include/actlab/nn.h src/nn/act.h src/nn/layer.h src/nn/loss.h src/nn/opt.h src/nn/rows.h \
	src/nn/vec.h \
	src/nn/act.c src/nn/act_bent.c src/nn/act_line.c src/nn/act_logistic.c \
	src/nn/init.c src/nn/layer.c src/nn/layer_act.c src/nn/layer_dense.c \
	src/nn/layer_residual.c src/nn/loss.c src/nn/loss_class.c src/nn/loss_label.c \
	src/nn/loss_naive.c src/nn/loss_value.c \
	src/nn/net.c src/nn/opt.c src/nn/opt_adam.c src/nn/opt_step.c src/nn/pass.c src/nn/rows.c src/nn/schedule.c
