# One binary per floor, linked with what that floor may know and no more; a
# call upward does not link.
AM_TESTS_ENVIRONMENT = srcdir='$(top_srcdir)'; builddir='$(top_builddir)'; export srcdir builddir;
TEST_LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(TEST_LOG_DRIVER)
TAP_SOURCES = tests/tap.c tests/tap.h
TAP_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir) $(CMOCKA_CFLAGS)

if HAVE_CMOCKA
include $(srcdir)/tests/base/local.mk
include $(srcdir)/tests/formula/local.mk
include $(srcdir)/tests/nn/local.mk
include $(srcdir)/tests/data/local.mk
include $(srcdir)/tests/plot/local.mk
include $(srcdir)/tests/train/local.mk
include $(srcdir)/tests/panel/local.mk
include $(srcdir)/tests/lab/local.mk
include $(srcdir)/tests/report/local.mk
include $(srcdir)/tests/tui/local.mk
include $(srcdir)/tests/cli/local.mk
endif
