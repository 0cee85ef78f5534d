# One binary per floor, linked with what that floor may know and no more; a
# call upward does not link.
AM_TESTS_ENVIRONMENT = srcdir='$(top_srcdir)'; builddir='$(top_builddir)'; CC='$(CC)'; NM='$(NM)'; \
	CFLAGS='$(AM_CFLAGS) $(CFLAGS)'; export srcdir builddir CC NM CFLAGS;
TEST_LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(TEST_LOG_DRIVER)
TEST_EXTENSIONS = .sh
SH_LOG_DRIVER = $(TEST_LOG_DRIVER)
SH_LOG_COMPILER = $(SHELL)
TAP_SOURCES = tests/tap.c tests/tap.h
TAP_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir) $(CMOCKA_CFLAGS)

# Guards in sh: of the floors, and of the pages.
SH_GUARDS = tests/check-includes.sh tests/check-link.sh tests/check-man.sh tests/check-quickstart.sh
TESTS += $(SH_GUARDS)
EXTRA_DIST += $(SH_GUARDS) tests/tap.sh tests/floors.sh

include $(srcdir)/tests/bench/local.mk

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
