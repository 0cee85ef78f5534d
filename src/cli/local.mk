bin_PROGRAMS += actlab
actlab_SOURCES = src/cli/command.c src/cli/command.h src/cli/curve.c src/cli/help.c \
	src/cli/lint.c src/cli/list.c src/cli/main.c src/cli/parse.c src/cli/play.c \
	src/cli/play.h src/cli/run.c
actlab_LDADD = libreport.a $(TUI_FLOOR)
