check_PROGRAMS += test_data
TESTS += test_data
test_data_SOURCES = $(TAP_SOURCES) tests/data/data.h tests/data/main.c tests/data/kinds.c \
	tests/data/made.c tests/data/split.c tests/data/csv_parse.c tests/data/csv.c \
	tests/data/csv_wrong.c tests/data/digits.c tests/data/tensors.c \
	tests/data/arrays.c tests/data/curve.c tests/data/sequence.c
test_data_CPPFLAGS = $(TAP_CPPFLAGS)
test_data_LDADD = $(DATA_FLOOR) $(CMOCKA_LIBS)
EXTRA_DIST += tests/data/bits.txt
