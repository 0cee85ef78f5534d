noinst_LIBRARIES += libplot.a
libplot_a_SOURCES = include/actlab/plot.h src/plot/plot.c
