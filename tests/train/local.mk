check_PROGRAMS += test_train
TESTS += test_train
test_train_SOURCES = $(TAP_SOURCES) tests/train/main.c
test_train_CPPFLAGS = $(TAP_CPPFLAGS)
test_train_LDADD = $(TRAIN_FLOOR) $(CMOCKA_LIBS)
