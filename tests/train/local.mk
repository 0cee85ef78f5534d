check_PROGRAMS += test_train
TESTS += test_train
test_train_SOURCES = $(TAP_SOURCES) tests/train/train.h tests/train/main.c \
	tests/train/test_answers.c \
	tests/train/test_grid.c tests/train/test_history.c tests/train/test_knob.c \
	tests/train/test_level.c tests/train/test_look.c tests/train/test_metric.c tests/train/test_past.c tests/train/test_stage.c \
	tests/train/test_plan.c tests/train/test_quiet.c tests/train/test_pool.c tests/train/test_precision.c \
	tests/train/test_checkpoint.c tests/train/test_resume.c tests/train/test_rate.c tests/train/test_replay.c \
	tests/train/test_run.c tests/train/test_same.c tests/train/test_turn.c tests/train/test_units.c \
	tests/train/test_plate.c tests/train/test_slice.c tests/train/test_trail.c
test_train_CPPFLAGS = $(TAP_CPPFLAGS)
test_train_LDADD = $(TRAIN_FLOOR) $(CMOCKA_LIBS)
EXTRA_DIST += tests/train/trajectories
# test_quiet.c counts these calls of the floors.
test_train_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc -Wl,--wrap=calloc -Wl,--wrap=realloc \
	-Wl,--wrap=free -Wl,--wrap=mmap -Wl,--wrap=pthread_mutex_lock
