/* From text to a plan, inside this folder: lines, words, commands, the parser. */
#ifndef LAB_PARSER_H
#define LAB_PARSER_H

#include "actlab/file.h"
#include "actlab/lab.h"

enum {
	LAB_BYTES_MAX = 4000000,	/* of a lab file */
	LAB_LINE_MAX = 4096,		/* bytes of a line */
	LAB_WORDS_MAX = 128,		/* words of a line */
	LAB_NETS_MAX = 12, LAB_PARTS_MAX = 24, LAB_LAYERS_MAX = 512,
	LAB_SEED_MAX = 999999999
};

/* ---- source.c: a file and its lines ---- */

/* What errors point into; outlives a plan that could not be made. */
struct lab_source {
	struct err_source is;		/* first: errors lend this */
	struct lab_texts *all;
	char *text;			/* is.text */
};
struct lab_texts {
	struct arena own;		/* this struct is inside */
	struct lab_source source[2];	/* the lab, and the one it uses */
	int n;
};
struct lab_texts *lab_texts_new(struct err *e);
void lab_texts_free(struct lab_texts *t);
struct lab_source *lab_texts_add(struct lab_texts *t, const char *name, struct str text,
				 struct err *e);
/* UTF-8, no control characters, lines of sane length. */
bool lab_source_check(const struct err_source *s, struct err *e);

struct lab_line {
	struct str text;		/* without blanks around; n 0: an empty line */
	int at;				/* of text in the source */
	int indent;			/* columns before text; 0: a command */
};
struct lab_lines {
	int n;
	struct lab_line *line;
};
/* Comments are no lines; they are blanked out in the source, so that an expression over
 * several lines can be read as one text. */
void lab_lines_split(struct lab_lines *l, struct lab_source *s, struct arena *a);
size_t lab_lines_need(const struct err_source *s);

/* ---- token.c: words ---- */

struct lab_word {
	struct str text;		/* all of it, without quotes */
	struct span at;
	bool bar, quoted;		/* "|" between panels; "in quotes" */
	struct str key, value;		/* key.n 0: no key=value */
	struct span key_at, value_at;
	struct str raw;			/* value as in the source, inside its quotes */
};
struct lab_words {
	int n;
	struct lab_word word[LAB_WORDS_MAX];
};
/* Unescaped copies go to the arena. */
bool lab_words_read(struct lab_words *w, struct str line, int at, struct arena *a,
		    struct err *e);

/* ---- command.c: a verb with its words and its block ---- */

struct lab_command {
	const struct lab_verb *verb;
	struct span at;			/* the verb's word */
	struct str rest;		/* the line behind the verb */
	int rest_at;
	struct lab_words words;		/* of rest; none for title and time */
	int n_line;			/* the block, without blank lines around it */
	const struct lab_line *line;
};
/* A part of a block: what stands before the first field, a field, a choice. */
struct lab_part {
	const char *name;		/* "", "hint", ")" */
	struct span at;			/* the field's word */
	char letter;
	bool right;
	struct str head;		/* behind the colon */
	int head_at;
	int n_line;			/* lines that follow */
	const struct lab_line *line;
};
struct lab_parts {
	int n;
	struct lab_part part[LAB_PARTS_MAX];
};
bool lab_parts_read(struct lab_parts *p, const struct lab_command *c, struct arena *a,
		    struct err *e);
/* The only part of that name, NULL: none; twice is an error. */
bool lab_part_only(const struct lab_parts *p, const char *name,
		   const struct lab_part **out, struct err *e);
bool lab_part_empty(const struct lab_part *p);
/* The stretch of the source from a part's first byte to its last. */
struct str lab_part_source(const struct lab_part *p, int *at);
/* A copy with every stretch of blanks and line ends as one blank. */
struct str lab_one_line(struct arena *a, struct str text);

/* Words without a key: their number, the i-th. */
int lab_bare_count(const struct lab_command *c);
const struct lab_word *lab_bare(const struct lab_command *c, int i);
/* From min to max words without a key; what names the first that is missing. */
bool lab_bare_check(const struct lab_command *c, int min, int max, const char *what,
		    struct err *e);
/* All key=value words into a set of the verb's rows. */
bool lab_args_read(const struct lab_command *c, const struct param *rows,
		   struct param_set *set, struct err *e);
bool lab_args_none(const struct lab_command *c, struct err *e);
bool lab_block_none(const struct lab_command *c, struct err *e);
/* Errors that show how the verb is used. */
bool lab_usage(const struct lab_command *c, struct err *e);

/* ---- find.c ---- */

/* That of lab_directory where it has one, else that of the build tree or of the
 * installation. */
bool lab_data_directory(char path[1024]);

/* ---- parse.c ---- */

struct lab_net {
	const char *name;
	struct train_spec spec;
	const struct err_source *source;
	bool broken;			/* complained about already */
};
struct lab_parser {
	struct lab_plan *plan;
	struct arena *a;		/* the plan's */
	struct lab_texts *texts;
	const struct err_source *source;	/* read now */
	struct err_list *errs;
	enum lab_phase phase;
	const char *phase_verb;		/* who began it */
	bool using_it;			/* inside a used lab: its declarations only */
	bool has_seed, has_data, has_lab, has_vary, used, settled;
	bool use_failed, vary_broken;	/* what would be complained about is not known */
	struct span data_at;
	const struct err_source *data_source;
	int n_net;
	struct lab_net net[LAB_NETS_MAX];
	const struct err_source *run_source[LAB_RUNS_MAX];
	bool run_broken[LAB_RUNS_MAX];
	const struct lab_net *run_net[LAB_RUNS_MAX];
	int levels[LAB_RUNS_MAX];	/* 0: not known */
	long epoch_steps[LAB_RUNS_MAX];	/* 0: not known */
	long passed[LAB_RUNS_MAX];	/* steps that a run has taken for certain */
	int max_step;
};
/* Reads one file into the plan; errors go to the list. */
void lab_parse_source(struct lab_parser *p, struct lab_source *s);
/* Are there that many bytes left for the plan? */
bool lab_room(struct lab_parser *p, size_t bytes, struct span at, struct err *e);
bool lab_name_read(struct lab_parser *p, const struct lab_word *w, const char *what,
		   const char **out, struct err *e);
int lab_run_find(const struct lab_plan *p, struct str name);
int lab_mark_find(const struct lab_plan *p, struct str name);
bool lab_run_read(const struct lab_plan *p, struct str name, struct span at, int *run,
		  struct err *e);
/* "sig.act" -> run and knob. */
bool lab_knob_read(const struct lab_plan *p, struct str text, struct span at, int *run,
		   struct str *knob, struct span *knob_at, struct err *e);

/* ---- settle.c: what can be said once all is declared ---- */

void lab_settle(struct lab_parser *p);

/* ---- text.c ---- */

bool lab_text_read(struct lab_parser *p, const struct lab_part *part,
		   struct lab_text *out, struct err *e);
/* All lines of a command's block. */
bool lab_block_text(struct lab_parser *p, const struct lab_command *c,
		    struct lab_text *out, struct err *e);

/* ---- expr.c ---- */

/* Who asks for measures: facts of a run at a mark (-1: now). */
struct lab_env {
	struct formula_env env;
	const struct lab_plan *plan;
	const int *levels;		/* (n_run) for checks; NULL: not known */
	const struct train_facts *own;	/* until=: the run that is asked, else NULL */
	bool bare;			/* measures are written without a run */
	unsigned *dear;			/* checks: gathers what measures need; or NULL */
	int mark;
	struct lab_take *take;
	const struct train_facts *(*facts)(struct lab_take *t, int run, int mark,
					   struct err *e);
};
struct lab_env lab_env_check(struct lab_parser *p, bool bare);
struct lab_env lab_env_own(const struct train_facts *f);
/* Parses and checks; NULL: e says why. */
struct formula_node *lab_expr_read(struct lab_parser *p, struct str text, int at,
				   bool bare, struct err *e);
/* The same, and it must be a condition; what: "expect", "pass:", "until=". */
struct formula_node *lab_condition_read(struct lab_parser *p, struct str text, int at,
					bool bare, const char *what, struct err *e);

/* ---- panels.c, layers.c: blocks of show and net ---- */

bool lab_panels_read(struct lab_parser *p, const struct lab_command *c,
		     struct lab_step *s, struct err *e);
bool lab_layers_read(struct lab_parser *p, const struct lab_command *c,
		     struct train_spec *s, struct err *e);

/* ---- change.c ---- */

bool lab_change_read(const struct lab_plan *p, const struct lab_word *w,
		     struct lab_change *c, struct err *e);
bool lab_change_is_none(const struct lab_plan *p, const struct lab_change *c);
/* Are those that are an optimiser's knobs of the one that the run then has? */
bool lab_changes_heeded(const struct lab_plan *p, const struct lab_change *c, int n,
			struct span at, struct err *e);
/* Are they among may:, each once, and no more than max: differ from the plan? */
bool lab_change_allowed(const struct lab_plan *p, const struct lab_todo *t,
			const struct lab_change *c, int n, struct span at, struct err *e);

/* ---- verb_ask.c: what asks and todos have in common ---- */

bool lab_hints_read(struct lab_parser *p, const struct lab_parts *parts, int *n,
		    struct lab_text hint[LAB_HINTS_MAX], struct err *e);
/* A field of text that may be left away. */
bool lab_field_text(struct lab_parser *p, const struct lab_parts *parts, const char *name,
		    struct lab_text *out, struct err *e);

/* ---- verbs ---- */

#define LAB_VERB(name) \
	bool name(struct lab_parser *p, const struct lab_command *c, struct err *e)
LAB_VERB(lab_verb_lab);
LAB_VERB(lab_verb_title);
LAB_VERB(lab_verb_time);
LAB_VERB(lab_verb_seed);
LAB_VERB(lab_verb_use);
LAB_VERB(lab_verb_data);
LAB_VERB(lab_verb_act);
LAB_VERB(lab_verb_net);
LAB_VERB(lab_verb_run);
LAB_VERB(lab_verb_vary);
LAB_VERB(lab_verb_say);
LAB_VERB(lab_verb_show);
LAB_VERB(lab_verb_ask);
LAB_VERB(lab_verb_pause);
LAB_VERB(lab_verb_mark);
LAB_VERB(lab_verb_train);
LAB_VERB(lab_verb_set);
LAB_VERB(lab_verb_expect);
LAB_VERB(lab_verb_todo);
LAB_VERB(lab_verb_card);

extern const struct param lab_lab_params[], lab_ask_params[], lab_train_params[],
	lab_set_params[], lab_expect_params[], lab_todo_params[];

#endif
