noinst_LIBRARIES += libformula.a
libformula_a_SOURCES = include/actlab/formula.h src/formula/formula.c
