check_PROGRAMS += test_report
TESTS += test_report
test_report_SOURCES = $(TAP_SOURCES) tests/report/main.c
test_report_CPPFLAGS = $(TAP_CPPFLAGS)
test_report_LDADD = $(REPORT_FLOOR) $(CMOCKA_LIBS)
