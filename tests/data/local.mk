check_PROGRAMS += test_data
TESTS += test_data
test_data_SOURCES = $(TAP_SOURCES) tests/data/main.c
test_data_CPPFLAGS = $(TAP_CPPFLAGS)
test_data_LDADD = $(DATA_FLOOR) $(CMOCKA_LIBS)
