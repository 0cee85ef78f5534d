check_PROGRAMS += test_panel
TESTS += test_panel
test_panel_SOURCES = $(TAP_SOURCES) tests/panel/main.c \
	tests/panel/captions.c tests/panel/fake.c tests/panel/fake.h \
	tests/panel/scene.c tests/panel/scene.h
test_panel_CPPFLAGS = $(TAP_CPPFLAGS)
test_panel_LDADD = $(PANEL_FLOOR) $(CMOCKA_LIBS)
EXTRA_DIST += \
	tests/panel/acc.golden \
	tests/panel/boundary-one-sided.golden \
	tests/panel/boundary.golden \
	tests/panel/captions.golden \
	tests/panel/confusion-test.golden \
	tests/panel/confusion.golden \
	tests/panel/curve.golden \
	tests/panel/gradbars-log.golden \
	tests/panel/gradbars-nan.golden \
	tests/panel/gradhist.golden \
	tests/panel/loss-empty.golden \
	tests/panel/loss-log.golden \
	tests/panel/loss-noisy.golden \
	tests/panel/reliability-test.golden \
	tests/panel/reliability.golden \
	tests/panel/rms.golden \
	tests/panel/slope.golden \
	tests/panel/zhist.golden
