noinst_LIBRARIES += libreport.a
libreport_a_SOURCES = include/actlab/report.h src/report/expect.c src/report/figure.c \
	src/report/format.c src/report/json.c src/report/page.c src/report/page.h \
	src/report/progress.c src/report/replay.c \
	src/report/script.c src/report/script.h src/report/script_keras.c \
	src/report/script_keras_help.c src/report/script_own.c src/report/script_put.c \
	src/report/script_torch.c src/report/script_torch_help.c \
	src/report/shown.c src/report/shown.h \
	src/report/tables.c src/report/tap.c src/report/text.c \
	src/report/text.h
