noinst_LIBRARIES += liblab.a
liblab_a_SOURCES = include/actlab/lab.h src/lab/parser.h src/lab/answer.c src/lab/branch.c src/lab/session.c src/lab/change.c \
	src/lab/command.c src/lab/expr.c src/lab/figure.c src/lab/find.c src/lab/judge.c src/lab/layers.c \
	src/lab/panels.c src/lab/parse.c src/lab/settle.c src/lab/source.c src/lab/resume.c src/lab/take.c src/lab/take.h \
	src/lab/text.c src/lab/token.c src/lab/verb_act.c src/lab/verb_ask.c src/lab/verb_declare.c \
	src/lab/verb_judge.c src/lab/verb_play.c src/lab/verbs.c src/lab/verdict.c src/lab/verdict.h
# A program that stands where it was built takes the labs of its source.
liblab_a_CPPFLAGS = $(AM_CPPFLAGS) -DACTLAB_BUILDDIR='"$(abs_top_builddir)"' \
	-DACTLAB_SOURCEDIR='"$(abs_top_srcdir)"'
# Another --prefix is another place for them: it is written anew.
src/lab/liblab_a-find.$(OBJEXT): Makefile
