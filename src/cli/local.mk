bin_PROGRAMS += actlab
actlab_SOURCES = src/cli/main.c
actlab_LDADD = libreport.a $(TUI_FLOOR) $(JANSSON_LIBS)
