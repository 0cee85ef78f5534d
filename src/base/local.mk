noinst_LIBRARIES += libbase.a
libbase_a_SOURCES = include/actlab/arena.h include/actlab/err.h include/actlab/file.h \
	include/actlab/num.h include/actlab/param.h include/actlab/rng.h include/actlab/str.h \
	src/base/text.h src/base/width.h \
	src/base/arena.c src/base/err.c src/base/file.c src/base/num.c src/base/param.c \
	src/base/rng.c src/base/show.c src/base/stat.c src/base/str.c src/base/utf8.c
KERNEL_LIBS =
