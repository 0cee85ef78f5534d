/* View 7 of a lab: its data. */
#include "tui/play.h"

enum { CLASSES_TOLD = 12, PARAS = CLASSES_TOLD + 9 };

void
play_data_fill(struct tui_play *p)
{
	const struct data_set *d = lab_take_data(p->take);
	const char *run = lab_take_name(p->take, p->run);

	if (d->in == 2 && d->target == DATA_CLASS) {
		play_view_add(p, 0, "boundary %s points=training lines=half", run);
		play_view_add(p, 0, "boundary %s points=test lines=half", run);
	} else if (d->in == 1 && d->out == 1) {
		play_view_add(p, 0, "fit %s", run);
	}
	if (d->target == DATA_CLASS)
		play_view_add(p, 1, "confusion %s", run);
	if (d->target == DATA_CLASS && d->n > d->n_train)
		play_view_add(p, 1, "confusion %s part=test", run);
}

static void
para(struct tui_scene *o, struct tui_para *all, bool gap, const char *text)
{
	all[o->n_para++] = (struct tui_para){ .role = PLOT_TEXT, .mark = "", .gap = gap,
					      .text = text };
}

static int
rows_of(const struct data_set *d, int class, int from, int to)
{
	int n = 0;

	for (int i = from; i < to; i++)
		n += d->label[i] == class;
	return n;
}

static const char *
class_name(const struct data_set *d, int class, struct arena *frame)
{
	return d->class_name ? d->class_name[class]
			     : str_printf(frame, "class %d", class);
}

/* What there is of each class in both parts. */
static void
classes(struct tui_scene *o, struct tui_para *all, const struct data_set *d,
	struct arena *frame)
{
	for (int c = 0; c < d->n_class && c < CLASSES_TOLD; c++)
		para(o, all, c == 0,
		     str_printf(frame, "%s: %d for training, %d for the test",
				class_name(d, c, frame), rows_of(d, c, 0, d->n_train),
				rows_of(d, c, d->n_train, d->n)));
	if (d->n_class > CLASSES_TOLD)
		para(o, all, false, str_printf(frame, "and %d more classes",
					       d->n_class - CLASSES_TOLD));
}

void
play_data_words(struct tui_play *p, struct tui_scene *o, struct arena *frame)
{
	const struct data_set *d = lab_take_data(p->take);
	struct tui_para *all = ARENA_NEW(frame, struct tui_para, PARAS);

	o->head = "data";
	o->para = all;
	if (play_edit_words(p, frame)) {
		all[o->n_para++] = (struct tui_para){ .role = PLOT_STRONG, .mark = "",
						      .text = play_edit_words(p, frame) };
		o->section = 0;
	}
	if (!d->n) {
		para(o, all, false, "this lab has no data");
		return;
	}
	para(o, all, false, str_printf(frame, "%s: %d rows of %d inputs", d->name, d->n,
				       d->in));
	if (p->plan->data)
		para(o, all, false, p->plan->data->help);
	if (d->n > d->n_train)
		para(o, all, true, str_printf(frame, "%d rows are for training, %d are "
					      "kept for the test", d->n_train,
					      d->n - d->n_train));
	else
		para(o, all, true, "all rows are for training, none is kept for a test");
	if (d->label)
		classes(o, all, d, frame);
	if (d->note[0])
		para(o, all, true, d->note);
	if (d->image_w)
		para(o, all, true, str_printf(frame, "a row is a picture of %d by %d",
					      d->image_w, d->image_h));
}
