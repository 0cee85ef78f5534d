noinst_LIBRARIES += libplot.a
libplot_a_SOURCES = include/actlab/plot.h src/plot/inside.h \
	src/plot/ansi.c src/plot/axis.c src/plot/bars.c src/plot/canvas.c \
	src/plot/contour.c src/plot/dots.c src/plot/draw.c src/plot/heat.c src/plot/legend.c src/plot/graph.c \
	src/plot/line.c src/plot/part.c src/plot/table.c src/plot/text.c \
	src/plot/theme.c src/plot/words.c
