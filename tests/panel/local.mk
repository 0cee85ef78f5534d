check_PROGRAMS += test_panel
TESTS += test_panel
test_panel_SOURCES = $(TAP_SOURCES) tests/panel/main.c \
	tests/panel/captions.c tests/panel/fake.c tests/panel/fake.h \
	tests/panel/looks.c tests/panel/scene.c tests/panel/scene.h
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
	tests/panel/look-curve.golden \
	tests/panel/look-slope.golden \
	tests/panel/look-loss.golden \
	tests/panel/look-measures.golden \
	tests/panel/look-acc.golden \
	tests/panel/look-boundary.golden \
	tests/panel/look-fit.golden \
	tests/panel/look-gradbars.golden \
	tests/panel/look-rms.golden \
	tests/panel/look-bars.golden \
	tests/panel/look-confusion.golden \
	tests/panel/look-reliability.golden \
	tests/panel/look-gradhist.golden \
	tests/panel/look-surface.golden \
	tests/panel/look-zhist.golden \
	tests/panel/look-acthist.golden \
	tests/panel/look-weighthist.golden \
	tests/panel/look-gradmap.golden \
	tests/panel/look-past.golden \
	tests/panel/look-pastmap.golden \
	tests/panel/look-deadmap.golden \
	tests/panel/look-chain.golden \
	tests/panel/look-softmax.golden \
	tests/panel/look-net.golden \
	tests/panel/look-unit.golden \
	tests/panel/look-tangent.golden \
	tests/panel/look-through.golden \
	tests/panel/look-attnmap.golden \
	tests/panel/look-featuremaps.golden \
	tests/panel/look-filters.golden \
	tests/panel/look-gates.golden \
	tests/panel/look-lrcurve.golden \
	tests/panel/look-runtable.golden \
	tests/panel/look-eventlog.golden \
	tests/panel/loss-empty.golden \
	tests/panel/loss-log.golden \
	tests/panel/loss-noisy.golden \
	tests/panel/reliability-test.golden \
	tests/panel/reliability.golden \
	tests/panel/rms.golden \
	tests/panel/slope.golden \
	tests/panel/zhist.golden
