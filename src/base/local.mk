noinst_LIBRARIES += libbase.a
libbase_a_SOURCES = include/actlab/arena.h include/actlab/err.h include/actlab/file.h \
	include/actlab/num.h include/actlab/param.h include/actlab/rng.h include/actlab/str.h \
	src/base/err.c
KERNEL_LIBS =
