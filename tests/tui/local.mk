check_PROGRAMS += test_tui
TESTS += test_tui
test_tui_SOURCES = $(TAP_SOURCES) tests/tui/main.c
test_tui_CPPFLAGS = $(TAP_CPPFLAGS)
test_tui_LDADD = $(TUI_FLOOR) $(CMOCKA_LIBS)
