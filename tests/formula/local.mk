check_PROGRAMS += test_formula
TESTS += test_formula
test_formula_SOURCES = $(TAP_SOURCES) tests/formula/formula.h tests/formula/main.c \
	tests/formula/parse.c tests/formula/wrong.c tests/formula/function.c \
	tests/formula/eval.c tests/formula/graph.c tests/formula/curve.c \
	tests/formula/curve_wrong.c tests/formula/call.c
test_formula_CPPFLAGS = $(TAP_CPPFLAGS)
test_formula_LDADD = $(FORMULA_FLOOR) $(CMOCKA_LIBS)
