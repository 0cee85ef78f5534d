noinst_LIBRARIES += libpanel.a
libpanel_a_SOURCES = include/actlab/panel.h src/panel/panel.c
