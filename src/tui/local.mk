noinst_LIBRARIES += libtui.a
libtui_a_SOURCES = include/actlab/tui.h src/tui/restore.c src/tui/restore.h \
	src/tui/frame.c src/tui/frame.h src/tui/wait.c src/tui/wait.h \
	src/tui/bytes.c src/tui/bytes.h src/tui/held.c src/tui/held.h src/tui/probe.c src/tui/probe.h src/tui/caps.c src/tui/caps.h \
	src/tui/layout.c src/tui/layout.h src/tui/line.c src/tui/line.h \
	src/tui/scene.c src/tui/scene.h src/tui/screen.c src/tui/screen.h src/tui/command.c \
	src/tui/keyboard.c src/tui/complete.c src/tui/cross.c src/tui/cross.h \
	src/tui/story.c src/tui/story.h src/tui/play.c src/tui/play.h src/tui/play_step.c \
	src/tui/play_pace.c src/tui/play_past.c src/tui/play_branch.c src/tui/play_save.c src/tui/play_stage.c src/tui/play_judge.c src/tui/play_act.c src/tui/play_change.c src/tui/play_command.c src/tui/play_scene.c src/tui/play_view.c \
	src/tui/curve.c src/tui/keys.c src/tui/keys.h src/tui/term.c src/tui/term.h
libtui_a_CPPFLAGS = $(AM_CPPFLAGS) $(CURSES_CFLAGS)
libtui_a_SOURCES += src/tui/play_explore.c src/tui/explorer.c src/tui/explorer.h
libtui_a_SOURCES += src/tui/play_net.c
libtui_a_SOURCES += src/tui/play_course.c src/tui/course.c src/tui/course.h
libtui_a_SOURCES += src/tui/state.c src/tui/state.h
libtui_a_SOURCES += src/tui/play_data.c src/tui/play_edit.c
libtui_a_SOURCES += src/tui/play_layout.c
libtui_a_SOURCES += src/tui/mouse.c src/tui/mouse.h src/tui/pointer.c src/tui/play_mouse.c src/tui/dye.c src/tui/dye.h
libtui_a_SOURCES += src/tui/keymap.c src/tui/keymap.h
