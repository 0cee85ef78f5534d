noinst_LIBRARIES += libbase.a
libbase_a_CPPFLAGS = $(AM_CPPFLAGS) $(BLAS_CFLAGS)
libbase_a_SOURCES = include/actlab/arena.h include/actlab/err.h include/actlab/file.h \
	include/actlab/num.h include/actlab/param.h include/actlab/rng.h include/actlab/str.h \
	src/base/blas.h src/base/scalar.h src/base/text.h src/base/width.h \
	src/base/arena.c src/base/blas.c src/base/eigen.c src/base/erf.c src/base/err.c src/base/explog.c src/base/file.c \
	src/base/half.c src/base/num.c src/base/param.c src/base/rng.c src/base/show.c \
	src/base/sort.c src/base/stat.c \
	src/base/str.c src/base/trig.c src/base/utf8.c $(KERNEL_SOURCES)

# The same source for each instruction set; num.c chooses at first use.
KERNEL_SOURCES = src/base/few.h src/base/kernel.h src/base/turn.h src/base/vec.h \
	src/base/array.c src/base/curve.c src/base/few.c src/base/gemm.c src/base/power.c src/base/vmath.c src/base/wide.c
KERNEL_LIBS =
if HAVE_AVX2
noinst_LIBRARIES += libbase_avx2.a
libbase_avx2_a_SOURCES = $(KERNEL_SOURCES)
libbase_avx2_a_CPPFLAGS = $(AM_CPPFLAGS) -DKERNEL_LANES=8
libbase_avx2_a_CFLAGS = $(AM_CFLAGS) $(AVX2_FLAGS)
KERNEL_LIBS += libbase_avx2.a
if HAVE_FMA
noinst_LIBRARIES += libbase_avx2_fma.a
libbase_avx2_fma_a_SOURCES = $(KERNEL_SOURCES)
libbase_avx2_fma_a_CPPFLAGS = $(AM_CPPFLAGS) -DKERNEL_LANES=8 -DKERNEL_FMA
libbase_avx2_fma_a_CFLAGS = $(AM_CFLAGS) $(AVX2_FLAGS) $(FMA_FLAGS)
KERNEL_LIBS += libbase_avx2_fma.a
endif
endif
if HAVE_AVX512
noinst_LIBRARIES += libbase_avx512.a
libbase_avx512_a_SOURCES = $(KERNEL_SOURCES)
libbase_avx512_a_CPPFLAGS = $(AM_CPPFLAGS) -DKERNEL_LANES=16
libbase_avx512_a_CFLAGS = $(AM_CFLAGS) $(AVX512_FLAGS)
KERNEL_LIBS += libbase_avx512.a
if HAVE_FMA
noinst_LIBRARIES += libbase_avx512_fma.a
libbase_avx512_fma_a_SOURCES = $(KERNEL_SOURCES)
libbase_avx512_fma_a_CPPFLAGS = $(AM_CPPFLAGS) -DKERNEL_LANES=16 -DKERNEL_FMA
libbase_avx512_fma_a_CFLAGS = $(AM_CFLAGS) $(AVX512_FLAGS) $(FMA_FLAGS)
KERNEL_LIBS += libbase_avx512_fma.a
endif
endif
