check_PROGRAMS += test_formula
TESTS += test_formula
test_formula_SOURCES = $(TAP_SOURCES) tests/formula/main.c
test_formula_CPPFLAGS = $(TAP_CPPFLAGS)
test_formula_LDADD = $(FORMULA_FLOOR) $(CMOCKA_LIBS)
