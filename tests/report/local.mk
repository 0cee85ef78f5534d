check_PROGRAMS += test_report
TESTS += test_report
test_report_SOURCES = $(TAP_SOURCES) tests/page.c tests/page.h tests/report/main.c tests/report/madeup.c \
	tests/report/madeup.h tests/report/manual.c tests/report/outcome.c tests/report/page.c \
	tests/report/suite.h tests/report/tables.c tests/report/words.c
test_report_CPPFLAGS = $(TAP_CPPFLAGS)
test_report_LDADD = $(REPORT_FLOOR) $(CMOCKA_LIBS)
EXTRA_DIST += tests/report/golden
