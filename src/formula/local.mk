noinst_LIBRARIES += libformula.a
libformula_a_SOURCES = include/actlab/formula.h src/formula/array.h src/formula/graph.h \
	src/formula/head.h src/formula/head.c \
	src/formula/lex.h src/formula/program.h src/formula/array.c src/formula/code.c \
	src/formula/curve.c \
	src/formula/eval.c src/formula/function.c src/formula/graph.c src/formula/lex.c \
	src/formula/parse.c src/formula/program.c src/formula/run.c src/formula/simple.c \
	src/formula/slope.c src/formula/write.c
