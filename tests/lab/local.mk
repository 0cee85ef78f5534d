check_PROGRAMS += test_lab
TESTS += test_lab
test_lab_SOURCES = $(TAP_SOURCES) tests/lab/lab.h tests/lab/answers.c tests/lab/bad.c \
	tests/lab/dump.c tests/lab/good.c tests/lab/judges.c tests/lab/language.c tests/lab/main.c \
	tests/lab/mutants.c tests/lab/own.c tests/lab/pages.c tests/lab/session.c tests/lab/share.c tests/lab/shipped.c tests/lab/takes.c
test_lab_CPPFLAGS = $(TAP_CPPFLAGS)
test_lab_LDADD = $(LAB_FLOOR) $(CMOCKA_LIBS)
include $(srcdir)/tests/lab/labs.mk
