/* What a panel of a lab shows of a take. */
#include "lab/take.h"

#include <string.h>

void
lab_take_figure(struct lab_take *t, const struct lab_panel *panel,
		const struct param_set *param, const struct train_snapshot *const *snap,
		struct plot_figure *f, struct arena *frame)
{
	struct train_view *v = ARENA_NEW(frame, struct train_view, panel->n_run);
	struct panel_args args = { .param = param, .n_run = panel->n_run, .run = v,
				   .n_act = panel->n_act };

	memcpy(args.act, panel->act, sizeof(args.act));
	memcpy(args.act_name, panel->act_name, sizeof(args.act_name));
	for (int i = 0; i < panel->n_run; i++) {
		int run = panel->run[i];
		const struct train_run *as = t->seen[run] ? t->seen[run] : t->run[run];
		const struct train_spec *spec = train_run_spec(as);

		v[i] = (struct train_view){
			.number = run + 1, .name = spec->name, .spec = spec,
			.data = lab_take_data(t), .act = train_spec_act(spec),
			.snap = snap[run] };
	}
	if (panel_need(&args) > arena_left(frame) / 2)
		*f = (struct plot_figure){ .title = panel->kind->name, .caption = "",
					   .empty = "too large to be drawn" };
	else
		panel->kind->figure(f, &args, frame);
}
