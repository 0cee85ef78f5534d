/* Files of a lab: found within bounds, unpacked where they are gzipped. */
#include "data/array.h"
#include "actlab/file.h"

#include <stdarg.h>
#define ZLIB_CONST
#include <zlib.h>

/* A file that is not below one directory may be below the other. */
bool
data_file_find(char path[1024], const struct param_value *file,
	       const struct data_place *place, struct err *e)
{
	const char *dir[2] = { place ? place->lab_dir : NULL,
			       place ? place->data_dir : NULL };
	struct err first = { .source = e->source };

	for (int i = 0; i < 2; i++) {
		struct err here = { .source = e->source };

		if (!dir[i] || !*dir[i])
			continue;
		if (file_below(path, dir[i], str_of(file->text), file->at, &here))
			return true;
		if (first.code == ERR_NONE)
			first = here;
		if (here.code == ERR_NAME && here.hint[0])
			err_hint(&first, "%s", here.hint);
		if (here.code != ERR_NAME)
			break;
	}
	if (first.code == ERR_NONE)
		err_set(&first, ERR_SYSTEM, file->at, "no directory to read '%s' from",
			file->text);
	if (e->code == ERR_NONE)
		*e = first;
	return false;
}

bool
data_file_wrong(const struct data_file *f, struct err *e, const char *fmt, ...)
{
	char text[128];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return err_set(e, ERR_DATA, f->at, "%s: %s", f->name, text);
}

static bool
is_gzip(struct str s)
{
	const unsigned char *b = (const unsigned char *)s.s;

	return s.n > 2 && b[0] == 0x1f && b[1] == 0x8b;
}

/* The packed bytes stay no longer than they are needed. */
static bool
unpack(struct data_file *f, struct err *e)
{
	struct arena packed = f->own;
	bool ok = data_inflate(f, f->bytes, true, &f->own, &f->bytes, e);

	arena_done(&packed);
	return ok;
}

bool
data_file_open(struct data_file *f, const struct param_value *v,
	       const struct data_place *place, struct err *e)
{
	char path[1024];

	*f = (struct data_file){ .name = v->text, .at = v->at };
	return data_file_find(path, v, place, e)
	       && file_load(path, DATA_ARRAY_BYTES_MAX, &f->own, &f->bytes, e)
	       && (!is_gzip(f->bytes) || unpack(f, e));
}

void
data_file_done(struct data_file *f)
{
	arena_done(&f->own);
}

/* ---- unpacking ---- */

/* One run through all of it: the bytes go to out, or, where that is NULL, are counted.
 * Returns how many, -1: damaged or too many. */
static long
inflate_all(struct str packed, bool gzip, unsigned char *out, long size)
{
	unsigned char spare[1 << 14];
	z_stream z = { .next_in = (const Bytef *)packed.s, .avail_in = (uInt)packed.n };
	long n = 0;
	int is = Z_OK;

	if (inflateInit2(&z, gzip ? 15 + 16 : -15) != Z_OK)
		return -1;
	while (is == Z_OK && n <= DATA_ARRAY_BYTES_MAX) {
		uInt room = (uInt)(out ? size - n : (long)sizeof(spare));

		z.next_out = out ? out + n : spare;
		z.avail_out = room;
		is = inflate(&z, Z_NO_FLUSH);
		n += room - z.avail_out;
		if (is == Z_STREAM_END && gzip && z.avail_in > 0
		    && inflateReset(&z) == Z_OK)
			is = Z_OK;		/* another member follows */
	}
	inflateEnd(&z);
	return is == Z_STREAM_END && n <= DATA_ARRAY_BYTES_MAX ? n : -1;
}

bool
data_inflate(const struct data_file *f, struct str packed, bool gzip, struct arena *own,
	     struct str *out, struct err *e)
{
	long n = inflate_all(packed, gzip, NULL, 0);
	unsigned char *bytes;

	*own = (struct arena){ 0 };
	if (n < 0)
		return data_file_wrong(f, e, "the packed bytes are damaged, cut short or "
					     "more than 1 GB");
	if (!arena_init(own, arena_need(1, (size_t)n + 1), e))
		return false;
	bytes = ARENA_NEW(own, unsigned char, n + 1);
	inflate_all(packed, gzip, bytes, n + 1);
	*out = (struct str){ (const char *)bytes, (int)n };
	return true;
}
