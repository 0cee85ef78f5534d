/* Every panel over every kind of snapshot says something true, in a sentence. */
#include "tests/panel/scene.h"
#include "tests/tap.h"

#include <ctype.h>
#include <string.h>

enum { KINDS = FAKE_EMPTY + 1, TEXT_MAX = 256 << 10 };

static const char *
told(const struct plot_figure *f)
{
	return f->empty ? f->empty : f->caption;
}

/* Is word in text, with no letter on either side? */
static bool
has_word(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = text; (p = strstr(p, word)); p += n)
		if ((p == text || !isalpha((unsigned char)p[-1]))
		    && !isalpha((unsigned char)p[n]))
			return true;
	return false;
}

static void
check_words(const char *panel, const char *kind, const char *text)
{
	static const char *const never[] = { "nan", "inf", "-nan", "-inf", NULL };

	if (!*text)
		fail_msg("%s of %s says nothing", panel, kind);
	for (int i = 0; never[i]; i++)
		if (has_word(text, never[i]))
			fail_msg("%s of %s: '%s' is no word", panel, kind, text);
	if (strstr(text, "-0 ") || strstr(text, ";;") || strstr(text, "; ;"))
		fail_msg("%s of %s: '%s'", panel, kind, text);
}

/* A number after % or before it is finite, a share is at most all. */
static void
check_shares(const char *panel, const char *kind, const char *text)
{
	for (const char *p = text; (p = strchr(p, '%')); p++) {
		const char *q = p - 1;
		double v = 0;

		while (q > text && !isdigit((unsigned char)*q))
			q--;
		while (q > text && (isdigit((unsigned char)q[-1]) || q[-1] == '.'))
			q--;
		assert_true(sscanf(q, "%lf", &v) == 1);
		if (q > text && q[-1] == '-')
			fail_msg("%s of %s: a share below 0: '%s'", panel, kind, text);
		if (v > 100 && !strstr(text, "rose"))
			fail_msg("%s of %s: more than all: '%s'", panel, kind, text);
	}
}

static void
says_something_true_of_every_snapshot(void **state)
{
	const struct panel_kind *kind = *state;

	for (int k = 0; k < KINDS; k++) {
		struct scene *s = scene_new(kind, (enum fake_kind)k, (enum fake_kind)k,
					    NULL);
		struct plot_figure f;

		kind->figure(&f, &s->args, &s->frame);
		check_words(kind->name, fake_names[k], told(&f));
		check_shares(kind->name, fake_names[k], told(&f));
		scene_drawn(s, &f, 80, 24);
		scene_drawn(s, &f, 20, 6);
		scene_drawn(s, &f, 1, 1);
		scene_free(s);
	}
}

/* All of them in one file, to be read by a person. */
static void
captions_are_these(void **state)
{
	static char text[TEXT_MAX];
	size_t n = 0;

	(void)state;
	for (const struct panel_kind *p = panel_kinds; p->name; p++)
		for (int k = 0; k < KINDS; k++) {
			struct scene *s = scene_new(p, (enum fake_kind)k,
						    (enum fake_kind)k, NULL);
			struct plot_figure f;

			s->args.n_run = 1;
			p->figure(&f, &s->args, &s->frame);
			n += (size_t)snprintf(text + n, sizeof(text) - n,
					      "%s, %s: %s%s\n",
					      p->name, fake_names[k],
					      f.empty ? "(empty) " : "", told(&f));
			scene_free(s);
		}
	assert_true(n < sizeof(text));
	tap_golden("panel/captions.golden", text);
}

/* What a trend is called. */
static void
trends_have_the_right_words(void **state)
{
	static const struct { enum fake_kind kind; const char *has, *not; } rows[] = {
		{ FAKE_FALLING, "fell", "rose" }, { FAKE_FLAT, "flat", "fell" },
		{ FAKE_NOISY, "up and down", "fell" }, { FAKE_ONE, "0.693", "flat" },
		{ FAKE_NAN, "not finite", "fell" }, { FAKE_INF, "infinite", "rose" },
		{ FAKE_ZERO, "flat", "fell" },
	};
	const struct panel_kind *loss = panel_kind_find(str_of("loss"));

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scene *s = scene_new(loss, rows[i].kind, rows[i].kind, NULL);
		struct plot_figure f;

		s->args.n_run = 1;
		loss->figure(&f, &s->args, &s->frame);
		if (!strstr(f.caption, rows[i].has) || strstr(f.caption, rows[i].not))
			fail_msg("%s: '%s'", fake_names[rows[i].kind], f.caption);
		scene_free(s);
	}
}

/* Of all steps; but a first step that sees none but itself has no choice. */
static void
attention_names_the_largest_share(void **state)
{
	const struct panel_kind *kind = panel_kind_find(str_of("attnmap"));
	struct scene *s = scene_new(kind, FAKE_FALLING, FAKE_FALLING, NULL);
	float *v = s->run[0].pixel + 3 * 128;
	struct plot_figure f;

	(void)state;
	for (int i = 0; i < 25; i++)
		v[i] = 0.1f;
	v[2] = 0.6f;
	v[3 * 5 + 1] = 0.5f;
	kind->figure(&f, &s->args, &s->frame);
	assert_non_null(strstr(f.caption, "step 1 takes 60 % from step 3, the most"));
	for (int i = 0; i < 5; i++)
		v[i] = i == 0;
	kind->figure(&f, &s->args, &s->frame);
	assert_non_null(strstr(f.caption, "step 4 takes 50 % from step 2, the most"));
	scene_free(s);
}

void
captions_add(void)
{
	static char name[64][64];
	int n = 0;

	for (const struct panel_kind *k = panel_kinds; k->name; k++, n++) {
		snprintf(name[n], sizeof(name[n]),
			 "%s says something true of every snapshot",
			 k->name);
		tap_add(name[n], says_something_true_of_every_snapshot, k);
	}
	TAP(captions_are_these);
	TAP(trends_have_the_right_words);
	TAP(attention_names_the_largest_share);
}
