noinst_LIBRARIES += libtui.a
libtui_a_SOURCES = include/actlab/tui.h src/tui/tui.c
