/* A take, inside this folder: also what judges need of one. */
#ifndef LAB_TAKE_H
#define LAB_TAKE_H

#include "lab/parser.h"

/* until= of a training, asked of each of its runs. */
struct lab_until {
	struct train_until is;		/* first: the pool lends this */
	const struct formula_node *f;
};

/* Where a run is to go on from. */
struct lab_resume {
	int place;			/* as trained; 0: nowhere */
	bool over;			/* that training was, for this run */
	char path[1024];
};

struct lab_take {
	struct arena own;		/* this struct and its arrays */
	struct arena levels;		/* of the marks' facts */
	struct arena data_own;
	struct arena now;		/* facts of one question */
	struct arena words;		/* of what was said */
	const struct lab_plan *plan;
	uint64_t seed;
	struct data_set data;
	int n_run;
	struct train_spec *spec;	/* (n_run) */
	int n_branch;
	struct lab_branch branch[LAB_RUNS_MAX];
	struct train_run *run[LAB_RUNS_MAX];	/* (n_run + n_branch) */
	struct train_run *seen[LAB_RUNS_MAX];	/* shown in place of run[i], or NULL */
	struct lab_until until;		/* of the training that goes on */
	int next;			/* step to do */
	struct train_pool *pool;	/* the last that trained; NULL: none yet */
	long *goal;			/* (n_run): step at which it ends, -1: none */
	long *from;			/* (n_run): where it began */
	long *steps;			/* (n_step,n_run): of a training; 0: not begun */
	bool *marked;			/* (n_mark): reached? */
	struct train_facts *mark;	/* (n_mark,n_run) */
	int *trained;			/* (n_run): 1 + the step that trained it last and
					 * after which nothing was set; 0: none */
	struct lab_resume *resume;	/* (n_run) */
	const char **said;		/* (n_step), NULL: not yet, or no words */
	struct train_facts *facts;	/* (n_run): of now; .level NULL: not asked yet */
};
/* Sends the branches of the runs that train now to where those go. */
void lab_branches_train(struct lab_take *t, bool background);
/* Was until= asked of a branch at other steps than a lab would ask?  One that left its run
 * before the last training began went through all of it at one go. */
bool lab_branch_strays(const struct lab_take *t, int run);

/* Evaluates a condition and all its comparisons at a mark, or now (-1). */
bool lab_take_compares(struct lab_take *t, const struct formula_node *f, int mark,
		       struct formula_compare out[FORMULA_COMPARES_MAX], int *n,
		       bool *held, struct err *e);
/* Puts a run where its checkpoint is, which is on the way of the training that begins. */
bool lab_take_go_on(struct lab_take *t, int run, struct err *e);
bool lab_take_over(const struct lab_take *t);

#endif
