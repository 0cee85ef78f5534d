#include "tests/base/base.h"

#include "actlab/arena.h"

#include <stdint.h>

static void
arena_gives_zeroed_aligned_memory(void **state)
{
	struct arena a;
	struct err e = { 0 };

	(void)state;
	assert_true(arena_init(&a, 10000, &e));
	for (int round = 0; round < 2; round++) {
		for (size_t n = 0; n < 130; n += 13) {
			unsigned char *p = arena_alloc(&a, 1, n);

			assert_non_null(p);
			assert_true(n == 0 || (uintptr_t)p % 64 == 0);
			for (size_t i = 0; i < n; i++)
				assert_int_equal(p[i], 0);
			if (n)
				memset(p, 0xAB, n);
		}
		arena_reset(&a);
	}
	arena_done(&a);
	arena_done(&a);
}

static void
arena_holds_what_need_adds_up_to(void **state)
{
	static const size_t sizes[] = { 1, 63, 64, 65, 1000, 4096 };
	size_t need = 0;
	struct arena a;
	struct err e = { 0 };

	(void)state;
	for (int i = 0; i < 6; i++)
		need += arena_need(4, sizes[i]);
	assert_true(arena_init(&a, need, &e));
	for (int i = 0; i < 6; i++)
		memset(arena_alloc(&a, 4, sizes[i]), 1, 4 * sizes[i]);
	assert_int_equal(arena_left(&a), 0);
	arena_done(&a);
	assert_int_equal(arena_need(8, SIZE_MAX), SIZE_MAX);
	assert_int_equal(arena_need(1, SIZE_MAX), SIZE_MAX);
	assert_int_equal(arena_need(0, SIZE_MAX), 0);
}

static size_t
uses_scratch(struct arena scratch)
{
	memset(ARENA_NEW(&scratch, char, 1000), 7, 1000);
	return arena_left(&scratch);
}

static void
scratch_is_gone_on_return(void **state)
{
	struct arena a;
	struct err e = { 0 };
	size_t left;
	char *p;

	(void)state;
	assert_true(arena_init(&a, 8192, &e));
	left = arena_left(&a);
	assert_true(uses_scratch(a) < left);
	assert_int_equal(arena_left(&a), left);
	p = ARENA_NEW(&a, char, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(p[i], 0);
	arena_done(&a);
}

static void
arena_that_cannot_be_names_its_size(void **state)
{
	struct arena a = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_false(arena_init(&a, (size_t)1 << 60, &e));
	assert_int_equal(e.code, ERR_SYSTEM);
	assert_string_equal(e.msg, "no memory for 1.2 EB");
	assert_true(e.hint[0] != 0);
	assert_null(a.base);
	arena_done(&a);
}

void
base_arena(void)
{
	TAP(arena_gives_zeroed_aligned_memory);
	TAP(arena_holds_what_need_adds_up_to);
	TAP(scratch_is_gone_on_return);
	TAP(arena_that_cannot_be_names_its_size);
}
