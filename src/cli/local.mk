bin_PROGRAMS += actlab
actlab_SOURCES = src/cli/bench.c src/cli/bench.h src/cli/bench_act.c \
	src/cli/bench_load.c src/cli/bench_show.c src/cli/command.c src/cli/command.h src/cli/curve.c src/cli/help.c src/cli/keep.c \
	src/cli/lint.c src/cli/list.c src/cli/main.c src/cli/parse.c src/cli/play.c \
	src/cli/play.h src/cli/export.c src/cli/predict.c src/cli/replay.c src/cli/run.c src/cli/script.c
actlab_LDADD = libreport.a $(TUI_FLOOR)
