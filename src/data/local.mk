noinst_LIBRARIES += libdata.a
libdata_a_SOURCES = include/actlab/data.h src/data/set.h src/data/data.c src/data/kinds.c \
	src/data/made.c src/data/copy.c src/data/csv_parse.c src/data/csv.c src/data/digits.c src/data/dtype.c \
	src/data/tensors.c src/data/tensors_write.c src/data/array.c src/data/array.h \
	src/data/curve.c src/data/file.c src/data/idx.c src/data/npy.c src/data/sequence.c
