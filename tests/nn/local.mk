check_PROGRAMS += test_nn
TESTS += test_nn
test_nn_SOURCES = $(TAP_SOURCES) tests/nn/suite.h tests/nn/act.c \
	tests/nn/cases.c tests/nn/facts.c tests/nn/init.c tests/nn/layer.c tests/nn/lines.c \
	tests/nn/loss.c tests/nn/main.c tests/nn/net.c tests/nn/opt.c tests/nn/own.c \
	tests/nn/precision.c \
	tests/nn/suite.c tests/nn/truth.c tests/nn/truth.h tests/nn/ulp.c
test_nn_CPPFLAGS = $(TAP_CPPFLAGS)
test_nn_LDADD = $(NN_FLOOR) $(CMOCKA_LIBS)

# nn a second time, with double in place of float, so that a gradient can be held against
# difference quotients to many digits.
check_PROGRAMS += test_nn_double
TESTS += test_nn_double
test_nn_double_SOURCES = $(TAP_SOURCES) tests/nn/double.h tests/nn/suite.h \
	tests/nn/cases.c tests/nn/double.c tests/nn/gradient.c tests/nn/lines.c \
	tests/nn/suite.c $(libnn_a_SOURCES) $(libformula_a_SOURCES)
test_nn_double_CPPFLAGS = $(TAP_CPPFLAGS) -include $(top_srcdir)/tests/nn/double.h
test_nn_double_LDADD = $(BASE_FLOOR) $(CMOCKA_LIBS)

EXTRA_DIST += tests/nn/ulp.txt tests/nn/activations.csv tests/nn/losses.csv tests/nn/softmax.csv
