/* Memory that lives and dies together; nothing in an arena is freed alone.
 * The way an arena is passed says who keeps the result:
 *	f(struct arena *a)	the caller keeps what f allocates
 *	f(struct arena scratch)	f's allocations are gone when f returns
 *
 * Four lifetimes use arenas: the plan of a lab, a run, a frame, scratch.  The
 * size is computed and reserved at once, and that call may fail; past it an
 * arena that is full is a programming mistake.  Pages that are never touched
 * cost nothing, so a generous size is cheap.
 */
#ifndef ACTLAB_ARENA_H
#define ACTLAB_ARENA_H

#include "actlab/err.h"
#include <stddef.h>

struct arena {
	unsigned char *base, *at, *end;
	unsigned char **fresh;		/* *fresh: from there on nothing was ever given
					 * away; NULL: not known */
};

/* Reserves size bytes.  Fails with ERR_SYSTEM, naming the size in words
 * ("41 GB"), where the system has not that much. */
bool arena_init(struct arena *a, size_t size, struct err *e);
/* Gives everything back; an all-zero arena is fine too. */
void arena_done(struct arena *a);
/* Forgets what was allocated and keeps the memory. */
void arena_reset(struct arena *a);

/* Zeroed, 64-byte aligned, never NULL: the arena was sized for it. */
void *arena_alloc(struct arena *a, size_t size, size_t count);
/* The same, but not zeroed: for bytes that are written at once. */
void *arena_take(struct arena *a, size_t size);
#define ARENA_NEW(a, T, n) ((T *)arena_alloc((a), sizeof(T), (size_t)(n)))
/* What arena_alloc takes for count things of size bytes, alignment included. */
size_t arena_need(size_t size, size_t count);
size_t arena_left(const struct arena *a);

#endif
