check_PROGRAMS += test_cli
TESTS += test_cli
test_cli_SOURCES = $(TAP_SOURCES) tests/page.c tests/page.h tests/cli/cli.h \
	tests/cli/cases.c tests/cli/main.c tests/cli/manual.c tests/cli/output.c tests/cli/export.c tests/cli/replay.c \
	tests/cli/script.c tests/cli/shell.c
test_cli_CPPFLAGS = $(TAP_CPPFLAGS)
test_cli_LDADD = libreport.a $(TUI_FLOOR) $(CMOCKA_LIBS)
test_cli_DEPENDENCIES = actlab$(EXEEXT) libreport.a
EXTRA_DIST += tests/cli/golden tests/cli/labs tests/cli/keras tests/cli/record.py
