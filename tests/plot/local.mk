check_PROGRAMS += test_plot
TESTS += test_plot
test_plot_SOURCES = $(TAP_SOURCES) tests/plot/plot.h tests/plot/figures.h \
	tests/plot/axis.c tests/plot/canvas.c tests/plot/cells.c tests/plot/draw.c \
	tests/plot/figures.c tests/plot/line.c tests/plot/main.c tests/plot/theme.c \
	tests/plot/words.c
test_plot_CPPFLAGS = $(TAP_CPPFLAGS)
test_plot_LDADD = $(PLOT_FLOOR) $(CMOCKA_LIBS)
EXTRA_DIST += tests/plot/balance.golden tests/plot/boundary.golden \
	tests/plot/broken.golden tests/plot/curve.golden tests/plot/empty.golden \
	tests/plot/gradbars.golden tests/plot/gradhist.golden tests/plot/levels.golden \
	tests/plot/loss.golden tests/plot/table.golden \
	tests/plot/runs.golden tests/plot/wide.golden tests/plot/words.golden \
	tests/plot/zhist.golden
