#include "actlab/arena.h"
#include "actlab/str.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

enum { ALIGN = 64 };

static size_t
round_up(size_t n)
{
	return n > SIZE_MAX - (ALIGN - 1) ? SIZE_MAX
					  : (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

bool
arena_init(struct arena *a, size_t size, struct err *e)
{
	char words[STR_NUM_MAX];
	size_t want = size < SIZE_MAX - 2 * ALIGN ? round_up(size + ALIGN + !size)
						  : SIZE_MAX;
	void *p = mmap(NULL, want, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		       -1, 0);

	*a = (struct arena){ 0 };
	if (p == MAP_FAILED) {
		err_set(e, ERR_SYSTEM, SPAN_NONE, "no memory for %s",
			str_bytes(words, (double)size));
		return err_hint(e, "make the network, the data or the history smaller");
	}
	a->fresh = p;			/* before the first byte: copies share it */
	a->base = a->at = (unsigned char *)p + ALIGN;
	a->end = a->base + (want - ALIGN);
	*a->fresh = a->base;
	ASAN_POISON_MEMORY_REGION(a->base, want - ALIGN);
	return true;
}

void
arena_done(struct arena *a)
{
	if (a->base) {
		ASAN_UNPOISON_MEMORY_REGION(a->base, (size_t)(a->end - a->base));
		munmap(a->base - ALIGN, (size_t)(a->end - a->base) + ALIGN);
	}
	*a = (struct arena){ 0 };
}

void
arena_reset(struct arena *a)
{
	a->at = a->base;
	if (a->base)
		ASAN_POISON_MEMORY_REGION(a->base, (size_t)(a->end - a->base));
}

size_t
arena_need(size_t size, size_t count)
{
	return size && count > SIZE_MAX / size ? SIZE_MAX : round_up(size * count);
}

size_t
arena_left(const struct arena *a)
{
	return (size_t)(a->end - a->at);
}

void *
arena_take(struct arena *a, size_t size)
{
	size_t need = arena_need(size, 1);
	void *p = a->at;

	if (need > arena_left(a)) {
		fprintf(stderr,
			"actlab: an arena of %zu bytes has %zu left, %zu are needed\n",
			(size_t)(a->end - a->base), arena_left(a), need);
		abort();
	}
	/* The first of nothing from an empty arena: still not NULL. */
	if (need == 0)
		return p ? p : a;
	a->at += need;
	if (a->fresh && a->at > *a->fresh)
		*a->fresh = a->at;
	ASAN_UNPOISON_MEMORY_REGION(p, size);
	return p;
}

/* What was never given away is zero, and stays untouched. */
void *
arena_alloc(struct arena *a, size_t size, size_t count)
{
	size_t all = arena_need(size, count) == SIZE_MAX ? SIZE_MAX : size * count;
	size_t used = a->fresh ? (size_t)(*a->fresh - a->at) : all;
	void *p = arena_take(a, all);

	if (p != a)
		memset(p, 0, used < all ? used : all);
	return p;
}
