noinst_LIBRARIES += libtrain.a
libtrain_a_SOURCES = include/actlab/train.h src/train/train.c
