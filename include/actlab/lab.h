/* Labs: the language, a plan, and its performance.
 *
 * text --lab_load--> plan (checked, nothing trained)
 *      --lab_take_new--> a take: the plan's runs for one seed, with changes or none
 *      --lab_judge--> verdicts over the takes of all seeds, a result, an exit status
 * The plan is read-only once loaded and outlives everything made from it.
 */
#ifndef ACTLAB_LAB_H
#define ACTLAB_LAB_H

#include "actlab/formula.h"
#include "actlab/panel.h"

enum { LAB_MADE_MAX = 128, LAB_RUNS_MAX = 12, LAB_CHOICES_MAX = 8, LAB_HINTS_MAX = 6, LAB_SEEDS_MAX = 32,
       LAB_PANELS_MAX = 16, LAB_MAY_MAX = 16 };

/* ------------------------------------------------------------------------- plan */

/* Prose with {expression} holes.  The lines of a paragraph are joined, paragraphs are
 * parted by an empty line; a line indented deeper than its block stays a line. */
struct lab_hole {
	int at, len;			/* bytes of .text that the value replaces */
	int digits;			/* significant ones: {loss(sig):5}; else 3 */
	const struct formula_node *f;
};
struct lab_text {
	const char *text;		/* "" : none; holes as written */
	int n_hole;
	struct lab_hole *hole;
};

struct lab_run {
	struct train_spec spec;		/* data and seed are set by a take */
	const char *net;		/* name of its net */
	struct span at;
};

struct lab_panel {
	const struct panel_kind *kind;
	struct param_set param;
	int n_run, run[PANEL_SUBJECTS_MAX];		/* indices of plan->run */
	int n_act;
	struct nn_act_use act[PANEL_SUBJECTS_MAX];
	const char *act_name[PANEL_SUBJECTS_MAX];
	int row;			/* the line of the show block it stands in */
};

/* "loss sig rel axis=log", as in a show block, with LAB_PANEL_ROOM bytes of the arena, which
 * outlives it; errors point into text. */
enum { LAB_PANEL_ROOM = 64 << 10 };
struct lab_plan;
bool lab_panel_parse(const struct lab_plan *p, struct str text, struct arena *a,
		     struct lab_panel *out, struct err *e);

enum lab_ask_kind { LAB_NUMBER, LAB_CHOICE };
struct lab_ask {
	const char *name;
	enum lab_ask_kind kind;
	double points, tol;		/* NUMBER: |given - answer| <= tol */
	struct lab_text text;
	int n_choice;
	struct { char letter; const char *text; bool right; } choice[LAB_CHOICES_MAX];
	double answer;			/* NUMBER */
	int n_hint;
	struct lab_text hint[LAB_HINTS_MAX];
	struct lab_text why;
	int index;			/* among the asks of the plan */
};

struct lab_train {
	int n_run, run[LAB_RUNS_MAX];
	double epochs;			/* or */
	long steps;			/* 0: epochs count */
	const struct formula_node *until;	/* NULL: none; measures without a run */
	bool lockstep;
};

enum lab_do { LAB_SAY, LAB_SHOW, LAB_ASK, LAB_PAUSE, LAB_MARK, LAB_TRAIN, LAB_SET };
struct lab_step {
	enum lab_do what;
	struct span at;
	union {
		struct lab_text say;
		struct { int n; struct lab_panel *panel; } show;
		struct lab_ask ask;
		struct { const char *name; int index; } mark;
		struct lab_train train;
		struct {
			int run;
			struct str key, value;
			struct span value_at;
			long step;	/* -1: now */
		} set;
	};
};

enum lab_over { LAB_ALL, LAB_MOST, LAB_MEDIAN };
struct lab_expect {
	const char *name;
	struct span at;
	double points;
	int mark;			/* -1: at the end */
	int n_seed;			/* 0: the run's own seed alone */
	uint64_t seed[LAB_SEEDS_MAX];
	enum lab_over over;
	const struct formula_node *f;
	struct str source;		/* the expression as written, on one line */
	struct lab_text why, otherwise;	/* "else:" */
};

struct lab_change {			/* sig.act=tanh */
	int run;
	char key[32], value[PARAM_TEXT_MAX];
};
struct lab_todo {
	const char *name;
	struct span at;
	double points;
	struct lab_text text;
	int n_may;
	struct { int run; const char *knob; } may[LAB_MAY_MAX];
	int max;			/* most knobs that may differ */
	const struct formula_node *pass;
	struct str pass_source;
	int n_hint;
	struct lab_text hint[LAB_HINTS_MAX];
	int n_solution;
	struct lab_change solution[LAB_MAY_MAX];
	struct lab_text why;
};

struct lab_texts;
struct lab_plan {
	struct arena arena;		/* owns all below */
	struct lab_texts *texts;	/* the files as read; owned */
	struct err_source source;
	struct data_place place;
	const char *name, *title, *time;	/* time: as written, "12 min" */
	uint64_t seed;
	const struct data_kind *data;
	struct param_set data_param;
	struct nn_own own;		/* activations of the lab's own */
	int n_act;			/* of own: the lab's; those behind were added */
	const char *act_text[NN_OWN_MAX];	/* of those: as they were declared */
	int n_run;
	struct lab_run run[LAB_RUNS_MAX];
	int n_vary;
	const char *vary[PARAM_MAX + 1];	/* knobs, and "layers" */
	unsigned dear;			/* TRAIN_DEAR_...: what measures and panels need */
	int n_step, n_ask, n_mark;
	struct lab_step *step;
	int n_expect;
	struct lab_expect *expect;
	int n_todo;
	struct lab_todo *todo;
	struct lab_text card;
	int n_next;
	const char *next[8];
};

/* Verbs are rows: "lab", "title", "seed", "data", "net", "run", ... */
enum lab_phase { LAB_DECLARE, LAB_PLAY, LAB_JUDGE };
struct lab_parser;
struct lab_command;
struct lab_verb {
	const char *name, *usage, *help;
	enum lab_phase phase;
	const struct param *param;	/* its key=value arguments, NULL: none */
	const char *fields;		/* words with a colon in its block: "hint why" */
	bool (*parse)(struct lab_parser *p, const struct lab_command *c, struct err *e);
};
extern const struct lab_verb lab_verbs[];

/* Reads, parses and checks a lab file.  NULL: *errs says why, up to twenty times. */
struct lab_plan *lab_load(const char *path, struct err_list *errs);
/* The same from text; name is for messages, dir is where data may be read ("" none). */
struct lab_plan *lab_parse(const char *name, struct str text, const char *dir,
			   struct err_list *errs);
/* Where lab_load or lab_parse failed, the errors point into texts that are kept for them;
 * this gives those back and empties the list. */
void lab_errs_done(struct err_list *errs);
void lab_free(struct lab_plan *p);
/* Path of a lab named on the command line.  What has a slash or ends in ".lab" is a path
 * and nothing else, ERR_SYSTEM where nothing is there; any other word is the name of an
 * installed lab and nothing else, ERR_USAGE where there is none.  The hint names what
 * is nearest. */
bool lab_find(const char *name, char path[1024], struct err *e);
bool lab_is_path(const char *name);
/* What opens the lab that next[i] names: "actlab digits" of an installed one, "actlab
 * DIR/digits.lab" of one beside this lab; the name alone where there is neither. */
enum { LAB_COMMAND_MAX = 1200 };
const char *lab_next_command(const struct lab_plan *p, int i,
			     char command[LAB_COMMAND_MAX]);
bool lab_next_known(const struct lab_plan *p, int i);
/* Adds an activation while the lab is performed, "mine(x) = x*sigmoid(1.7*x)"; only own and
 * what is left of the arena change.  One that was added and is not in use, by its bit in
 * used, may be declared anew.  text.s lies inside e's source, at byte offset at.  NULL: e
 * says why. */
const struct nn_act *lab_act_add(struct lab_plan *p, struct str text, int at,
				 unsigned used, struct err *e);
/* The directory of the installed labs: $ACTLAB_LABS, the build tree's labs when run from
 * there, or the one chosen at configure. */
const char *lab_directory(void);
bool lab_directory_check(struct err *e);	/* can it be read? */

/* ------------------------------------------------------------------------- takes */

/* One performance of the play phase: own data, own runs, marks with their facts. */
struct lab_take;
struct lab_take *lab_take_new(const struct lab_plan *p, uint64_t seed,
			      const struct lab_change *change, int n_change,
			      struct err *e);
/* The same on other data, of which it takes a copy; NULL: those of the plan. */
struct lab_take *lab_take_on(const struct lab_plan *p, uint64_t seed,
			     const struct data_set *data, const struct lab_change *change,
			     int n_change, struct err *e);
void lab_take_free(struct lab_take *t, struct train_pool *pool);
struct train_run *lab_take_run(struct lab_take *t, int run);
const struct train_spec *lab_take_spec(const struct lab_take *t, int run);
const struct data_set *lab_take_data(const struct lab_take *t);
uint64_t lab_take_seed(const struct lab_take *t);
/* Writes a checkpoint of a run that knows its place in the lab. */
bool lab_take_save(struct lab_take *t, int run, const char *path, struct err *e);
/* Of a take that has not begun: when the lab comes to the training in which the
 * checkpoint was written, the run goes on from it; what comes before is done again, so
 * that marks and words have their numbers. */
bool lab_take_resume(struct lab_take *t, int run, const char *path, struct err *e);

/* Does what step i asks of the runs (mark, set, train; nothing for pictures; words are
 * kept with the numbers of now, unless in the background).  A training goes on in the
 * pool: ask lab_take_busy before the next. */
bool lab_take_do(struct lab_take *t, int i, struct train_pool *pool, bool background,
		 struct err *e);
bool lab_take_busy(struct lab_take *t, struct train_pool *pool);
/* Does one step after another as far as it can without waiting; true when the play
 * phase is over (or failed: then *e says why). */
bool lab_take_advance(struct lab_take *t, struct train_pool *pool, bool background,
		      struct err *e);
/* What a say step said when it was done; NULL: not done, another verb, in the
 * background. */
const char *lab_take_said(const struct lab_take *t, int step);
/* The last show step that was done, -1: none. */
int lab_take_shown(const struct lab_take *t);
/* The figure of a panel (with its own arguments, panel->param, or others) from the newest
 * snapshots of the take's runs, NULL where there is none. */
void lab_take_figure(struct lab_take *t, const struct lab_panel *panel,
		     const struct param_set *param,
		     const struct train_snapshot *const *snap, struct plot_figure *f,
		     struct arena *frame);
/* Branches: further runs of a take, each what a run of it was at a step, with one knob
 * turned there.  They go where their runs go, are seen like runs, and count nowhere.
 * Their numbers follow those of the plan's runs; name: "sig_400". */
struct lab_branch {
	int of;				/* a run, or an earlier branch */
	long step;
	struct lab_change change;	/* as it was turned */
	bool late;			/* its run trained no more: no until= was asked */
};
int lab_take_runs(const struct lab_take *t);	/* branches too */
/* NULL: a run of the plan. */
const struct lab_branch *lab_take_branch(const struct lab_take *t, int run);
/* Returns its number; -1: e says why there is none.  It may go as far as the run it came
 * from is now, until it is allowed more. */
int lab_take_branch_new(struct lab_take *t, int run, long step, struct str knob,
			struct str value, struct train_pool *pool, struct err *e);
/* The run of the plan that it came from, be it through other branches. */
int lab_take_root(const struct lab_take *t, int run);
const char *lab_take_name(const struct lab_take *t, int run);
/* Figures show what this run is in place of that of the take; NULL: no longer. */
void lab_take_see(struct lab_take *t, int run, struct train_run *as);
/* Steps that training i has, or had it begun now would have, for a run of the plan. */
long lab_take_steps(const struct lab_take *t, int i, int run);
/* 0..1, for a progress line. */
double lab_take_progress(struct lab_take *t);
/* Value of an expression at a mark (its index) or now (-1; idle runs only). */
bool lab_take_value(struct lab_take *t, const struct formula_node *f, int mark,
		    double *out, struct err *e);
/* Prose with its holes filled in; a hole that has no value yet is shown as "...". */
char *lab_take_text(struct lab_take *t, const struct lab_text *text, int mark,
		    struct arena *a);

/* ---------------------------------------------------------------------- sessions */

/* What was done to a take by hand, so that it can be written as a lab. */
struct lab_turn {			/* a knob turned */
	int run, id;			/* id: train_run_told behind it */
	int before;			/* during this step of the plan, or before it: the
					 * number of steps at the end */
};
struct lab_session {
	struct lab_take *take;
	const struct lab_change *change;	/* with which it was made */
	int n_change;
	const struct lab_turn *turn;	/* in order; branches are known to the take */
	int n_turn;
	const char *data;		/* other data than the lab's, as its line is to
					 * have them: "csv file=..."; NULL: its own */
};
/* The lab with all of it: performed without a screen its runs come to the same bits, those
 * of branches too.  dir: where it is to stand.  NULL: e says what cannot be written. */
enum { LAB_SESSION_ROOM = 16 << 20 };
const char *lab_session_text(const struct lab_plan *p, const struct lab_session *s,
			     const char *dir, struct arena *a, struct err *e);

/* ----------------------------------------------------------------------- results */

struct lab_answer {
	bool given, right;
	char text[64];			/* as typed */
	int hints;			/* hints seen */
	double points;
};
/* Judges what was typed.  false: it is no answer to this question at all ("choose a, b
 * or c"), nothing is counted. */
bool lab_answer_judge(const struct lab_ask *q, const char *typed, struct lab_answer *a,
		      struct err *e);

struct lab_seed_verdict {
	uint64_t seed;
	bool done, held;
	char error[160];		/* a measure that has no value, "" */
	int n_compare;
	struct formula_compare compare[FORMULA_COMPARES_MAX];
};
struct lab_verdict {
	const struct lab_expect *expect;
	int n_seed;
	struct lab_seed_verdict *seed;	/* (n_seed) */
	bool done, held;
	double margin;			/* the smallest that decides, as over= says */
	double points;
};
struct lab_todo_result {
	const struct lab_todo *todo;
	bool tried, solved;
	int n_change;
	struct lab_change change[LAB_MAY_MAX];
	double points;
};
struct lab_result {
	const struct lab_plan *plan;
	uint64_t seed;
	const char *math;		/* which arithmetic: "portable (avx2)" */
	struct lab_answer *answer;	/* (plan->n_ask) */
	int n_verdict;
	struct lab_verdict *verdict;	/* (plan->n_expect) */
	struct lab_todo_result *todo;	/* (plan->n_todo) */
	bool judged;			/* false: left before the judge phase */
	double points, points_max;
	int status;			/* exit status: 0 all held, 1 not */
};

/* Judging: takes of every seed that an expectation asks for, and of the main seed,
 * trained in the background, at most one a worker at a time.  The main seed comes last:
 * its take is lent when it is finished and untouched (no knob turned); where nobody lends
 * one, or NULL, a fresh one is trained. */
struct lab_judge;
struct lab_judge *lab_judge_new(const struct lab_plan *p, uint64_t seed,
				struct train_pool *pool, struct err *e);
/* The same, but every expectation is judged over these seeds, the first of which is the
 * main one: what `actlab lint --run` measures.  n is at most LAB_SEEDS_MAX. */
struct lab_judge *lab_judge_sweep(const struct lab_plan *p, const uint64_t *seed, int n,
				  struct train_pool *pool, struct err *e);
void lab_judge_free(struct lab_judge *j);
/* Collects what is ready and starts what can start; true when all is decided and no
 * todo is being tried.  A seed that cannot be played (no memory, data of that seed) holds
 * nothing, its verdicts say why, and the first such reason is in *e. */
bool lab_judge_advance(struct lab_judge *j, struct err *e);
double lab_judge_progress(const struct lab_judge *j);
/* Lends the finished main take, sparing its seed a second training: it is measured here
 * and now, and not kept. */
void lab_judge_lend(struct lab_judge *j, struct lab_take *main);
/* The take of the main seed that was trained and measured here, where none was lent: it
 * is the judge's, as long as the judge lives.  NULL: none (yet). */
struct lab_take *lab_judge_main(struct lab_judge *j);
/* Tries a todo with these changes: checks may: and max:, then trains.  Poll with
 * lab_judge_advance.  */
bool lab_judge_try(struct lab_judge *j, int todo, const struct lab_change *change,
		   int n_change, struct err *e);
bool lab_judge_trying(const struct lab_judge *j);
/* The result as it stands; verdicts fill as seeds come in. */
struct lab_result *lab_judge_result(struct lab_judge *j);
/* "sig.act=tanh" -> a change; names checked against the plan. */
bool lab_change_parse(const struct lab_plan *p, struct str text, struct span at,
		      struct lab_change *c, struct err *e);

#endif
