check_PROGRAMS += test_tui
TESTS += test_tui
test_tui_SOURCES = $(TAP_SOURCES) tests/tui/main.c tests/tui/suite.h tests/tui/layout.c \
	tests/tui/keys.c tests/tui/screen.c tests/tui/play.c tests/tui/smoke.c \
	tests/tui/storm.c tests/tui/fuzz.c tests/tui/past.c tests/tui/person.c \
	tests/tui/act.c tests/tui/cross.c tests/tui/views.c tests/tui/edit.c tests/tui/course.c \
	tests/tui/fixture.c tests/tui/mouse.c tests/tui/keymap.c \
	tests/tui/fixture.h tests/tui/vt.c tests/tui/vt.h
test_tui_CPPFLAGS = $(TAP_CPPFLAGS) $(VTERM_CFLAGS)
test_tui_LDADD = $(TUI_FLOOR) $(CMOCKA_LIBS) $(VTERM_LIBS)
EXTRA_DIST += tests/tui/screens tests/tui/short.lab tests/tui/four.lab tests/tui/few.lab tests/tui/views.lab tests/tui/course
