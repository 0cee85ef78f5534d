#include "tests/base/base.h"

#include "actlab/str.h"

#include <stdlib.h>

struct decoded {
	const char *name, *bytes;
	int len;
	uint32_t ch;
};
static const struct decoded rows[] = {
	{ "a letter", "a", 1, 'a' },
	{ "two bytes", "\xC3\xA9", 2, 0xE9 },
	{ "three bytes", "\xE2\x82\xAC", 3, 0x20AC },
	{ "four bytes", "\xF0\x9F\x98\x80", 4, 0x1F600 },
	{ "the last character", "\xF4\x8F\xBF\xBF", 4, 0x10FFFF },
	{ "the replacement character itself", "\xEF\xBF\xBD", 3, 0xFFFD },
	{ "past the last character", "\xF4\x90\x80\x80", 1, 0xFFFD },
	{ "a lone continuation", "\x80", 1, 0xFFFD },
	{ "an overlong slash of two", "\xC0\xAF", 1, 0xFFFD },
	{ "an overlong slash of three", "\xE0\x80\xAF", 1, 0xFFFD },
	{ "an overlong slash of four", "\xF0\x80\x80\xAF", 1, 0xFFFD },
	{ "a surrogate", "\xED\xA0\x80", 1, 0xFFFD },
	{ "a cut of two", "\xC3", 1, 0xFFFD },
	{ "a cut of three", "\xE2\x82", 1, 0xFFFD },
	{ "a cut of four", "\xF0\x9F\x98", 1, 0xFFFD },
	{ "a wrong continuation", "\xE2\x28\xA1", 1, 0xFFFD },
	{ "five bytes", "\xF8\x88\x80\x80\x80", 1, 0xFFFD },
	{ "FF", "\xFF", 1, 0xFFFD },
	{ 0 }
};

static void
character_is_decoded(void **state)
{
	const struct decoded *r = *state;
	int n = (int)strlen(r->bytes);
	char *exact = malloc((size_t)n), back[4];
	uint32_t ch;
	bool good;

	memcpy(exact, r->bytes, (size_t)n);
	assert_int_equal(str_utf8_next(exact, n, &ch), r->len);
	assert_int_equal(ch, r->ch);
	good = r->len == n && (r->ch != 0xFFFD || n == 3);
	assert_int_equal(str_utf8_bad((struct str){ exact, n }), good ? -1 : 0);
	if (r->ch != 0xFFFD) {
		assert_int_equal(str_utf8_put(back, ch), n);
		assert_memory_equal(back, r->bytes, n);
	}
	free(exact);
}

static void
every_character_comes_back(void **state)
{
	char bytes[4];
	uint32_t back;

	(void)state;
	for (uint32_t ch = 0; ch < 0x110000; ch++) {
		int n = str_utf8_put(bytes, ch);
		bool surrogate = ch >= 0xD800 && ch < 0xE000;

		if (str_utf8_next(bytes, n, &back) != n
		    || back != (surrogate ? 0xFFFD : ch))
			fail_msg("U+%04X comes back as U+%04X", ch, back);
	}
	assert_int_equal(str_utf8_put(bytes, 0x110000), 3);
}

static void
first_bad_byte_is_found(void **state)
{
	(void)state;
	assert_int_equal(str_utf8_bad(str_of("all is well \xC3\xA9")), -1);
	assert_int_equal(str_utf8_bad(str_of("")), -1);
	assert_int_equal(str_utf8_bad(str_of("ab\xC3\xA9\xFFz")), 4);
	assert_int_equal(str_utf8_bad((struct str){ "a\0b", 3 }), 1);
}

static void
width_is_that_of_a_terminal(void **state)
{
	(void)state;
	assert_int_equal(str_char_width('a'), 1);
	assert_int_equal(str_char_width(0x1B), 1);
	assert_int_equal(str_char_width(0xE9), 1);
	assert_int_equal(str_char_width(0xAD), 1);		/* soft hyphen */
	assert_int_equal(str_char_width(0x301), 0);		/* combining acute */
	assert_int_equal(str_char_width(0x200D), 0);		/* zero width joiner */
	assert_int_equal(str_char_width(0x20DD), 0);		/* enclosing circle */
	assert_int_equal(str_char_width(0x2500), 1);		/* box drawing */
	assert_int_equal(str_char_width(0x28FF), 1);		/* braille */
	assert_int_equal(str_char_width(0x2588), 1);		/* full block */
	assert_int_equal(str_char_width(0x4E2D), 2);
	assert_int_equal(str_char_width(0xAC00), 2);
	assert_int_equal(str_char_width(0xFF21), 2);		/* fullwidth A */
	assert_int_equal(str_char_width(0xFF71), 1);		/* halfwidth katakana */
	assert_int_equal(str_char_width(0x1F600), 2);
	assert_int_equal(str_char_width(0x10FFFF), 1);
	assert_int_equal(str_width(str_of("a\xE4\xB8\xAD" "e\xCC\x81\xFF")), 5);
}

void
base_utf8(void)
{
	char name[96];

	for (const struct decoded *r = rows; r->name; r++) {
		snprintf(name, sizeof(name), "character_is_decoded: %s", r->name);
		tap_add(name, character_is_decoded, r);
	}
	TAP(every_character_comes_back);
	TAP(first_bad_byte_is_found);
	TAP(width_is_that_of_a_terminal);
}
