check_PROGRAMS += test_nn
TESTS += test_nn
test_nn_SOURCES = $(TAP_SOURCES) tests/nn/main.c
test_nn_CPPFLAGS = $(TAP_CPPFLAGS)
test_nn_LDADD = $(NN_FLOOR) $(CMOCKA_LIBS)
