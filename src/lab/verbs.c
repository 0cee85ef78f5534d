#include "lab/parser.h"

static const struct param no_params[] = { { 0 } };

/* One row, one verb: what it declares, plays or judges.  The manual, `actlab list
 * verbs` and the search for the nearest word read this table. */
const struct lab_verb lab_verbs[] = {
	/* declare */
	{ "lab", "lab NAME [format=1]", "names the lab; its first line",
	  LAB_DECLARE, lab_lab_params, "", lab_verb_lab },
	{ "title", "title TEXT", "what the lab is called in front of a class",
	  LAB_DECLARE, no_params, "", lab_verb_title },
	{ "time", "time TEXT", "how long it takes, in words",
	  LAB_DECLARE, no_params, "", lab_verb_time },
	{ "seed", "seed N", "where every random draw of the lab comes from",
	  LAB_DECLARE, no_params, "", lab_verb_seed },
	{ "use", "use FILE", "takes the declarations of another lab, once",
	  LAB_DECLARE, no_params, "", lab_verb_use },
	{ "data", "data KIND [KEY=VALUE]...", "the data of all runs",
	  LAB_DECLARE, NULL, "", lab_verb_data },
	{ "act", "act NAME(x) = FORMULA", "an activation of one's own, by its formula",
	  LAB_DECLARE, no_params, "", lab_verb_act },
	{ "net", "net NAME [KNOB=VALUE]...",
	  "a network to make runs of; layers one a line",
	  LAB_DECLARE, train_knobs, "", lab_verb_net },
	{ "run", "run NAME NET [KNOB=VALUE]...", "one training: a network with its knobs",
	  LAB_DECLARE, train_knobs, "", lab_verb_run },
	{ "vary", "vary KNOB...", "the only knobs in which the runs may differ",
	  LAB_DECLARE, no_params, "", lab_verb_vary },
	/* play */
	{ "say", "say, text below it", "narration, with {expressions} filled in",
	  LAB_PLAY, no_params, "", lab_verb_say },
	{ "show", "show, panels below it", "the pictures to see from here on",
	  LAB_PLAY, no_params, "", lab_verb_show },
	{ "ask", "ask NAME number|choice [tol=X] [points=P]",
	  "a question to answer before going on",
	  LAB_PLAY, lab_ask_params, "answer hint why", lab_verb_ask },
	{ "pause", "pause", "waits for a key",
	  LAB_PLAY, no_params, "", lab_verb_pause },
	{ "mark", "mark NAME", "remembers all measures as they are now",
	  LAB_PLAY, no_params, "", lab_verb_mark },
	{ "train", "train [RUN]... epochs=N|steps=N [until=EXPR] [mode=WORD]",
	  "trains runs",
	  LAB_PLAY, lab_train_params, "", lab_verb_train },
	{ "set", "set RUN.KNOB=VALUE [at=STEP]", "turns a knob from there on",
	  LAB_PLAY, lab_set_params, "", lab_verb_set },
	/* judge */
	{ "expect", "expect NAME [points=P] [at=MARK] [seeds=LIST] [over=WORD]",
	  "what the lab claims, as a condition",
	  LAB_JUDGE, lab_expect_params, "why else", lab_verb_expect },
	{ "todo", "todo NAME [points=P]",
	  "a task: change knobs so that a condition holds",
	  LAB_JUDGE, lab_todo_params, "may max pass hint solution why", lab_verb_todo },
	{ "card", "card, text below it", "what to take home, and where to go next",
	  LAB_JUDGE, no_params, "next", lab_verb_card },
	{ 0 }
};
