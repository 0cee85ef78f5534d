noinst_LIBRARIES += libformula.a
libformula_a_SOURCES = include/actlab/formula.h src/formula/lex.h src/formula/lex.c \
	src/formula/parse.c src/formula/function.c src/formula/eval.c
