noinst_LIBRARIES += libnn.a
libnn_a_SOURCES = include/actlab/nn.h src/nn/nn.c
