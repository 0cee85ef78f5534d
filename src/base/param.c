#include "actlab/param.h"

#include <assert.h>
#include <string.h>

int
param_count(const struct param *rows)
{
	int n = 0;

	while (rows[n].name)
		n++;
	return n;
}

int
param_find(const struct param *rows, struct str name)
{
	for (int i = 0; rows[i].name; i++)
		if (str_is(name, rows[i].name))
			return i;
	return -1;
}

/* Place of n bytes, off bytes into a text that stands at `at`. */
static struct span
span_in(struct span at, int off, int n)
{
	return at.len ? (struct span){ at.at + off, n > 0 ? n : 1 } : SPAN_NONE;
}

static bool
bad_name(const struct param *rows, struct str name, struct span at, struct err *e)
{
	struct str_near near = str_near_begin(name);
	char known[sizeof(e->hint)] = "known: ";
	size_t n = strlen(known);
	bool full = false;

	err_set(e, ERR_NAME, at, "unknown parameter '%.*s'", STR_ARG(name));
	for (int i = 0; rows[i].name; i++) {
		str_near_try(&near, rows[i].name);
		full |= n + strlen(rows[i].name) + sizeof(", , ...") > sizeof(known);
		if (!full)
			n += (size_t)snprintf(known + n, sizeof(known) - n, "%s%s",
					      i ? ", " : "", rows[i].name);
	}
	if (full)
		snprintf(known + n, sizeof(known) - n, ", ...");
	if (!rows[0].name)
		return err_hint(e, "it takes no parameters");
	err_did_you_mean(e, str_near_best(&near));
	return err_hint(e, "%s", known);
}

/* ---- values ---- */

enum { WORDS_MAX = 32 };

static bool
check(const struct param *row, double v, struct str text, struct span at, struct err *e)
{
	char lo[STR_NUM_MAX], hi[STR_NUM_MAX];
	const char *unit = row->unit ? row->unit : "";

	if (v >= row->min && v <= row->max)
		return true;
	return err_set(e, ERR_RANGE, at, "%s=%.*s is outside %s..%s%s%s", row->name,
		       STR_ARG(text), str_number(lo, row->min, 15),
		       str_number(hi, row->max, 15), *unit ? " " : "", unit);
}

static bool
read_real(const struct param *row, struct str s, struct span at, double *out,
	  struct err *e)
{
	if (!str_double(s, out))
		return err_set(e, ERR_SYNTAX, at, "'%.*s' is not a number", STR_ARG(s));
	return check(row, *out, s, at, e);
}

static bool
is_digits(struct str s)
{
	for (int i = s.n && (s.s[0] == '-' || s.s[0] == '+'); i < s.n; i++)
		if (s.s[i] < '0' || s.s[i] > '9')
			return false;
	return true;
}

static bool
read_int(const struct param *row, struct str s, struct span at, double *out,
	 struct err *e)
{
	double any;
	long v;

	if (!str_long(s, &v)) {
		if (is_digits(s) && str_double(s, &any)) /* more than a long holds */
			return check(row, any, s, at, e);
		return err_set(e, ERR_SYNTAX, at, "'%.*s' is not a whole number",
			       STR_ARG(s));
	}
	*out = (double)v;
	return check(row, *out, s, at, e);
}

static bool
read_word(const struct param *row, struct str s, struct span at, double *out,
	  struct err *e)
{
	struct str rest = str_of(row->words), word;
	struct str_near near = str_near_begin(s);
	char copy[WORDS_MAX][32];
	int n = 0;

	while (str_cut(&rest, ' ', &word)) {
		if (str_same(word, s)) {
			*out = n;
			return true;
		}
		assert(n < WORDS_MAX);
		str_fill(copy[n], sizeof(copy[n]), word);
		str_near_try(&near, copy[n]);
		n++;
	}
	err_set(e, ERR_NAME, at, "%s='%.*s' is none of: %s", row->name, STR_ARG(s),
		row->words);
	return err_did_you_mean(e, str_near_best(&near));
}

/* item -> whole [ '..' whole ] */
static bool
read_item(const struct param *row, struct str s, struct span at, struct param_value *v,
	  struct err *e)
{
	const char *dots = memmem(s.s, (size_t)s.n, "..", 2);
	struct str a = { s.s, dots ? (int)(dots - s.s) : s.n }, b = a;
	double lo, hi;

	if (dots)
		b = (struct str){ dots + 2, s.n - a.n - 2 };
	if (!read_int(row, a, span_in(at, 0, a.n), &lo, e)
	    || !read_int(row, b, span_in(at, (int)(b.s - s.s), b.n), &hi, e))
		return false;
	if (lo > hi)
		return err_set(e, ERR_RANGE, at, "'%.*s' runs backwards", STR_ARG(s));
	if (hi - lo + 1 > PARAM_LIST_MAX - v->n_list)
		return err_set(e, ERR_RANGE, at, "'%.*s' makes more than %d numbers",
			       STR_ARG(s), PARAM_LIST_MAX);
	for (double x = lo; x <= hi; x++)
		v->list[v->n_list++] = (int)x;
	return true;
}

/* list -> item { ',' item } */
static bool
read_list(const struct param *row, struct str s, struct span at, struct param_value *v,
	  struct err *e)
{
	struct str rest = s, part;

	v->n_list = 0;
	while (str_cut(&rest, ',', &part)) {
		struct str item = str_trim(part);

		if (!read_item(row, item, span_in(at, (int)(item.s - s.s), item.n), v, e))
			return false;
	}
	v->num = v->list[0];
	return true;
}

static bool
read_value(const struct param *row, struct str s, struct span at, struct param_value *v,
	   struct err *e)
{
	switch (row->kind) {
	case PARAM_REAL:
		if (!read_real(row, s, at, &v->num, e))
			return false;
		break;
	case PARAM_INT:
		if (!read_int(row, s, at, &v->num, e))
			return false;
		break;
	case PARAM_WORD:
		if (!read_word(row, s, at, &v->num, e))
			return false;
		break;
	case PARAM_LIST:
		if (!read_list(row, s, at, v, e))
			return false;
		break;
	case PARAM_TEXT:
		break;
	}
	if (!str_fill(v->text, sizeof(v->text), s))
		return err_set(e, ERR_RANGE, at, "%s= is longer than %d bytes", row->name,
			       PARAM_TEXT_MAX - 1);
	return true;
}

/* ---- sets ---- */

/* The shortest text that reads back as v. */
static void
number_text(char buf[STR_NUM_MAX], double v)
{
	double back;

	for (int digits = 1; digits <= 17; digits++)
		if (str_double(str_of(str_number(buf, v, digits)), &back) && back == v)
			return;
}

static void
set_default(const struct param *row, struct param_value *v)
{
	struct str word, rest = str_of(row->words ? row->words : "");
	struct err e = { 0 };
	bool ok = true;

	v->num = row->def;
	switch (row->kind) {
	case PARAM_REAL:
	case PARAM_INT:
		number_text(v->text, row->def);
		break;
	case PARAM_WORD:
		for (int i = 0; ok && i <= (int)row->def; i++) {
			ok = str_cut(&rest, ' ', &word);
			str_fill(v->text, sizeof(v->text), word);
		}
		break;
	case PARAM_TEXT:
		str_fill(v->text, sizeof(v->text), rest);
		break;
	case PARAM_LIST:
		ok = rest.n == 0 || read_value(row, rest, SPAN_NONE, v, &e);
		break;
	}
	assert(ok);
	(void)ok;
}

void
param_set_init(struct param_set *s, const struct param *rows)
{
	memset(s, 0, sizeof(*s));
	s->rows = rows;
	assert(param_count(rows) <= PARAM_MAX);
	for (int i = 0; rows[i].name; i++)
		set_default(&rows[i], &s->v[i]);
}

bool
param_set_text(struct param_set *s, struct str key, struct span key_at, struct str value,
	       struct span value_at, struct err *e)
{
	struct param_value v = { .given = true, .at = value_at };
	int i = param_find(s->rows, key);

	if (i < 0)
		return bad_name(s->rows, key, key_at, e);
	if (!read_value(&s->rows[i], value, value_at, &v, e))
		return false;
	s->v[i] = v;
	return true;
}

const struct param_value *
param_get(const struct param_set *s, const char *name)
{
	int i = param_find(s->rows, str_of(name));

	assert(i >= 0);
	return &s->v[i];
}

double
param_num(const struct param_set *s, const char *name)
{
	return param_get(s, name)->num;
}

int
param_int(const struct param_set *s, const char *name)
{
	return (int)param_num(s, name);
}

const char *
param_text(const struct param_set *s, const char *name)
{
	return param_get(s, name)->text;
}

bool
param_given(const struct param_set *s, const char *name)
{
	return param_get(s, name)->given;
}

/* ---- calls ---- */

/* 'Tanh' names nothing, but whoever looks for it can say what it is nearest to. */
static bool
is_name_in_any_case(struct str s)
{
	for (int i = 0; i < s.n; i++) {
		char c = s.s[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '_')))
			return false;
	}
	return s.n > 0;
}

/* call -> name [ '(' [ args ] ')' ] */
bool
param_call_split(struct str text, struct span at, struct param_call *c, struct err *e)
{
	const char *open = text.n ? memchr(text.s, '(', (size_t)text.n) : NULL;
	int n = open ? (int)(open - text.s) : text.n;

	*c = (struct param_call){
		.name = str_trim((struct str){ text.s, n }),
		.args = { text.s + text.n, 0 },
		.name_at = span_in(at, 0, n), .args_at = at,
	};
	if (!c->name.n)
		return err_set(e, ERR_SYNTAX, c->name_at, "a name is missing");
	if (!is_name_in_any_case(c->name))
		return err_set(e, ERR_SYNTAX, c->name_at, "'%.*s' is not a name",
			       STR_ARG(c->name));
	if (!open)
		return true;
	if (text.s[text.n - 1] != ')')
		return err_set(e, ERR_SYNTAX, at, "'%.*s' lacks its ')'", STR_ARG(text));
	c->args = (struct str){ open + 1, text.n - n - 2 };
	c->args_at = span_in(at, n + 1, c->args.n);
	return true;
}

/* One argument: sets num[] and says which row it was. */
static bool
call_arg(const struct param *rows, struct str arg, struct span at, int place, double *num,
	 int *row, struct err *e)
{
	const char *eq = arg.n ? memchr(arg.s, '=', (size_t)arg.n) : NULL;
	struct param_value v = { 0 };
	struct str key, value = arg;

	*row = place;
	if (eq) {
		key = str_trim((struct str){ arg.s, (int)(eq - arg.s) });
		value = str_trim((struct str){ eq + 1, arg.n - (int)(eq - arg.s) - 1 });
		*row = param_find(rows, key);
		if (*row < 0)
			return bad_name(rows, key, span_in(at, 0, key.n), e);
	} else if (place >= param_count(rows)) {
		return err_set(e, ERR_SYNTAX, at, "'%.*s' is one parameter too many",
			       STR_ARG(arg));
	}
	at = span_in(at, (int)(value.s - arg.s), value.n);
	if (!read_value(&rows[*row], value, at, &v, e))
		return false;
	if (rows[*row].kind != PARAM_TEXT)
		num[*row] = v.num;
	return true;
}

/* args -> arg { ',' arg }, arg -> value | name '=' value; values by place come first */
bool
param_call_args(const struct param_call *c, const struct param *rows, double *num,
		struct err *e)
{
	struct str rest = c->args, part;
	unsigned seen = 0;
	bool named = false;

	for (int i = 0; rows[i].name; i++)
		num[i] = rows[i].def;
	if (str_trim(c->args).n == 0)
		return true;
	for (int place = 0, row; str_cut(&rest, ',', &part); place++) {
		struct str arg = str_trim(part);
		struct span at = span_in(c->args_at, (int)(arg.s - c->args.s), arg.n);
		bool has_name = arg.n && memchr(arg.s, '=', (size_t)arg.n);

		if (named && !has_name)
			return err_set(e, ERR_SYNTAX, at,
				       "'%.*s' needs a name, as in %s=%.*s", STR_ARG(arg),
				       rows[0].name ? rows[0].name : "a", STR_ARG(arg));
		named = has_name;
		if (!call_arg(rows, arg, at, place, num, &row, e))
			return false;
		if (seen & 1u << row)
			return err_set(e, ERR_SYNTAX, at, "'%s' is given twice",
				       rows[row].name);
		seen |= 1u << row;
	}
	return true;
}

bool
param_call_text(const struct param_call *c, const struct param *rows, int row,
		struct str *value, struct span *at)
{
	struct str rest = c->args, part, key;

	for (int place = 0; str_cut(&rest, ',', &part); place++) {
		struct str after = part;
		bool named = part.n && memchr(part.s, '=', (size_t)part.n);

		if (named && str_cut(&after, '=', &key)
		    ? !str_is(str_trim(key), rows[row].name) : place != row)
			continue;
		*value = str_trim(after);
		*at = span_in(c->args_at, (int)(value->s - c->args.s), value->n);
		return value->n > 0;
	}
	return false;
}
