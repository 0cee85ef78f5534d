noinst_LIBRARIES += liblab.a
liblab_a_SOURCES = include/actlab/lab.h src/lab/lab.c
