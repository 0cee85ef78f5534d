/* c = from + a b in register tiles.  Each element is summed over k in rising order, one
 * product at a time, whatever tile it falls into: a row or column more changes the
 * speed and never a bit. */
#include "base/few.h"
#include "base/turn.h"

/* Where the sums start: rows ld apart, ld 0: one row for all, at NULL: zeros. */
struct start {
	const float *at;
	long ld;
};

enum {
	TILE_ROWS = LANES == 16 ? 12 : 6,
	TILE_COLS = 2 * LANES,
	BLOCK_K = 256,		/* of b, one panel of these fits the first cache */
	BLOCK_ROWS = 384	/* of a, this many rows of them fit the second */
};

/* Element (i,p) of a is at[i * row + p * col]. */
struct matrix {
	const float *at;
	long row, col;
};

/* What a function has left to do; lent by pointer, because many words that are passed by
 * value cost more than a small product. */
struct part {
	int m, cols, k;
	struct matrix a;
	const float *b;
	long ldb;
	struct start from;
	float *c;
	long ldc;
};

INLINE void
part_below(struct part *t, int rows)
{
	t->m -= rows;
	t->a.at += rows * t->a.row;
	if (t->from.at)			/* no offset from what is not there */
		t->from.at += rows * t->from.ld;
	t->c += rows * t->ldc;
}

/* rows x (vectors * LANES) of c; rows and vectors are constants where it is called.  Four
 * turns of the loop in one: with fewer of them its end is foreseen. */
INLINE void
tile(int rows, int vectors, const struct part *t)
{
	const float *a = t->a.at, *b = t->b, *from = t->from.at;
	long row = t->a.row, col = t->a.col, ldb = t->ldb, ldf = t->from.ld, ldc = t->ldc;
	float *c = t->c;
	vf sum[TILE_ROWS], more[TILE_ROWS];	/* two: clang keeps a matrix in memory */

	UNROLL
	for (int i = 0; i < rows; i++) {
		sum[i] = from ? load(from + i * ldf) : (vf){ 0 };
		more[i] = from && vectors > 1 ? load(from + i * ldf + LANES) : (vf){ 0 };
	}
	UNROLL_4
	for (int p = 0, k = t->k; p < k; p++, b += ldb, a += col) {
		vf first = load(b), second = vectors > 1 ? load(b + LANES) : first;

		UNROLL
		for (int i = 0; i < rows; i++) {
			sum[i] += a[i * row] * first;
			if (vectors > 1)
				more[i] += a[i * row] * second;
		}
	}
	UNROLL
	for (int i = 0; i < rows; i++) {
		store(c + i * ldc, sum[i]);
		if (vectors > 1)
			store(c + i * ldc + LANES, more[i]);
	}
}

/* n tiles, one below the other */
INLINE void
tiles(int n, int rows, int vectors, struct part *t)
{
	for (; n > 0; n--) {
		tile(rows, vectors, t);
		part_below(t, rows);
	}
}

INLINE void
tiles_any(int n, int rows, int vectors, struct part *t)
{
	switch (rows) {
	case 1: tiles(n, 1, vectors, t); break;
	case 2: tiles(n, 2, vectors, t); break;
	case 3: tiles(n, 3, vectors, t); break;
	case 4: tiles(n, 4, vectors, t); break;
	case 5: tiles(n, 5, vectors, t); break;
	case 6: tiles(n, 6, vectors, t); break;
#if KERNEL_LANES == 16
	case 7: tiles(n, 7, vectors, t); break;
	case 8: tiles(n, 8, vectors, t); break;
	case 9: tiles(n, 9, vectors, t); break;
	case 10: tiles(n, 10, vectors, t); break;
	case 11: tiles(n, 11, vectors, t); break;
	case 12: tiles(n, 12, vectors, t); break;
#endif
	}
}

static void
tiles_narrow(int n, int rows, struct part *t)
{
	tiles_any(n, rows, 1, t);
}

static void
tiles_wide(int n, int rows, struct part *t)
{
	tiles_any(n, rows, 2, t);
}

/* n < 2 * LANES floats, in moves of fixed size */
INLINE void
copy_some(float *to, const float *from, int n)
{
	UNROLL
	for (int size = LANES; size > 0; size /= 2)
		if (n & size) {
			memcpy(to, from, sizeof(*to) * (size_t)size);
			to += size;
			from += size;
		}
}

/* to (rows,wide) = from (rows,cols), zeros in the columns beyond */
static void
copy_block(float *to, int wide, const float *from, long ld, int rows, int cols)
{
	for (int i = 0; i < rows; i++, to += wide, from += ld) {
		if (cols < wide) {
			for (int j = 0; j < wide; j += LANES)
				store(to + j, (vf){ 0 });
			copy_some(to, from, cols);
		} else {
			for (int j = 0; j < wide; j += LANES)
				store(to + j, load(from + j));
		}
	}
}

/* Tiles of which only some columns exist: b is a padded panel, c goes by a copy. */
static void
tiles_part(int n, int rows, struct part *t)
{
	float copy[TILE_ROWS * TILE_COLS];
	int wide = (int)t->ldb;

	for (; n > 0; n--) {
		struct part one = { rows, wide, t->k, t->a, t->b, wide, { NULL, wide },
				    copy, wide };

		if (t->from.at) {
			copy_block(copy, wide, t->from.at, t->from.ld, rows, t->cols);
			one.from.at = copy;
		}
		(wide > LANES ? tiles_wide : tiles_narrow)(1, rows, &one);
		for (int i = 0; i < rows; i++)
			copy_some(t->c + i * t->ldc, copy + i * wide, t->cols);
		part_below(t, rows);
	}
}

/* to (rows,wide) = the first rows columns of from (cols,...), turned; zeros beyond cols */
static void
turn_block(float *to, int wide, const float *from, long ld, int rows, int cols)
{
	for (int j = 0; j < wide; j += LANES, from += LANES * ld, cols -= LANES) {
		int i = 0;

		for (; i + LANES <= rows; i += LANES)
			if (cols < LANES)
				turn_square(to + i * wide + j, wide, from + i, ld, cols);
			else
				turn_square(to + i * wide + j, wide, from + i, ld, LANES);
		for (; i < rows; i++)
			for (int l = 0; l < LANES; l++)
				to[i * wide + j + l] = l < cols ? from[l * ld + i] : 0;
	}
}

/* All rows of at most TILE_COLS columns of c, over at most BLOCK_K of k; turned: element
 * (p,j) of b is b[j * ldb + p].  The tiles are of nearly the same height: a low one keeps
 * the processor waiting. */
static void
panel(struct part *t, bool turned)
{
	float packed[BLOCK_K * TILE_COLS] __attribute__((aligned(64)));
	int wide = t->cols > LANES ? TILE_COLS : LANES;
	/* Rows of b that lie far apart are gathered once where many tiles read them. */
	bool pack = turned || t->cols < wide
		    || (t->m > 4 * TILE_ROWS && t->k * t->ldb > 8192);
	unsigned n = ((unsigned)t->m + TILE_ROWS - 1) / TILE_ROWS;
	int rows = (int)((unsigned)t->m / n), taller = (int)((unsigned)t->m % n);
	void (*some)(int n, int rows, struct part *t) =
		t->cols < wide ? tiles_part : wide > LANES ? tiles_wide : tiles_narrow;

	if (pack) {
		(turned ? turn_block : copy_block)(packed, wide, t->b, t->ldb, t->k,
						   t->cols);
		t->b = packed;
		t->ldb = wide;
	}
	if (taller)
		some(taller, rows + 1, t);
	some((int)n - taller, rows, t);
}

/* ---- few columns: a whole vector of them would be mostly empty ---- */

enum { FEW_ROWS = 8 };

/* rows x cols of c; both are constants where it is called */
INLINE void
few_tile(int rows, int cols, int k, struct matrix a, const float *b, long ldb,
	 struct start from, float *c, long ldc)
{
	v4 sum[FEW_ROWS];

	UNROLL
	for (int i = 0; i < rows; i++)
		sum[i] = from.at ? load_few(from.at + i * from.ld, cols) : (v4){ 0 };
	for (int p = 0; p < k; p++, b += ldb, a.at += a.col) {
		v4 right = load_few(b, cols);

		UNROLL
		for (int i = 0; i < rows; i++)
			sum[i] += a.at[i * a.row] * right;
	}
	UNROLL
	for (int i = 0; i < rows; i++)
		store_few(c + i * ldc, sum[i], cols);
}

/* The tiles of rows that fit, which is a power of two; m and the places move on. */
INLINE void
few_tiles(int rows, int cols, int *m, int k, struct matrix *a, const float *b, long ldb,
	  struct start *from, float **c, long ldc)
{
	for (; *m >= rows; *m -= rows) {
		few_tile(rows, cols, k, *a, b, ldb, *from, *c, ldc);
		a->at += rows * a->row;
		if (from->at)
			from->at += rows * from->ld;
		*c += rows * ldc;
	}
}

INLINE void
few_rows(int cols, int m, int k, struct matrix a, const float *b, long ldb,
	 struct start from, float *c, long ldc)
{
	UNROLL
	for (int rows = FEW_ROWS; rows > 0; rows /= 2)
		few_tiles(rows, cols, &m, k, &a, b, ldb, &from, &c, ldc);
}

/* Rows of c as lanes, where those of a lie side by side; returns how many it took. */
INLINE int
few_turned(int cols, int m, int k, struct matrix a, const float *b, long ldb,
	   struct start from, float *c, long ldc)
{
	int i = 0;

	for (; i + LANES <= m; i += LANES) {
		float lane[FEW][LANES];
		vf sum[FEW];

		for (int j = 0; from.at && j < cols; j++)
			for (int l = 0; l < LANES; l++)
				lane[j][l] = from.at[(i + l) * from.ld + j];
		UNROLL
		for (int j = 0; j < cols; j++)
			sum[j] = from.at ? load(lane[j]) : (vf){ 0 };
		for (int p = 0; p < k; p++) {
			vf left = load(a.at + i + p * a.col);

			UNROLL
			for (int j = 0; j < cols; j++)
				sum[j] += left * b[p * ldb + j];
		}
		UNROLL
		for (int j = 0; j < cols; j++)
			store(lane[j], sum[j]);
		for (int l = 0; l < LANES; l++)
			for (int j = 0; j < cols; j++)
				c[(i + l) * ldc + j] = lane[j][l];
	}
	return i;
}

INLINE void
few_columns(int cols, int m, int k, struct matrix a, const float *b, long ldb,
	    struct start from, float *c, long ldc)
{
	int i = 0;

	if (a.row == 1 && k >= FEW)
		i = few_turned(cols, m, k, a, b, ldb, from, c, ldc);
	a.at += i * a.row;
	if (from.at)
		from.at += i * from.ld;
	few_rows(cols, m - i, k, a, b, ldb, from, c + i * ldc, ldc);
}

/* All of c, of n <= FEW columns. */
static void
few(int m, int n, int k, const float *x, int ra, int ca, const float *b, int ldb,
    const float *start, int ldf, float *c, int ldc)
{
	struct matrix a = { x, ra, ca };
	struct start from = { start, ldf };

	switch (n) {
	case 1: few_columns(1, m, k, a, b, ldb, from, c, ldc); break;
	case 2: few_columns(2, m, k, a, b, ldb, from, c, ldc); break;
	case 3: few_columns(3, m, k, a, b, ldb, from, c, ldc); break;
	case 4: few_columns(4, m, k, a, b, ldb, from, c, ldc); break;
	}
}

static int
less(int a, int b)
{
	return a < b ? a : b;
}

/* The whole of a product, t as panel takes it. */
INLINE void
blocks(const struct part *all, bool turned)
{
	int n = all->cols;
	struct start from = all->from;

	for (int p = 0; p < all->k || p == 0; p += BLOCK_K) {
		for (int i = 0; i < all->m; i += BLOCK_ROWS)
			for (int j = 0; j < n; j += TILE_COLS) {
				struct part t = {
					less(all->m - i, BLOCK_ROWS),
					less(n - j, TILE_COLS),
					less(all->k - p, BLOCK_K),
					{ all->a.at + i * all->a.row + p * all->a.col,
					  all->a.row, all->a.col },
					all->b + (turned ? j * all->ldb + p
							 : p * all->ldb + j),
					all->ldb,
					{ from.at ? from.at + i * from.ld + j : NULL,
					  from.ld },
					all->c + i * all->ldc + j, all->ldc
				};

				panel(&t, turned);
			}
		from = (struct start){ all->c, all->ldc };	/* goes on here */
	}
}

void
KERNEL(gemm)(int m, int n, int k, const float *a, int ra, int ca, const float *b, int ldb,
	     const float *from, int ldf, float *c, int ldc)
{
	if (n <= FEW)
		few(m, n, k, a, ra, ca, b, ldb, from, ldf, c, ldc);
	else
		blocks(&(struct part){ m, n, k, { a, ra, ca }, b, ldb, { from, ldf }, c,
				       ldc }, false);
}

/* y (rows,out) = b + x w', w (out,in) */
void
KERNEL(affine)(int rows, int out, int in, const float *x, const float *w, const float *b,
	       float *y)
{
	float packed[BLOCK_K * FEW];

	if (out <= FEW && in <= FEW && in > 0) {
		KERNEL(affine_few)(rows, out, in, x, w, b, y);
		return;
	}
	if (out > FEW) {
		blocks(&(struct part){ rows, out, in, { x, in, 1 }, w, in, { b, 0 }, y,
				       out }, true);
		return;
	}
	for (int p = 0; p < in || p == 0; p += BLOCK_K) {
		int k = in - p < BLOCK_K ? in - p : BLOCK_K;

		for (int i = 0; out > 1 && i < k; i++)
			for (int j = 0; j < out; j++)
				packed[i * out + j] = w[j * in + p + i];
		few(rows, out, k, x + p, in, 1, out > 1 ? packed : w + p, out, p ? y : b,
		    p ? out : 0, y, out);
	}
}
