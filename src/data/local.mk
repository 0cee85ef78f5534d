noinst_LIBRARIES += libdata.a
libdata_a_SOURCES = include/actlab/data.h src/data/set.h src/data/data.c src/data/kinds.c \
	src/data/made.c src/data/csv_parse.c src/data/csv.c src/data/digits.c src/data/dtype.c \
	src/data/tensors.c src/data/tensors_write.c
