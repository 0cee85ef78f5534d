check_PROGRAMS += test_lab
TESTS += test_lab
test_lab_SOURCES = $(TAP_SOURCES) tests/lab/lab.h tests/lab/bad.c tests/lab/main.c \
	tests/lab/share.c
test_lab_CPPFLAGS = $(TAP_CPPFLAGS)
test_lab_LDADD = $(LAB_FLOOR) $(CMOCKA_LIBS)
include $(srcdir)/tests/lab/bad.mk
