/* Arrays as NumPy saves them: .npy, and .npz, a zip file of them. */
#include "data/array.h"

#include <limits.h>
#include <string.h>
#include <zlib.h>

/* Little-endian number of n bytes. */
static unsigned long
number_at(struct str s, long at, int n)
{
	unsigned long v = 0;

	for (int i = n - 1; i >= 0; i--)
		v = v << 8 | (unsigned char)s.s[at + i];
	return v;
}

/* ---- .npy: a header that is a literal of Python ---- */

static const struct descr {
	const char *code, *dtype;		/* behind the sign of its byte order */
} descrs[] = {
	{ "f8", "F64" }, { "f4", "F32" }, { "f2", "F16" }, { "i8", "I64" },
	{ "i4", "I32" }, { "i2", "I16" }, { "i1", "I8" }, { "u8", "U64" },
	{ "u4", "U32" }, { "u2", "U16" }, { "u1", "U8" }, { "b1", "BOOL" },
	{ NULL, NULL }
};

/* What stands behind 'key': in the header; n = 0: nothing does. */
static struct str
value_of(struct str header, const char *key)
{
	int n = (int)strlen(key);

	for (int i = 0; i + n + 3 <= header.n; i++) {
		const char *s = header.s + i;

		if ((s[0] == '\'' || s[0] == '"') && memcmp(s + 1, key, (size_t)n) == 0
		    && s[n + 1] == s[0]) {
			struct str rest = { s + n + 2, header.n - i - n - 2 };

			rest = str_trim(rest);
			if (rest.n && rest.s[0] == ':')
				return str_trim((struct str){ rest.s + 1, rest.n - 1 });
		}
	}
	return (struct str){ header.s, 0 };
}

/* v begins with the type in quotes. */
static bool
type_wrong(const struct data_file *f, struct str v, struct err *e)
{
	int n = 1;

	while (n < v.n && v.s[n] != v.s[0])
		n++;
	if (v.n < 2 || !strchr("'\"", v.s[0]) || n == v.n || n > 20)
		data_file_wrong(f, e, "the type of its numbers is not known here");
	else
		data_file_wrong(f, e, "numbers of type '%.*s' are not read", n - 1, v.s + 1);
	return err_hint(e, "x.astype('float32') in NumPy makes such numbers of them");
}

static bool
read_descr(const struct data_file *f, struct str v, struct data_tensor *t, struct err *e)
{
	const struct descr *d = descrs;

	if (v.n < 5 || (v.s[0] != '\'' && v.s[0] != '"') || v.s[4] != v.s[0])
		return type_wrong(f, v, e);
	while (d->code && strncmp(d->code, v.s + 2, 2) != 0)
		d++;
	if (!d->code || !strchr("<>|=", v.s[1]))
		return type_wrong(f, v, e);
	t->dtype = data_dtype_find(str_of(d->dtype));
	t->big = v.s[1] == '>';
	return true;
}

/* shape -> '(' [ number { ',' number } ] [ ',' ] ')' */
static bool
read_dims(const struct data_file *f, struct str v, struct data_tensor *t, struct err *e)
{
	const char *end = v.n ? memchr(v.s, ')', (size_t)v.n) : NULL;
	struct str rest, part;
	double n = 1;
	long dim;

	if (!end || v.s[0] != '(')
		return data_file_wrong(f, e, "the header has no shape");
	rest = (struct str){ v.s + 1, (int)(end - v.s) - 1 };
	while (str_cut(&rest, ',', &part)) {
		part = str_trim(part);
		if (part.n == 0 && !rest.s)
			break;
		if (t->rank == DATA_RANK_MAX || !str_long(part, &dim) || dim < 0
		    || dim > INT_MAX)
			return data_file_wrong(f, e, "the shape is no list of sizes");
		t->dim[t->rank++] = (int)dim;
		n *= (double)dim;
	}
	if (n > DATA_ARRAY_BYTES_MAX)
		return data_file_wrong(f, e, "the shape is larger than a file can be");
	t->n = (int)n;
	return true;
}

static bool
read_header(const struct data_file *f, struct str header, struct data_tensor *t,
	    struct err *e)
{
	struct str order = value_of(header, "fortran_order");

	if (!read_descr(f, value_of(header, "descr"), t, e)
	    || !read_dims(f, value_of(header, "shape"), t, e))
		return false;
	t->columns = str_starts(order, "True");
	return t->columns || str_starts(order, "False")
	       || data_file_wrong(f, e, "the header does not say in which order");
}

bool
data_npy_parse(const struct data_file *f, struct str bytes, struct data_tensor *t,
	       struct err *e)
{
	int wide, head;
	unsigned long n;

	*t = (struct data_tensor){ .name = f->name };
	if (bytes.n < 12 || memcmp(bytes.s, "\x93NUMPY", 6) != 0)
		return data_file_wrong(f, e, "this is no .npy array");
	wide = bytes.s[6] == 1 ? 2 : 4;
	if (bytes.s[6] < 1 || bytes.s[6] > 3)
		return data_file_wrong(f, e, "its version %d of .npy is not known",
				       bytes.s[6]);
	n = number_at(bytes, 8, wide);
	head = 8 + wide;
	if (n > (unsigned long)(bytes.n - head))
		return data_file_wrong(f, e, "the header is cut short");
	if (!read_header(f, (struct str){ bytes.s + head, (int)n }, t, e))
		return false;
	head += (int)n;
	t->byte = (const unsigned char *)bytes.s + head;
	if ((long)t->n * t->dtype->size != bytes.n - head)
		return data_file_wrong(f, e, "it has %d bytes of numbers, its shape needs "
					     "%ld", bytes.n - head,
				       (long)t->n * t->dtype->size);
	return true;
}

/* ---- .npz: a zip file, read from its directory at the end ---- */

enum {
	END = 22, ENTRY = 46, LOCAL = 30,	/* bytes of each kind of record */
	STORED = 0, DEFLATED = 8
};

struct entry {
	struct str name;
	int method;
	unsigned long crc, packed, size, local;
};

static bool
zip_wrong(const struct data_file *f, struct err *e)
{
	return data_file_wrong(f, e, "the zip file is damaged or cut short");
}

/* Where the directory's end stands, -1: there is none. */
static long
find_end(struct str s)
{
	for (long at = s.n - END; at >= 0 && at >= s.n - END - 65535L; at--)
		if (memcmp(s.s + at, "PK\5\6", 4) == 0)
			return at;
	return -1;
}

/* Reads the entry of the directory at *at and moves on to the next. */
static bool
entry_next(struct str s, long *at, struct entry *out)
{
	int name, more;

	if (*at + ENTRY > s.n || memcmp(s.s + *at, "PK\1\2", 4) != 0)
		return false;
	*out = (struct entry){ .method = (int)number_at(s, *at + 10, 2),
			       .crc = number_at(s, *at + 16, 4),
			       .packed = number_at(s, *at + 20, 4),
			       .size = number_at(s, *at + 24, 4),
			       .local = number_at(s, *at + 42, 4) };
	name = (int)number_at(s, *at + 28, 2);
	more = (int)(number_at(s, *at + 30, 2) + number_at(s, *at + 32, 2));
	if (*at + ENTRY + name + more > s.n)
		return false;
	out->name = (struct str){ s.s + *at + ENTRY, name };
	*at += ENTRY + name + more;
	return true;
}

static struct str
array_name(const struct entry *it)
{
	struct str name = it->name;

	if (name.n > 4 && memcmp(name.s + name.n - 4, ".npy", 4) == 0)
		name.n -= 4;
	return name;
}

static bool
entry_bytes(const struct data_file *f, const struct entry *it, struct arena *own,
	    struct str *out, struct err *e)
{
	struct str s = f->bytes, packed;
	unsigned long at = it->local;

	if (at + LOCAL > (unsigned long)s.n || memcmp(s.s + at, "PK\3\4", 4) != 0)
		return zip_wrong(f, e);
	at += LOCAL + number_at(s, (long)at + 26, 2) + number_at(s, (long)at + 28, 2);
	if (at > (unsigned long)s.n || it->packed > (unsigned long)s.n - at)
		return zip_wrong(f, e);
	packed = (struct str){ s.s + at, (int)it->packed };
	*out = packed;
	if (it->method == DEFLATED && !data_inflate(f, packed, false, own, out, e))
		return false;
	if (it->method != DEFLATED && it->method != STORED)
		return data_file_wrong(f, e, "array '%.*s' is packed by method %d",
				       STR_ARG(it->name), it->method);
	if ((unsigned long)out->n != it->size
	    || crc32(0, (const Bytef *)out->s, (uInt)out->n) != it->crc)
		return zip_wrong(f, e);
	return true;
}

/* The names of the arrays of a file, from its first entry on. */
static bool
hint_names(struct str s, long at, int n, struct err *e)
{
	char all[64] = "";
	size_t used = 0;
	struct entry it;

	for (int i = 0; i < n && used < sizeof(all) && entry_next(s, &at, &it); i++)
		used += (size_t)snprintf(all + used, sizeof(all) - used, "%s%.*s",
					 i ? ", " : "", STR_ARG(array_name(&it)));
	return err_hint(e, "x= and y= name its arrays: %s", all);
}

bool
data_npz_find(const struct data_file *f, const char *name, struct arena *own,
	      struct str *out, struct err *e)
{
	long end = find_end(f->bytes), at;
	char is[128];
	struct entry it;
	int n;

	*own = (struct arena){ 0 };
	if (end < 0)
		return zip_wrong(f, e);
	n = (int)number_at(f->bytes, end + 10, 2);
	at = (long)number_at(f->bytes, end + 16, 4);
	for (int i = 0; i < n; i++) {
		if (!entry_next(f->bytes, &at, &it))
			return zip_wrong(f, e);
		str_fill(is, sizeof(is), array_name(&it));
		if (strcmp(is, name) == 0)
			return entry_bytes(f, &it, own, out, e);
	}
	data_file_wrong(f, e, "there is no array '%s' in it", name);
	return hint_names(f->bytes, (long)number_at(f->bytes, end + 16, 4), n, e);
}
