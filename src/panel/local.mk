noinst_LIBRARIES += libpanel.a
libpanel_a_SOURCES = include/actlab/panel.h src/panel/panel.h src/panel/panel.c \
	src/panel/kinds.c src/panel/answers.c src/panel/curve.c src/panel/history.c \
	src/panel/plane.c src/panel/layers.c src/panel/hist.c src/panel/chain.c \
	src/panel/lists.c src/panel/measures.c \
	src/panel/past.c src/panel/rate.c src/panel/softmax.c
libpanel_a_SOURCES += src/panel/explore.c
