noinst_LIBRARIES += libtrain.a
libtrain_a_SOURCES = include/actlab/train.h src/train/plan.h src/train/pool.h src/train/run.h \
	src/train/answers.c src/train/dear.c src/train/grid.c src/train/history.c \
	src/train/knob.c src/train/look.c src/train/mail.c src/train/metric.h \
	src/train/metric.c src/train/metric_answers.c src/train/plan.c src/train/pool.c \
	src/train/checkpoint.c src/train/checkpoint.h src/train/checkpoint_log.c \
	src/train/network.c src/train/network.h \
	src/train/past.c src/train/stage.c src/train/state.c \
	src/train/predict.c src/train/weights.c src/train/weights.h \
	src/train/manifest.c src/train/manifest.h src/train/manifest_loss.c \
	src/train/manifest_model.c src/train/replay.c src/train/replay.h \
	src/train/replay_check.c \
	src/train/run.c src/train/scale.c src/train/snapshot.c src/train/step.c src/train/still.c \
	src/train/text.c src/train/trace.c src/train/trail.c src/train/plate.c src/train/slice.c \
	src/train/units.c src/train/work.c src/train/zhist.c
