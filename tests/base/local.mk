check_PROGRAMS += test_base
TESTS += test_base
test_base_SOURCES = $(TAP_SOURCES) tests/base/base.h tests/base/main.c tests/base/err.c
test_base_CPPFLAGS = $(TAP_CPPFLAGS)
test_base_LDADD = $(BASE_FLOOR) $(CMOCKA_LIBS)
