/* c = from + a b in register tiles.  Each element is summed over k in rising order, one
 * product at a time, whatever tile it falls into: a row or column more changes the
 * speed and never a bit. */
#include "base/kernel.h"
#include "base/turn.h"

/* Where the sums start: rows ld apart, ld 0: one row for all, at NULL: zeros. */
struct start {
	const float *at;
	long ld;
};

enum {
	TILE_ROWS = LANES == 16 ? 8 : 6,
	TILE_COLS = 2 * LANES,
	BLOCK_K = 256,		/* of b, one panel of these fits the first cache */
	BLOCK_ROWS = 384		/* of a, this many rows of them fit the second */
};

/* Element (i,p) of a is at[i * row + p * col]. */
struct matrix {
	const float *at;
	long row, col;
};

/* rows x (vectors * LANES) of c; rows and vectors are constants where it is called */
INLINE void
tile(int rows, int vectors, int k, struct matrix a, const float *b, long ldb,
     struct start from, float *c, long ldc)
{
	vf sum[TILE_ROWS][2];

	UNROLL
	for (int i = 0; i < rows; i++)
		UNROLL
		for (int j = 0; j < vectors; j++)
			sum[i][j] = from.at ? load(from.at + i * from.ld + j * LANES)
					: (vf){ 0 };
	for (int p = 0; p < k; p++, b += ldb, a.at += a.col) {
		vf right[2];

		UNROLL
		for (int j = 0; j < vectors; j++)
			right[j] = load(b + j * LANES);
		UNROLL
		for (int i = 0; i < rows; i++)
			UNROLL
			for (int j = 0; j < vectors; j++)
				sum[i][j] += a.at[i * a.row] * right[j];
	}
	UNROLL
	for (int i = 0; i < rows; i++)
		UNROLL
		for (int j = 0; j < vectors; j++)
			store(c + i * ldc + j * LANES, sum[i][j]);
}

INLINE void
tile_rows(int rows, int vectors, int k, struct matrix a, const float *b, long ldb,
	  struct start from, float *c, long ldc)
{
	switch (rows) {
	case 1: tile(1, vectors, k, a, b, ldb, from, c, ldc); break;
	case 2: tile(2, vectors, k, a, b, ldb, from, c, ldc); break;
	case 3: tile(3, vectors, k, a, b, ldb, from, c, ldc); break;
	case 4: tile(4, vectors, k, a, b, ldb, from, c, ldc); break;
	case 5: tile(5, vectors, k, a, b, ldb, from, c, ldc); break;
	case 6: tile(6, vectors, k, a, b, ldb, from, c, ldc); break;
#if KERNEL_LANES == 16
	case 7: tile(7, vectors, k, a, b, ldb, from, c, ldc); break;
	case 8: tile(8, vectors, k, a, b, ldb, from, c, ldc); break;
#endif
	}
}

static void
tile_narrow(int rows, int k, struct matrix a, const float *b, long ldb,
	    struct start from, float *c, long ldc)
{
	tile_rows(rows, 1, k, a, b, ldb, from, c, ldc);
}

static void
tile_wide(int rows, int k, struct matrix a, const float *b, long ldb,
	  struct start from, float *c, long ldc)
{
	tile_rows(rows, 2, k, a, b, ldb, from, c, ldc);
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

/* A tile of which only some columns exist: b is a padded panel, c goes by a copy. */
static void
tile_part(int rows, int cols, int wide, int k, struct matrix a, const float *b,
	  struct start from, float *c, long ldc)
{
	float copy[TILE_ROWS * TILE_COLS];

	if (from.at)
		copy_block(copy, wide, from.at, from.ld, rows, cols);
	(wide > LANES ? tile_wide : tile_narrow)(
		rows, k, a, b, wide, (struct start){ from.at ? copy : NULL, wide }, copy,
		wide);
	for (int i = 0; i < rows; i++)
		copy_some(c + i * ldc, copy + i * wide, cols);
}

/* to (rows,wide) = the first rows columns of from (cols,...), turned; zeros beyond cols */
static void
turn_block(float *to, int wide, const float *from, long ld, int rows, int cols)
{
	int j = 0, i;

	for (; j + LANES <= cols; j += LANES) {
		for (i = 0; i + LANES <= rows; i += LANES)
			turn_square(to + i * wide + j, wide, from + j * ld + i, ld);
		for (; i < rows; i++)
			for (int l = j; l < j + LANES; l++)
				to[i * wide + l] = from[l * ld + i];
	}
	for (i = 0; i < rows; i++)
		for (int l = j; l < wide; l++)
			to[i * wide + l] = l < cols ? from[l * ld + i] : 0;
}

/* All rows of at most TILE_COLS columns of c, over at most BLOCK_K of k; turned: element
 * (p,j) of b is b[j * ldb + p]. */
static void
panel(int m, int cols, int k, struct matrix a, const float *b, long ldb, struct start from,
      bool turned, float *c, long ldc)
{
	float packed[BLOCK_K * TILE_COLS] __attribute__((aligned(64)));
	int wide = cols > LANES ? TILE_COLS : LANES;
	/* Rows of b that lie far apart are gathered once where many tiles read them. */
	bool pack = turned || cols < wide || (m > 4 * TILE_ROWS && k * ldb > 8192);

	if (pack) {
		(turned ? turn_block : copy_block)(packed, wide, b, ldb, k, cols);
		b = packed;
		ldb = wide;
	}
	for (int i = 0; i < m; i += TILE_ROWS) {
		int rows = m - i < TILE_ROWS ? m - i : TILE_ROWS;

		if (cols < wide)
			tile_part(rows, cols, wide, k, a, b, from, c, ldc);
		else
			(wide > LANES ? tile_wide : tile_narrow)(rows, k, a, b, ldb, from,
								 c, ldc);
		a.at += rows * a.row;
		if (from.at)
			from.at += rows * from.ld;
		c += rows * ldc;
	}
}

/* ---- few columns: a whole vector of them would be mostly empty ---- */

enum { FEW = 4, FEW_ROWS = 8 };
typedef float v4 __attribute__((vector_size(16)));

typedef double v2 __attribute__((vector_size(16)));

/* In one move where there is one: what was stored in parts is slow to load as a whole. */
INLINE v4
load_few(const float *p, int cols)
{
	double pair;
	v4 v;

	if (cols == 1)
		return (v4){ p[0] };
	memcpy(&pair, p, sizeof(pair));
	v = (v4)(v2){ pair };
	if (cols == 3)
		v[2] = p[2];
	if (cols == 4)
		memcpy(&v, p, sizeof(v));
	return v;
}

INLINE void
store_few(float *p, v4 v, int cols)
{
	double pair = ((v2)v)[0];

	if (cols == 4) {
		memcpy(p, &v, sizeof(v));
		return;
	}
	if (cols > 1)
		memcpy(p, &pair, sizeof(pair));
	if (cols != 2)
		p[cols - 1] = v[cols - 1];
}

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

INLINE void
few_rows(int cols, int m, int k, struct matrix a, const float *b, long ldb,
	 struct start from, float *c, long ldc)
{
	int i = 0;

	for (; i + FEW_ROWS <= m; i += FEW_ROWS) {
		few_tile(FEW_ROWS, cols, k, a, b, ldb, from, c, ldc);
		a.at += FEW_ROWS * a.row;
		if (from.at)
			from.at += FEW_ROWS * from.ld;
		c += FEW_ROWS * ldc;
	}
	for (; i < m; i += 2) {
		if (i + 1 == m)
			few_tile(1, cols, k, a, b, ldb, from, c, ldc);
		else
			few_tile(2, cols, k, a, b, ldb, from, c, ldc);
		a.at += 2 * a.row;
		if (from.at)
			from.at += 2 * from.ld;
		c += 2 * ldc;
	}
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

		for (int j = 0; j < cols; j++)
			for (int l = 0; l < LANES; l++)
				lane[j][l] = from.at ? from.at[(i + l) * from.ld + j] : 0;
		UNROLL
		for (int j = 0; j < cols; j++)
			sum[j] = load(lane[j]);
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

INLINE void
blocks(int m, int n, int k, struct matrix a, const float *b, long ldb, struct start from,
       bool turned, float *c, long ldc)
{
	for (int p = 0; p < k || p == 0; p += BLOCK_K) {
		for (int i = 0; i < m; i += BLOCK_ROWS)
			for (int j = 0; j < n; j += TILE_COLS)
				panel(m - i < BLOCK_ROWS ? m - i : BLOCK_ROWS,
				      n - j < TILE_COLS ? n - j : TILE_COLS,
				      k - p < BLOCK_K ? k - p : BLOCK_K,
				      (struct matrix){ a.at + i * a.row + p * a.col,
						       a.row, a.col },
				      turned ? b + j * ldb + p : b + p * ldb + j, ldb,
				      (struct start){ from.at ? from.at + i * from.ld + j
							      : NULL, from.ld },
				      turned, c + i * ldc + j, ldc);
		from = (struct start){ c, ldc };	/* the next part goes on here */
	}
}

void
KERNEL(gemm)(int m, int n, int k, const float *a, int ra, int ca, const float *b, int ldb,
	     const float *from, int ldf, float *c, int ldc)
{
	if (n <= FEW)
		few(m, n, k, a, ra, ca, b, ldb, from, ldf, c, ldc);
	else
		blocks(m, n, k, (struct matrix){ a, ra, ca }, b, ldb,
		       (struct start){ from, ldf }, false, c, ldc);
}

/* y (rows,out) = b + x w', w (out,in) */
void
KERNEL(affine)(int rows, int out, int in, const float *x, const float *w, const float *b,
	       float *y)
{
	float packed[BLOCK_K * FEW];

	if (out > FEW) {
		blocks(rows, out, in, (struct matrix){ x, in, 1 }, w, in,
		       (struct start){ b, 0 }, true, y, out);
		return;
	}
	for (int p = 0; p < in || p == 0; p += BLOCK_K) {
		int k = in - p < BLOCK_K ? in - p : BLOCK_K;

		for (int i = 0; i < k; i++)
			for (int j = 0; j < out; j++)
				packed[i * out + j] = w[j * in + p + i];
		few(rows, out, k, x + p, in, 1, packed, out, p ? y : b, p ? out : 0, y,
		    out);
	}
}
