check_PROGRAMS += test_panel
TESTS += test_panel
test_panel_SOURCES = $(TAP_SOURCES) tests/panel/main.c
test_panel_CPPFLAGS = $(TAP_CPPFLAGS)
test_panel_LDADD = $(PANEL_FLOOR) $(CMOCKA_LIBS)
