noinst_LIBRARIES += libreport.a
libreport_a_SOURCES = include/actlab/report.h src/report/report.c
