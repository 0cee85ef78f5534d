#include "train/manifest.h"
#include "actlab/file.h"

#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

enum { MANIFEST_BYTES_MAX = 16 << 20 };

/* ---- values ---- */

bool
manifest_wrong(const struct manifest *m, const char *at, struct err *e, const char *fmt,
	       ...)
{
	char text[160];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return err_set(e, ERR_DATA, SPAN_NONE, "%s: %s%s%s", m->file, at, *at ? ": " : "",
		       text);
}

bool
manifest_number(const struct manifest *m, const json_t *o, const char *at,
		const char *key, double def, double *out, struct err *e)
{
	const json_t *v = json_object_get(o, key);

	if (!v || json_is_null(v))
		*out = def;
	else if (json_is_boolean(v))
		*out = json_is_true(v);
	else if (json_is_number(v))
		*out = json_number_value(v);
	else
		return manifest_wrong(m, at, e, "%s is no number", key);
	return isnan(*out) ? manifest_wrong(m, at, e, "%s is missing", key) : true;
}

bool
manifest_text(const struct manifest *m, const json_t *o, const char *at, const char *key,
	      const char **out, struct err *e)
{
	const json_t *v = json_object_get(o, key);

	*out = json_string_value(v);
	return *out || !v || json_is_null(v)
	       || manifest_wrong(m, at, e, "%s is no text", key);
}

bool
manifest_is_word(const char *words, const char *word)
{
	struct str rest = str_of(words), part;

	while (str_cut(&rest, ' ', &part))
		if (str_is(part, word))
			return true;
	return false;
}

/* Options of other programs that change what is computed, and the value at which they do
 * not. */
static const struct neutral {
	const char *key;
	double value;
} neutrals[] = {
	{ "dilation", 1 }, { "groups", 1 }, { "num_layers", 1 }, { "layers", 1 },
	{ "dropout", 0 }, { "p", 0 }, { "dampening", 0 }, { "lr_decay", 0 },
	{ "initial_accumulator_value", 0 }, { "proj_size", 0 }, { "temperature", 1 },
	{ "threshold", 20 }, { "output_padding", 0 }, { "norm_type", 2 },
	{ "ignore_index", -100 }, { NULL, 0 }
};

static bool
is_neutral(const char *key, const json_t *v)
{
	if (json_is_true(v))
		return false;
	for (const struct neutral *n = neutrals; n->key; n++)
		if (strcmp(n->key, key) == 0)
			return json_is_null(v) || json_is_false(v)
			       || (json_is_number(v) && json_number_value(v) == n->value);
	return true;
}

bool
manifest_rest(struct manifest *m, json_t *o, const char *at, const char *known,
	      struct err *e)
{
	const char *key;
	json_t *v;

	json_object_foreach(o, key, v) {
		if (manifest_is_word(known, key))
			continue;
		if (!is_neutral(key, v))
			return manifest_wrong(m, at, e, "'%s' is not supported here",
					      key);
		if (m->n_left < MANIFEST_LEFT_MAX && strlen(key) < MANIFEST_AT_MAX)
			m->left[m->n_left++] = str_printf(m->own, "%s.%s", at, key);
	}
	return true;
}

const json_t *
manifest_entry(const struct manifest *m, const char *list, const char *name, int *index)
{
	const json_t *all = json_object_get(m->json, list);

	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *o = json_array_get(all, i);
		const char *is = json_string_value(json_object_get(o, "name"));

		if (is && strcmp(is, name) == 0) {
			*index = (int)i;
			return o;
		}
	}
	return NULL;
}

const struct data_tensor *
manifest_tensor(const struct manifest *m, const char *name, double n, struct err *e)
{
	const struct data_tensor *t = data_tensor_find(&m->tensors, name);

	if (!t)
		manifest_wrong(m, "", e, "'%s' has no tensor '%s'", m->tensors.file,
			       name);
	else if (t->n != n)
		manifest_wrong(m, "", e, "tensor '%s' has %d elements, not %.0f", name,
			       t->n, n);
	else
		return t;
	return NULL;
}

const char *
manifest_name_of(const struct manifest *m, const char *section, const char *key,
		 const char *def)
{
	const json_t *o = json_object_get(m->json, section);
	const char *name = json_string_value(json_object_get(o, key));

	return name ? name : def;
}

const char *
manifest_values_of(const struct manifest *m, const char *name, const char *key,
		   char buf[256])
{
	int at;
	const json_t *o = manifest_entry(m, "parameters", name, &at);
	const char *said;

	if (!o)
		o = manifest_entry(m, "buffers", name, &at);
	said = json_string_value(json_object_get(o, key));
	snprintf(buf, 256, "%s%s%s", said ? said : key, said ? "" : "/",
		 said ? "" : name);
	return buf;
}

const struct data_tensor *
manifest_init(const struct manifest *m, const char *name)
{
	char buf[256];

	return data_tensor_find(&m->tensors, manifest_values_of(m, name, "init", buf));
}

/* ---- head and data ---- */

static bool
check_format(struct manifest *m, struct err *e)
{
	const char *format;

	if (!json_is_object(m->json))
		return manifest_wrong(m, "", e, "the manifest is not an object");
	if (!manifest_text(m, m->json, "", "format", &format, e))
		return false;
	if (!format || strcmp(format, "actlab-trajectory-1") != 0)
		return manifest_wrong(m, "format", e,
				      "'%s' is not actlab-trajectory-1",
				      format ? format : "");
	return true;
}

/* A whole number of 1 or more. */
static bool
read_count(const struct manifest *m, const json_t *o, const char *at, const char *key,
	   int *out, struct err *e)
{
	double v = 0;

	if (!manifest_number(m, o, at, key, NAN, &v, e))
		return false;
	if (v != floor(v) || v < 1 || v > 1e8)
		return manifest_wrong(m, at, e, "%s is no whole number from 1 on", key);
	*out = (int)v;
	return true;
}

/* The shape of one row. */
static bool
read_shape(struct manifest *m, const json_t *data, struct err *e)
{
	const json_t *shape = json_object_get(data, "x_shape");
	double all = m->rows;

	m->in.rank = (int)json_array_size(shape);
	if (m->in.rank < 1 || m->in.rank > NN_RANK_MAX)
		return manifest_wrong(m, "data", e,
				      "x_shape has %d dimensions, not 1..%d",
				      m->in.rank, NN_RANK_MAX);
	for (int i = 0; i < m->in.rank; i++) {
		double d = json_number_value(json_array_get(shape, (size_t)i));

		all *= d;
		if (d < 1 || d != floor(d) || all > INT_MAX)
			return manifest_wrong(m, "data", e,
					      "x_shape is no list of sizes in bounds");
		m->in.dim[i] = (int)d;
	}
	return true;
}

static bool
read_data(struct manifest *m, struct err *e)
{
	json_t *data = json_object_get(m->json, "data");
	const char *kind;

	if (!json_is_object(data))
		return manifest_wrong(m, "", e, "data is missing");
	if (!read_count(m, data, "data", "samples", &m->rows, e)
	    || !read_shape(m, data, e)
	    || !manifest_text(m, data, "data", "y_kind", &kind, e)
	    || !manifest_rest(m, data, "data", "x y batch_index samples x_shape y_kind",
			      e)
	    || !manifest_rest(m, m->json, "manifest",
			      "format name about tensors steps batch_size data model "
			      "loss optimizer clip parameters buffers expected tolerance "
			      "float32_deviation_measured", e))
		return false;
	m->classes = kind && strcmp(kind, "class_index") == 0;
	return m->classes || (kind && strcmp(kind, "float") == 0)
	       || manifest_wrong(m, "data", e, "y_kind '%s' is not supported",
				 kind ? kind : "");
}

/* ---- files ---- */

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool
read_json(struct manifest *m, struct train_replay *r, const char *path, struct err *e)
{
	json_error_t why;
	struct str text;

	if (!file_load(path, MANIFEST_BYTES_MAX, &r->text, &text, e))
		return false;
	r->source = (struct err_source){ path, text.s, text.n };
	m->json = json_loadb(text.s, (size_t)text.n, JSON_REJECT_DUPLICATES, &why);
	if (m->json)
		return true;
	e->source = &r->source;
	if (why.position < 0 || why.position > text.n)
		why.position = text.n;
	return err_set(e, ERR_SYNTAX,
		       (struct span){ why.position ? why.position - 1 : 0, 1 },
		       "%s", why.text);
}

/* The tensors lie beside the manifest. */
static bool
read_tensors(struct manifest *m, const char *path, struct err *e)
{
	size_t n = (size_t)(base_name(path) - path);
	char dir[1024] = ".", file[1024];
	const char *name;

	if (!manifest_text(m, m->json, "", "tensors", &name, e))
		return false;
	if (!name || n >= sizeof(dir))
		return manifest_wrong(m, "", e, "tensors is missing: the file's name");
	if (n)
		snprintf(dir, sizeof(dir), "%.*s", (int)n, path);
	if (!file_below(file, dir, str_of(name), SPAN_NONE, e)
	    || !data_tensors_read(&m->tensors, file, e))
		return false;
	m->tensors.file = name;
	return true;
}

/* Room for all that is said in words (no word is longer than the manifest, and each takes
 * ten of its bytes), and for the figures of each step. */
static bool
rooms_init(struct manifest *m, struct train_replay *r, struct err *e)
{
	size_t names = MANIFEST_LINES_MAX * NN_TENSORS_MAX;
	size_t text = (size_t)(r->text.end - r->text.base);

	if (!read_count(m, m->json, "manifest", "steps", &m->steps, e)
	    || !read_count(m, m->json, "manifest", "batch_size", &m->batch, e)
	    || !manifest_tensor(m, manifest_name_of(m, "data", "batch_index",
						    "data/batch_index"),
				(double)m->steps * m->batch, e))
		return false;
	if (!arena_init(&r->own, 64 * (text + 1024)
			+ arena_need(sizeof(struct train_replay_step),
				     (size_t)m->steps + 1), e)
	    || !arena_init(&m->work,
			   arena_need(sizeof(*m->line), MANIFEST_LINES_MAX)
				   + arena_need(sizeof(*m->name), names)
				   + arena_need(sizeof(*m->place), names), e))
		return false;
	m->line = ARENA_NEW(&m->work, struct nn_layer_spec, MANIFEST_LINES_MAX);
	m->name = ARENA_NEW(&m->work, struct manifest_name, names);
	m->place = ARENA_NEW(&m->work, struct manifest_place, names);
	m->left = ARENA_NEW(m->own, const char *, MANIFEST_LEFT_MAX);
	return true;
}

bool
manifest_open(struct manifest *m, struct train_replay *r, const char *path, struct err *e)
{
	*m = (struct manifest){ .file = base_name(path), .own = &r->own };
	return read_json(m, r, path, e) && check_format(m, e) && read_tensors(m, path, e)
	       && rooms_init(m, r, e) && read_data(m, e) && manifest_model(m, e)
	       && manifest_loss(m, e) && manifest_opt(m, e);
}

void
manifest_close(struct manifest *m)
{
	json_decref(m->json);
	data_tensors_done(&m->tensors);
	arena_done(&m->work);
}
