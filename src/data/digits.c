/* 1,797 handwritten digits: records of 64 pixels, 0..16, row by row, then the label. */
#include "data/set.h"
#include "actlab/file.h"

enum {
	DIGITS = 1797, SIDE = 8, PIXELS = SIDE * SIDE, RECORD = PIXELS + 1, INK_MAX = 16,
	TEST = 397
};

const struct param data_digits_params[] = {
	DATA_PARAM_TEST(TEST), { 0 }
};

/* Reads the file into the arena text. */
static bool
digits_file(const struct data_place *place, struct arena *text, struct str *out,
	    struct err *e)
{
	const char *dir = place && place->data_dir ? place->data_dir : "";
	char path[1024];

	if ((size_t)snprintf(path, sizeof(path), "%s/digits8x8.u8", dir) >= sizeof(path))
		return err_set(e, ERR_SYSTEM, SPAN_NONE, "the path '%s' is too long",
			       dir);
	if (!arena_init(text, arena_need(1, DIGITS * RECORD + 1), e))
		return false;
	if (!file_read(path, DIGITS * RECORD, text, out, e)) {
		err_hint(e, "it is installed with actlab; ACTLAB_LABS names the labs' "
			    "directory");
		return false;
	}
	if (out->n != DIGITS * RECORD)
		return err_set(e, ERR_DATA, SPAN_NONE,
			       "'%s' is cut short: %d bytes instead of %d", path, out->n,
			       DIGITS * RECORD);
	return true;
}

static bool
digits_fill(struct data_set *d, struct str file, struct err *e)
{
	for (int j = 0; j < PIXELS; j++)
		d->deviation[j] = INK_MAX;
	for (int i = 0; i < DIGITS; i++) {
		const unsigned char *record = (const unsigned char *)file.s + i * RECORD;
		bool fit = record[PIXELS] < d->n_class;

		for (int j = 0; j < PIXELS; j++) {
			fit = fit && record[j] <= INK_MAX;
			d->x[i * PIXELS + j] = (float)record[j] / INK_MAX;
		}
		if (!fit)
			return err_set(e, ERR_DATA, SPAN_NONE,
				       "digits8x8.u8: record %d is no digit: the file is "
				       "damaged",
				       i + 1);
		d->label[i] = record[PIXELS];
	}
	return true;
}

bool
data_digits_read(struct data_set *d, const struct param_set *p,
		 const struct data_place *place, struct rng *r, struct arena *own,
		 struct err *e)
{
	struct arena text = { 0 };
	struct str file;
	bool ok = false;

	(void)p;
	(void)r;
	d->n = DIGITS;
	d->in = PIXELS;
	d->image_w = d->image_h = SIDE;
	d->target = DATA_CLASS;
	d->n_class = 10;
	snprintf(d->note, sizeof(d->note),
		 "UCI optical recognition of handwritten digits, "
		 "E. Alpaydin and C. Kaynak 1998, CC BY 4.0; pixels / %d",
		 INK_MAX);
	if (!digits_file(place, &text, &file, e) || !arena_init(own, data_set_need(d), e))
		goto out;
	data_set_alloc(d, own);
	ok = digits_fill(d, file, e);
out:
	arena_done(&text);
	return ok;
}
