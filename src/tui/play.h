/* A lab on the screen: its steps performed one after another, then judged.
 *
 * One take is seen at a time.  Its runs train in the pool as far as the pace allows;
 * the screen takes snapshots and never waits.  What counts is judged by lab_judge over
 * takes that nobody touched.
 */
#ifndef TUI_PLAY_H
#define TUI_PLAY_H

#include "tui/course.h"
#include "tui/cross.h"
#include "tui/explorer.h"
#include "tui/screen.h"
#include "tui/story.h"

enum play_stage { PLAY_STEPS, PLAY_JUDGE, PLAY_TODO, PLAY_END };
enum play_wait { PLAY_GO, PLAY_ENTER, PLAY_ANSWER, PLAY_TRAIN };

struct play_pace {
	bool paused;
	int gear;			/* index of play_gears */
	double share;			/* of the training, allowed so far */
	double at;			/* seconds, when it was last moved */
	long from[LAB_RUNS_MAX], goal[LAB_RUNS_MAX];	/* steps */
	long allowed[LAB_RUNS_MAX];	/* as the pool was told last */
};
struct play_watch {
	const struct train_snapshot *snap;	/* newest, NULL: none yet */
	long asked;			/* step at which it was asked for, -1: never */
	double asked_at;		/* seconds */
	int w, h;			/* points of the plane asked for */
	unsigned dear;			/* TRAIN_DEAR_... asked for */
	bool waits;			/* for the snapshot that was asked for last */
};
struct play_rate {			/* steps a second, measured over a while */
	long step;
	double at, value;
};

struct play_past {
	bool on;
	long at;			/* the step that is looked at */
	struct train_run *twin[LAB_RUNS_MAX];	/* NULL: not needed yet */
	long goal[LAB_RUNS_MAX];	/* where it is sent; -1: the run is seen as it is */
	struct play_watch watch[LAB_RUNS_MAX];	/* of the twins */
};

struct play_stages {
	bool on, sent, ready;		/* the twin is on its way; the step is taken */
	int shown;			/* stages that are seen, 1..4 */
	int run, example, level, unit;	/* level from 1 */
	long at;			/* the step before the one that is seen */
	struct train_run *twin;
	struct train_stage stage;
	struct err e;
	struct arena room;
};

enum { PLAY_TURNS_MAX = 256 };
struct play_turn {			/* a knob turned by hand */
	int at;				/* tui_play.at then */
	bool touched;			/* before */
};

/* What a person put into a slot of a view. */
enum { PLAY_CHOICES_MAX = 48, PLAY_KINDS_MAX = 64 };
struct play_choice {
	char view[16];
	int slot;
	char text[120];			/* "loss a b axis=log"; "": the next one's panel, and
					 * the other way round */
};

/* Points put in, moved and taken away by hand. */
struct play_point {
	float x, y;			/* two inputs, or input and target */
	int label;
};
struct play_edited {
	int row;
	bool test, had, has;		/* in the test part; was it there, is it there? */
	struct play_point was, is;
};
enum { PLAY_EDITS_MAX = 256, PLAY_EDIT_ROWS_MAX = 20000 };
struct play_edit {
	bool on;			/* keys move the cursor */
	double x, y;			/* where it is, in units of the axes */
	struct plot_axis ax, ay;	/* of the picture as it was seen last; lo < hi */
	int held;			/* the row that is carried, from 1; 0: none */
	bool moved;			/* by the mouse, since it was picked up */
	int class;			/* that was put last */
	int n;
	struct play_edited done[PLAY_EDITS_MAX];
	struct data_set data;		/* n > 0: as it is now */
	struct arena room;		/* of that */
};

struct tui_play;
/* A way to look at a lab: panels, and whether there are words beside them. */
struct play_view {
	const char *name, *title;	/* :view NAME; in the title line */
	bool text;			/* words stand beside the panels: the narration, or */
	void (*fill)(struct tui_play *p);	/* adds to p->seen */
	const struct tui_hint *hints;	/* keys of its own; NULL: none */
	/* its own, NULL: it has none */
	void (*words)(struct tui_play *p, struct tui_scene *o, struct arena *frame);
	/* Runs a command that means something else here; NULL: there is none. */
	enum tui_did (*command)(struct tui_play *p, struct str name, struct str args,
				struct err *e);
	/* The mouse over one of its panels; true: it was used. */
	bool (*mouse)(struct tui_play *p, const struct tui_mouse *m);
};

struct tui_play {
	struct tui_view view;		/* first: the screen calls through it */
	struct tui_screen *screen;
	struct lab_plan *plan;		/* activations can be added to it */
	unsigned act_used;		/* of those added: a knob has named it */
	struct train_pool *pool;
	struct lab_judge *judge;
	struct lab_result *result;
	struct arena scratch;		/* one text or one figure's needs */
	uint64_t seed;			/* of the take that is seen */
	struct lab_take *take;		/* seen */
	struct lab_take *lent;		/* to the judge; NULL: none */
	bool touched;			/* a knob was turned in the take that is seen */
	int n_change;			/* with which it was made */
	struct lab_change change[LAB_MAY_MAX];

	enum play_stage stage;
	enum play_wait wait;
	int at;				/* next step of the take that is seen */
	int told, passed;		/* steps told to the person; steps passed */
	int show;			/* the step whose panels are seen, -1: none */
	int todo, todo_hints;		/* the open one */
	int next_todo;			/* begun by Enter; n_todo: the card; -1: none */
	bool trying;			/* what was proposed is being judged */
	int n_done;			/* seeds measured when it was last looked */
	const struct play_view *view_now;
	int run;			/* the one that views of one run show */
	bool hidden[LAB_RUNS_MAX];	/* left out of comparisons */
	int n_seen;
	struct lab_panel seen[TUI_PANELS_MAX];	/* as the view fills them */
	struct arena seen_room;
	struct tui_key kind[PLAY_KINDS_MAX + 1];	/* panels to choose from */
	char kind_command[PLAY_KINDS_MAX][32];
	int n_choice;
	struct play_choice choice[PLAY_CHOICES_MAX];	/* in the order in which they came */
	struct tui_explorer explorer;
	struct tui_course course;
	int course_sure;		/* the lab, from 1, for which all else may be left */
	char next_lab[TUI_NAME_MAX];	/* to be opened when this one is left; "" */
	int layer, unit;		/* chosen in the network, from 1; 0: not yet */
	bool flipped[TUI_PANELS_MAX];	/* log for linear, or the other way round */

	struct tui_cross cross;
	bool held;			/* the pointer holds the axis: at .grip of it */
	double grip;
	int grip_panel, grip_part;
	struct play_edit edit;
	struct play_pace pace;
	struct play_watch watch[LAB_RUNS_MAX];
	struct play_rate rate;
	struct play_past past;
	struct play_stages stages;
	long back[LAB_RUNS_MAX];	/* where a run is on its way to after an undo */
	int n_turn;
	struct play_turn turn[PLAY_TURNS_MAX];	/* in the take that is seen */
	struct lab_turn made[PLAY_TURNS_MAX];	/* (n_turn): what was turned */
	struct tui_story story;
};

/* play_step.c */
bool play_take_new(struct tui_play *p, uint64_t seed, const struct lab_change *change,
		   int n, struct err *e);
/* Does what can be done without waiting; true: something happened. */
bool play_perform(struct tui_play *p);
/* Enter: what is waited for is over. */
void play_next(struct tui_play *p);
void play_answer(struct tui_play *p, const char *text);
void play_hint(struct tui_play *p);
void play_skip(struct tui_play *p);
/* Text with its holes filled, in p->scratch until the next call. */
const char *play_text(struct tui_play *p, const struct lab_text *t, int mark);
/* Shows an error that came out of a step. */
void play_error(struct tui_play *p, const struct err *e);

/* play_pace.c */
/* Times the usual speed, 0 is unlimited; ends with -1. */
extern const double play_gears[];
const char *play_gear_text(int gear);
void play_pace_begin(struct tui_play *p, const struct lab_train *t);
bool play_pace_move(struct tui_play *p, bool step);
void play_pace_pause(struct tui_play *p, bool paused);
void play_pace_gear(struct tui_play *p, int gear);
void play_pace_step(struct tui_play *p);	/* one step of every run, then pause */
/* Asks for snapshots and takes them; true: a new one came. */
bool play_watch(struct tui_play *p, bool step);
/* Is a snapshot under way, or one to be asked for? */
bool play_watch_due(const struct tui_play *p);
void play_watch_reset(struct tui_play *p);
/* NULL: none now. */
const struct lab_train *play_training(const struct tui_play *p);

/* play_past.c */
enum tui_did play_past_command(struct tui_play *p, struct str name, struct str args,
			       struct err *e);
long play_past_newest(const struct tui_play *p);
/* The first step of a run that can be seen again; -1: none can. */
long play_past_oldest(const struct tui_play *p, int run);
/* To a step that has been; the newest is now. */
void play_past_go(struct tui_play *p, long to, struct err *e);
void play_past_leave(struct tui_play *p);	/* to now; it stays a pause */
void play_past_done(struct tui_play *p);	/* before its take goes */
/* Looks at the twins; true: there is something new to be seen. */
bool play_past_move(struct tui_play *p, bool step);
bool play_past_due(const struct tui_play *p);	/* a twin is on its way */
/* What panels see of a run: now, or at the step that is looked at. */
const struct train_snapshot *play_snap(struct tui_play *p, int run, struct arena *frame);
const char *play_past_word(const struct tui_play *p, struct arena *frame);

/* play_stage.c */
enum tui_did play_stages_command(struct tui_play *p, struct str name, struct err *e);
bool play_stages_move(struct tui_play *p, bool step);
bool play_stages_due(const struct tui_play *p);
void play_stages_close(struct tui_play *p);
void play_stages_scene(struct tui_play *p, struct tui_scene *o, struct arena *frame);

/* play_branch.c */
/* The run that the focused panel is about, else the first. */
int play_run_seen(const struct tui_play *p);
/* A branch from what is seen: "sig.act=tanh"; "" : opens a line for it. */
void play_branch(struct tui_play *p, struct str text, struct err *e);
/* "sig.act=tanh" of a run or a branch. */
bool play_turn_parse(const struct tui_play *p, struct str text, struct span at,
		     struct lab_change *c, struct err *e);
/* Turns a knob here and now, so that it can be taken back. */
bool play_turn(struct tui_play *p, const struct lab_change *c, struct err *e);
void play_undo(struct tui_play *p, struct err *e);
/* Waits, under --step, until nothing is on its way. */
void play_branches_settle(struct tui_play *p);
/* Branches join the panels that show their runs, or alone: take their place. */
void play_branches_show(struct tui_play *p, bool alone);
/* Writes the session as a lab; over an old file only where that is asked for. */
void play_save(struct tui_play *p, struct str path, bool over, struct err *e);
/* No step of the branches of a run beyond this one. */
void play_branches_allow(struct tui_play *p, int run, long step);

/* play_judge.c */
void play_judge_begin(struct tui_play *p);
bool play_judge_move(struct tui_play *p, bool step);
bool play_judging(const struct tui_play *p);	/* not everything is decided and told */
void play_todo_skip(struct tui_play *p);
/* Enter after a verdict: the next change, or the card. */
void play_todo_begin(struct tui_play *p);
void play_todo_try(struct tui_play *p, struct str text, struct err *e);
/* Opens the line where a change is typed. */
void play_todo_open(struct tui_play *p);

void play_expect_line(const struct lab_verdict *v, const char **mark,
		      enum plot_role *role, char *buf, size_t size);

/* play_change.c */
/* "sig.act or sig.init": what the task lets be changed. */
void play_may_text(const struct tui_play *p, const struct lab_todo *t, char *buf,
		   size_t size);
/* Changes parted by blanks; on failure *e always has a hint. */
bool play_changes_parse(struct tui_play *p, struct str text, struct lab_change *c, int *n,
			struct err *e);

/* play_act.c */
/* "mine(x) = x*sigmoid(1.7*x)", part of e's source. */
void play_act(struct tui_play *p, struct str text, struct err *e);
void play_act_used(struct tui_play *p, const struct lab_change *c);
const char *const *play_act_words(const struct tui_play *p, struct arena *frame);

/* play_command.c */
/* Trains again from the start, and goes on where the person is; why begins the message. */
bool play_restart(struct tui_play *p, uint64_t seed, const struct lab_change *change, int n,
		  const char *why, struct err *e);
enum tui_did play_command(struct tui_view *v, struct str name, struct str args,
			  struct err *e);
const char *const *play_words(struct tui_view *v, struct str before, struct str typed,
			      struct arena *frame);

/* play_mouse.c */
bool play_mouse(struct tui_view *v, const struct tui_mouse *m);
bool play_explore_mouse(struct tui_play *p, const struct tui_mouse *m);

/* play_view.c */
extern const struct play_view play_views[];	/* the lab first; { 0 } ends */
/* Fills p->seen anew: another view, run, step or take. */
void play_view_fill(struct tui_play *p);
/* One more panel in that row, as a lab would show it; a kind that does not exist is left
 * out. */
void play_view_add(struct tui_play *p, int row, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void play_view_lab(struct tui_play *p);		/* there is something to be read */
void play_view_choose(struct tui_play *p, struct str name, struct err *e);
void play_run_choose(struct tui_play *p, struct str name, struct err *e);
void play_run_move(struct tui_play *p, int by);
void play_run_hide(struct tui_play *p, struct err *e);
const char *play_view_title(const struct tui_play *p, struct arena *frame);
/* What may stand behind :view and :run; NULL: another command. */
const char *const *play_view_words(const struct tui_play *p, struct str command,
				   struct arena *frame);

/* play_net.c */
void play_net_fill(struct tui_play *p);
enum tui_did play_net_command(struct tui_play *p, struct str name, struct str args,
			      struct err *e);

/* play_layout.c */
void play_layout_apply(struct tui_play *p);
void play_layout_load(struct tui_play *p);
enum tui_did play_layout_command(struct tui_play *p, struct str name, struct str args,
				 struct err *e);

/* play_data.c */
void play_data_fill(struct tui_play *p);
void play_data_words(struct tui_play *p, struct tui_scene *o, struct arena *frame);

/* play_edit.c */
enum tui_did play_edit_command(struct tui_play *p, struct str name, struct str args,
			       struct err *e);
/* The data that a take is made with, where they are not the lab's; NULL: they are. */
const struct data_set *play_edit_data(const struct tui_play *p);
void play_edit_forget(struct tui_play *p);	/* the lab's data again, with the next take */
void play_edit_undo(struct tui_play *p, struct err *e);
/* The cursor in the figure that it is in. */
void play_edit_apply(struct tui_play *p, int panel, struct plot_figure *f);
bool play_edit_mouse(struct tui_play *p, const struct tui_mouse *m);
/* What is under the cursor; NULL: nothing is edited. */
const char *play_edit_readout(struct tui_play *p, struct arena *frame);
const char *play_edit_words(const struct tui_play *p, struct arena *frame);

/* play_course.c */
void play_course_fill(struct tui_play *p);
void play_course_words(struct tui_play *p, struct tui_scene *o, struct arena *frame);
enum tui_did play_course_command(struct tui_play *p, struct str name, struct str args,
				 struct err *e);
/* Notes how far the person has come. */
void play_course_leave(struct tui_play *p);

/* play_explore.c */
bool play_explore_init(struct tui_play *p, struct err *e);
void play_explore_fill(struct tui_play *p);
void play_explore_words(struct tui_play *p, struct tui_scene *o, struct arena *frame);
enum tui_did play_explore_command(struct tui_play *p, struct str name, struct str args,
				  struct err *e);

/* play_scene.c */
/* A panel of what is shown, without the cross-hair. */
struct plot_figure *play_figure(struct tui_play *p, int panel, struct arena *frame);
/* The panel that the cross-hair is read in: the focused one if it has an x axis, else the
 * first on the screen that has one (the cross-hair's, if it is on); -1: there is none. */
int play_cross_panel(struct tui_play *p, const struct plot_figure *const *f, int n);
void play_scene(struct tui_view *v, struct tui_scene *out, struct arena *frame);

#endif
