check_PROGRAMS += test_plot
TESTS += test_plot
test_plot_SOURCES = $(TAP_SOURCES) tests/plot/main.c
test_plot_CPPFLAGS = $(TAP_CPPFLAGS)
test_plot_LDADD = $(PLOT_FLOOR) $(CMOCKA_LIBS)
