#include "tests/cli/cli.h"

#include <jansson.h>
#include <math.h>

static void
replay_reports_every_figure_as_json(void **state)
{
	struct shell s;
	json_t *root, *x;
	json_error_t why;

	(void)state;
	shell_run(&s, "cd \"$LABS\"/../../train/trajectories && "
		      "actlab replay --format json 06_batchnorm_clip.json");
	assert_int_equal(s.status, 0);
	root = json_loads(s.out, JSON_REJECT_DUPLICATES, &why);
	assert_non_null(root);
	assert_int_equal(json_array_size(json_object_get(root, "step")), 51);
	assert_int_equal(json_array_size(json_object_get(root, "tensors")), 14);
	assert_int_equal(json_array_size(json_object_get(root, "checks")), 4);
	assert_true(json_is_true(json_object_get(root, "held")));
	x = json_object_get(json_array_get(json_object_get(root, "step"), 49),
			    "batch_loss");
	assert_true(fabs(json_real_value(json_object_get(x, "recorded"))
			 - json_real_value(json_object_get(x, "own"))) < 1e-6);
	x = json_array_get(json_object_get(root, "step"), 50);
	assert_true(json_is_null(
		json_object_get(json_object_get(x, "batch_loss"), "own")));
	json_decref(root);
	shell_done(&s);
}

static void
replay_tells_people_what_was_met(void **state)
{
	struct shell s;

	(void)state;
	shell_run(&s, "cd \"$LABS\"/../../train/trajectories && "
		      "actlab replay 14_causal_blocks.json");
	assert_int_equal(s.status, 0);
	assert_string_equal(s.err, "");
	assert_non_null(strstr(s.out, "model[1].body[1] self_attention\n  2.wq"));
	assert_non_null(strstr(s.out, "\n14_causal_blocks is replayed within its "
				      "tolerances\n"));
	shell_done(&s);
}

static void
replay_in_a_smaller_number_type_fails(void **state)
{
	struct shell s;

	(void)state;
	shell_run(&s, "cd \"$LABS\"/../../train/trajectories && "
		      "actlab replay --precision bfloat16 01_mlp_relu_sgd.json");
	assert_int_equal(s.status, 1);
	assert_non_null(strstr(s.out, "bfloat16"));
	assert_non_null(strstr(s.out, "is not replayed within its tolerances\n"));
	shell_done(&s);
}

/* Its net is trained by a program of Python alone, see record.py. */
static void
the_manifest_of_the_manual_is_replayed(void **state)
{
	struct shell s;

	(void)state;
	if (!shell_has_python())
		TAP_SKIP("there is no python3 here");
	shell_run(&s, "d=$(mktemp -d) && trap 'rm -rf \"$d\"' EXIT && "
		      "sed -n '/^.Ss The manifest/,/^.Ed/{/^[.]/d;p}' "
		      "\"$LABS/../../../man/actlab.1\" >\"$d/mine.json\" && "
		      "python3 \"$LABS/../record.py\" \"$d/mine.json\" && "
		      "actlab replay \"$d/mine.json\"");
	assert_string_equal(s.err, "");
	assert_int_equal(s.status, 0);
	assert_non_null(strstr(s.out, "\nmine is replayed within its tolerances\n"));
	shell_done(&s);
}

void
replay_add(void)
{
	TAP(the_manifest_of_the_manual_is_replayed);
	TAP(replay_reports_every_figure_as_json);
	TAP(replay_tells_people_what_was_met);
	TAP(replay_in_a_smaller_number_type_fails);
}
