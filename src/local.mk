# One static library a folder, from the ground up.  A list of what a floor may
# link stands once, here: tests and the program use it.
include $(srcdir)/src/base/local.mk
include $(srcdir)/src/formula/local.mk
include $(srcdir)/src/nn/local.mk
include $(srcdir)/src/data/local.mk
include $(srcdir)/src/plot/local.mk
include $(srcdir)/src/train/local.mk
include $(srcdir)/src/panel/local.mk
include $(srcdir)/src/lab/local.mk
include $(srcdir)/src/report/local.mk
include $(srcdir)/src/tui/local.mk
include $(srcdir)/src/cli/local.mk

BASE_FLOOR = libbase.a $(KERNEL_LIBS) -lm
FORMULA_FLOOR = libformula.a $(BASE_FLOOR)
NN_FLOOR = libnn.a $(FORMULA_FLOOR)
DATA_FLOOR = libdata.a $(FORMULA_FLOOR) $(JANSSON_LIBS) $(ZLIB_LIBS)
PLOT_FLOOR = libplot.a $(FORMULA_FLOOR)
TRAIN_FLOOR = libtrain.a libnn.a libdata.a libplot.a $(FORMULA_FLOOR) $(JANSSON_LIBS) $(ZLIB_LIBS)
PANEL_FLOOR = libpanel.a $(TRAIN_FLOOR)
LAB_FLOOR = liblab.a $(PANEL_FLOOR)
REPORT_FLOOR = libreport.a $(LAB_FLOOR)
TUI_FLOOR = libtui.a $(LAB_FLOOR) $(CURSES_LIBS)
