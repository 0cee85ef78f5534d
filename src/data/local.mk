noinst_LIBRARIES += libdata.a
libdata_a_SOURCES = include/actlab/data.h src/data/data.c
