/* Weights and checkpoints, written and read by the program itself. */
#include "tests/cli/cli.h"

static void
runs_as(const char *command, int status, const char *out, const char *err)
{
	struct shell s;

	shell_run(&s, command);
	if (s.status != status || (out && !strstr(s.out, out))
	    || (err && !strstr(s.err, err)))
		fail_msg("status %d\n%s\n%s", s.status, s.out, s.err);
	shell_done(&s);
}

/* Each command runs in a directory of its own, with long.lab and its shorter half. */
#define IN_DIR "d=$(mktemp -d) && cd \"$d\" && trap 'rm -rf \"$d\"' EXIT && " \
	"printf '%s\\n' 'lab a format=1' 'title A' 'seed 3' 'data moons n=80 test=0.2' " \
	"'act gate(x; k=1) = sigmoid(k*x)' " \
	"'act sw(x; beta=1.5 learned) = x*gate(x, beta)' " \
	"'net n hidden=8,8 act=sw opt=adam lr=0.02 batch=16' 'run one n' " \
	"'run two n lr=0.01' 'vary lr' 'train one two epochs=6' 'expect e points=1' " \
	"'  loss(one) < 9' >long.lab && sed s/epochs=6/epochs=2/ long.lab >half.lab && "

static void
export_resumed_halfway_is_the_same_file(void **state)
{
	(void)state;
	runs_as(IN_DIR "actlab export long.lab:two --checkpoint long && "
		       "actlab export half.lab:two --checkpoint half && "
		       "actlab export half.lab:two --from half --epochs 4 "
		       "--checkpoint both && cmp long both && ! cmp -s long half", 0, "",
		"");
}

static void
export_of_weights_starts_a_lab(void **state)
{
	(void)state;
	runs_as(IN_DIR "actlab export long.lab:one --safetensors w && "
		       "sed 's/batch=16/batch=16 init=file:w/; s/epochs=6/epochs=1/' "
		       "long.lab >b.lab && "
		       "actlab run b.lab | grep 'file:w'", 0, "file:w", "");
}

/* As the manual shows it to those who have no package for it. */
static void
plain_python_reads_and_writes_weights(void **state)
{
	(void)state;
	if (!shell_has_python())
		TAP_SKIP("there is no python3 here");
	runs_as(IN_DIR "actlab export long.lab:one --safetensors w && "
		       "sed -n '/^import json, math, struct/,/^.Ed/{/^[.]/d;p}' "
		       "\"$LABS/../../../man/actlab.1\" >st.py && printf '%s\n' "
		       "'w = load(\"w\")' 'print(w[\"0.weight\"][0], len(w))' "
		       "'save(\"back\", w)' >>st.py && python3 st.py && "
		       "sed 's/batch=16/batch=16 init=file:back/; /^train/d' long.lab >b.lab && "
		       "actlab export b.lab:one --safetensors again && cmp w again", 0,
		"[8, 2] 8\n", "");
}

static void
export_names_the_runs_there_are(void **state)
{
	(void)state;
	runs_as(IN_DIR "actlab export long.lab --safetensors w", 2, "",
		"which run? the lab has 2\n    hint: its runs: one, two");
	runs_as(IN_DIR "actlab export long.lab:tow --safetensors w", 2, "",
		"the lab has no run 'tow'");
	runs_as(IN_DIR "actlab export long.lab:one", 2, "",
		"'export' needs to know what to write");
	runs_as(IN_DIR "actlab export long.lab:one --safetensors w --epochs 3", 2, "",
		"--epochs goes with --from");
	runs_as(IN_DIR "actlab export long.lab:one --safetensors no/such/w", 3, "",
		"cannot write");
	runs_as(IN_DIR "actlab export long.lab:one --from long.lab --checkpoint w", 2, "",
		"long.lab: the header ends beyond the file");
}

static void
predict_prints_classes_and_probabilities(void **state)
{
	(void)state;
	runs_as(IN_DIR "actlab export long.lab:one --checkpoint c && "
		       "printf 'x2,note,x1\\n0,a,0\\n0.5,b,1\\n' >rows.csv && "
		       "actlab predict c rows.csv && "
		       "printf '0,0\\n1,0.5\\n' >bare.csv && actlab predict c bare.csv >1 && "
		       "actlab predict c rows.csv >2 && cmp 1 2", 0, "class,p_0,p_1\n",
		"");
	runs_as(IN_DIR "actlab export long.lab:one --checkpoint c && "
		       "printf '0,0\\n1,x\\n' >rows.csv && actlab predict c rows.csv", 2, "",
		"rows.csv: line 2, column 2: 'x' is not a number");
	runs_as(IN_DIR "actlab export long.lab:one --checkpoint c && "
		       "printf '0,0,0\\n' >rows.csv && actlab predict c rows.csv", 2, "",
		"rows.csv has 3 columns, the network needs 2");
	runs_as(IN_DIR "actlab export long.lab:one --checkpoint c && "
		       "printf 'x1,y\\n0,0\\n' >rows.csv && actlab predict c rows.csv", 2,
		"", "rows.csv has no column 'x2', which the network needs\n"
		"    hint: its columns: x1, y");
	runs_as(IN_DIR "actlab export long.lab:one --safetensors w && "
		       "printf '0,0\\n' >rows.csv && actlab predict w rows.csv", 2, "",
		"w: this is no checkpoint of actlab\n    hint: 'actlab export LAB:RUN "
		"--checkpoint FILE' writes one");
}

static void
a_layer_takes_its_weights_from_a_file(void **state)
{
	(void)state;
	runs_as(IN_DIR "sed -n '/^seed/p;/^data/p;/^title/p' long.lab >d && "
		       "{ echo 'lab b format=1'; cat d; printf '%s\\n' 'net n opt=adam' "
		       "'  dense 8 act=tanh init=xavier' '  dense 2' 'run r n' "
		       "'train r epochs=3'; } >b.lab && "
		       "actlab export b.lab --safetensors w && "
		       "sed 's/xavier/file:w/; s/dense 2/& init=file:w/; /^train/d' b.lab "
		       ">c.lab && actlab export c.lab --safetensors again && "
		       "cmp w again && sed 's/dense 8/dense 7/' c.lab >e.lab && "
		       "actlab lint e.lab", 2, "",
		"e.lab:6:25: error: w: tensor '0.weight' is F32 8x2, the net needs F32 7x2");
}

static void
a_lab_goes_on_from_its_checkpoints(void **state)
{
	(void)state;
	runs_as(IN_DIR "actlab run --format json long.lab >whole && "
		       "actlab run half.lab --checkpoint c.st >out && ls c.* && "
		       "actlab run --format json long.lab --resume c.st >part && "
		       "cmp whole part", 0, "c.one.st\nc.two.st\n", "");
	runs_as(IN_DIR "actlab run half.lab --checkpoint c.st >out && rm c.two.st && "
		       "actlab run --format json long.lab >whole && "
		       "actlab run --format json long.lab --resume c.st >part && "
		       "cmp whole part", 0, "", "");
	runs_as(IN_DIR "actlab export half.lab:one --checkpoint c.one.st && "
		       "actlab run long.lab --resume c.st", 2, "",
		"c.one.st: its run was in no training of this lab");
	runs_as(IN_DIR "actlab run half.lab --checkpoint c.st >out && "
		       "actlab run long.lab --seed 4 --resume c.st", 2, "",
		"c.one.st: its run has seed 3, not 4");
	runs_as(IN_DIR "actlab run long.lab --resume none", 3, "",
		"there is no checkpoint of a run of this lab: 'none.two'");
	runs_as(IN_DIR "actlab run long.lab --every 3", 2, "",
		"--every goes with --checkpoint");
}

/* The second training ends by its until=, of both runs at different times. */
static void
a_lab_that_was_stopped_goes_on(void **state)
{
	(void)state;
	runs_as(IN_DIR "sed 's/^train.*/train one two epochs=200\\nmark m\\nset one.lr=0.01\\n"
		       "train one two epochs=2000 until=\"loss < 0.02\"/' long.lab >x.lab && "
		       "actlab run --format json x.lab >whole && "
		       "{ actlab run x.lab --checkpoint c.st --every 1 >out 2>err & p=$!; } && "
		       "until [ -e c.two.st ]; do :; done; kill -TERM $p; wait $p; "
		       "actlab run --format json x.lab --resume c.st >part && "
		       "cmp whole part", 0, "", "");
}

/* A write that fails leaves what was there. */
static void
a_full_disk_leaves_the_checkpoint_before(void **state)
{
	(void)state;
	runs_as(IN_DIR "actlab run half.lab --checkpoint c.st >out && "
		       "cp c.one.st was && trap '' XFSZ && (ulimit -f 1; "
		       "actlab run long.lab --checkpoint c.st); s=$?; "
		       "cmp was c.one.st && ls c.* && exit $s", 3,
		"c.one.st\nc.two.st\n", "c.one.st.tmp': File too large");
}

static void
predict_reads_standard_input(void **state)
{
	(void)state;
	runs_as(IN_DIR "actlab export half.lab:one --checkpoint c && "
		       "printf '0,0\\n1,0.5\\n' >bare.csv && actlab predict c bare.csv >1 && "
		       "cat bare.csv | actlab predict c - >2 && cmp 1 2 && "
		       "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do "
		       "cat bare.csv bare.csv >t; mv t bare.csv; done && "
		       "cat bare.csv | actlab predict c - | wc -l", 0, "65537\n", "");
}

/* A table with names of its own: inputs are standardised as they were in training, and
 * classes are called by their labels. */
static void
predict_knows_the_table_it_learned_from(void **state)
{
	(void)state;
	runs_as(IN_DIR "{ echo long,wide,kind; for i in 1 2 3 4 5 6 7 8; do "
		       "echo $((1000 + i)),$((i * i)),'\"red, dark\"'; "
		       "echo $((2000 + i)),$((i * i)),blue; done; } >t.csv && "
		       "printf '%s\\n' 'lab t format=1' 'title T' 'data csv file=t.csv' "
		       "'net n hidden=8 opt=adam lr=0.05 batch=8' 'run one n' "
		       "'train one epochs=60' 'expect e points=1' '  acc(one) == 1' "
		       ">t.lab && actlab export t.lab --checkpoint c && "
		       "echo && actlab predict c t.csv | grep -c '^blue,' && "
		       "actlab predict c t.csv | grep -c '^\"red, dark\",' && "
		       "actlab predict c t.csv | head -1", 0,
		"\n8\n8\nclass,p_blue,\"p_red, dark\"\n", "");
}

void
export_add(void)
{
	TAP(export_resumed_halfway_is_the_same_file);
	TAP(export_of_weights_starts_a_lab);
	TAP(plain_python_reads_and_writes_weights);
	TAP(export_names_the_runs_there_are);
	TAP(predict_prints_classes_and_probabilities);
	TAP(a_layer_takes_its_weights_from_a_file);
	TAP(a_lab_goes_on_from_its_checkpoints);
	TAP(a_lab_that_was_stopped_goes_on);
	TAP(a_full_disk_leaves_the_checkpoint_before);
	TAP(predict_reads_standard_input);
	TAP(predict_knows_the_table_it_learned_from);
}
