#include "train/weights.h"

#include <string.h>

int
weights_count(const struct nn_net *net)
{
	int n = 0;

	for (int i = 0; i < net->depth; i++)
		n += net->layer[i].n_tensor;
	return n;
}

size_t
weights_need(const struct nn_net *net)
{
	return (size_t)weights_count(net) * arena_need(1, WEIGHTS_NAME_MAX);
}

/* As PyTorch has them: (n) for a bias, (out,in,k,k) for the weight of a convolution. */
static void
shape(struct data_tensor *d, const struct nn_layer *l, const struct nn_tensor *t)
{
	d->n = t->n;
	if (t->rows == 1 && !t->weight) {
		d->rank = 1;
		d->dim[0] = t->n;
	} else if (t->weight && strcmp(l->kind->name, "conv") == 0) {
		int size = (int)l->arg[1];

		d->rank = 4;
		d->dim[0] = t->rows;
		d->dim[1] = t->cols / (size * size);
		d->dim[2] = d->dim[3] = size;
	} else {
		d->rank = 2;
		d->dim[0] = t->rows;
		d->dim[1] = t->cols;
	}
}

static void
name_of(char buf[WEIGHTS_NAME_MAX], int layer, const struct nn_tensor *t)
{
	snprintf(buf, WEIGHTS_NAME_MAX, "%d.%s", layer, t->name);
}

void
weights_tensors(const struct nn_net *net, struct data_tensor *out, struct arena *a)
{
	for (int i = 0; i < net->depth; i++)
		for (int j = 0; j < net->layer[i].n_tensor; j++, out++) {
			const struct nn_layer *l = &net->layer[i];
			const struct nn_tensor *t = &l->tensor[j];
			float *v = (t->buffer ? net->buffer : net->param) + t->at;
			char *name = ARENA_NEW(a, char, WEIGHTS_NAME_MAX);

			name_of(name, i, t);
			*out = (struct data_tensor){ .name = name };
			out->dtype = data_dtype_find(str_of("F32"));
			out->byte = (const unsigned char *)v;
			shape(out, l, t);
		}
}

static bool
same_shape(const struct data_tensor *a, const struct data_tensor *b)
{
	return a->rank == b->rank
	       && memcmp(a->dim, b->dim, sizeof(*a->dim) * (size_t)a->rank) == 0;
}

static bool
check_one(const struct data_tensor *want, const struct data_tensors *t, struct span at,
	  struct err *e)
{
	const struct data_tensor *d = data_tensor_find(t, want->name);
	char is[64], must[64];

	data_tensor_text(must, want);
	if (!d) {
		err_set(e, ERR_DATA, at, "%s: there is no tensor '%s' (%s)", t->file,
			want->name, must);
		return err_hint(e, "a tensor is called by its layer's number, from 0, "
				   "and its name");
	}
	if (same_shape(d, want))
		return true;
	data_tensor_text(is, d);
	return err_set(e, ERR_SHAPE, at, "%s: tensor '%s' is %s, the net needs %s",
		       t->file, want->name, is, must);
}

/* Of the whole net, or of one line alone. */
static bool
check_line(const struct nn_net *net, int line, const struct data_tensors *t,
	   struct span at, struct err *e)
{
	for (int i = 0; i < net->depth; i++)
		for (int j = 0; j < net->layer[i].n_tensor; j++) {
			const struct nn_layer *l = &net->layer[i];
			char name[WEIGHTS_NAME_MAX];
			struct data_tensor want = { .name = name };

			if (line >= 0 && l->line != line)
				continue;
			name_of(name, i, &l->tensor[j]);
			want.dtype = data_dtype_find(str_of("F32"));
			shape(&want, l, &l->tensor[j]);
			if (!check_one(&want, t, at, e))
				return false;
		}
	return true;
}

bool
weights_check(const struct nn_net *net, const struct data_tensors *t, struct span at,
	      struct err *e)
{
	return check_line(net, -1, t, at, e);
}

static void
copy_line(struct nn_net *net, int line, const struct data_tensors *t)
{
	for (int i = 0; i < net->depth; i++)
		for (int j = 0; j < net->layer[i].n_tensor; j++) {
			const struct nn_tensor *to = &net->layer[i].tensor[j];
			char name[WEIGHTS_NAME_MAX];

			if (line >= 0 && net->layer[i].line != line)
				continue;
			name_of(name, i, to);
			data_tensor_floats(data_tensor_find(t, name),
					   (to->buffer ? net->buffer : net->param)
						   + to->at);
		}
}

void
weights_copy(struct nn_net *net, const struct data_tensors *t)
{
	copy_line(net, -1, t);
}

/* file.text is the file's name. */
static bool
from_file(struct nn_net *net, int line, const struct param_value *file,
	  const struct data_place *place, bool check, struct err *e)
{
	struct data_tensors t = { 0 };
	char path[1024];
	bool ok;

	if (!data_file_find(path, file, place, e) || !data_tensors_read(&t, path, e))
		return false;
	t.file = file->text;
	ok = check_line(net, line, &t, file->at, e);
	if (ok && !check)
		copy_line(net, line, &t);
	data_tensors_done(&t);
	return ok;
}

bool
weights_from_file(struct nn_net *net, const struct train_spec *s, bool check,
		  struct err *e)
{
	struct param_value file = *param_get(&s->knob, "init");
	size_t prefix = strlen(TRAIN_FILE);

	if (str_starts(str_of(file.text), TRAIN_FILE)) {
		memmove(file.text, file.text + prefix, strlen(file.text + prefix) + 1);
		if (!from_file(net, -1, &file, s->place, check, e))
			return false;
	}
	for (int i = 0; i < s->depth; i++) {
		const struct nn_layer_spec *l = &s->layer[i];

		if (!l->file)
			continue;
		file.at = l->file_at;
		if (!str_fill(file.text, sizeof(file.text), str_of(l->file)))
			return err_set(e, ERR_RANGE, l->file_at,
				       "the name of the file is too long");
		if (!from_file(net, i, &file, s->place, check, e))
			return false;
	}
	return true;
}
