check_PROGRAMS += test_base
TESTS += test_base
test_base_SOURCES = $(TAP_SOURCES) tests/base/base.h tests/base/main.c tests/base/arena.c tests/base/array.c \
	tests/base/eigen.c \
	tests/base/err.c tests/base/file.c tests/base/gemm.c tests/base/half.c tests/base/param.c tests/base/rng.c \
	tests/base/scalar.c tests/base/stat.c tests/base/str.c tests/base/utf8.c \
	tests/base/vector.c
test_base_CPPFLAGS = $(TAP_CPPFLAGS)
test_base_CFLAGS = $(AM_CFLAGS)
test_base_LDADD = $(BASE_FLOOR) $(CMOCKA_LIBS)
