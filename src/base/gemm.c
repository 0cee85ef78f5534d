/* c = a b in register tiles.  Each element is summed over k in rising order, one
 * product at a time, whatever tile it falls into: a row or column more changes the
 * speed and never a bit. */
#include "base/kernel.h"
#include "base/vec.h"

enum {
	TILE_ROWS = LANES == 16 ? 8 : 6,
	TILE_COLS = 2 * LANES,
	BLOCK_K = 256,		/* of b, one panel of these fits the first cache */
	BLOCK_ROWS = 96		/* of a, this many rows of them fit the second */
};

/* Element (i,p) of a is at[i * row + p * col]. */
struct matrix {
	const float *at;
	long row, col;
};

/* rows x (vectors * LANES) of c; rows and vectors are constants where it is called */
INLINE void
tile(int rows, int vectors, int k, struct matrix a, const float *b, long ldb, bool add,
     float *c, long ldc)
{
	vf sum[TILE_ROWS][2];

	UNROLL
	for (int i = 0; i < rows; i++)
		UNROLL
		for (int j = 0; j < vectors; j++)
			sum[i][j] = add ? load(c + i * ldc + j * LANES) : (vf){ 0 };
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
	  bool add, float *c, long ldc)
{
	switch (rows) {
	case 1: tile(1, vectors, k, a, b, ldb, add, c, ldc); break;
	case 2: tile(2, vectors, k, a, b, ldb, add, c, ldc); break;
	case 3: tile(3, vectors, k, a, b, ldb, add, c, ldc); break;
	case 4: tile(4, vectors, k, a, b, ldb, add, c, ldc); break;
	case 5: tile(5, vectors, k, a, b, ldb, add, c, ldc); break;
	case 6: tile(6, vectors, k, a, b, ldb, add, c, ldc); break;
#if KERNEL_LANES == 16
	case 7: tile(7, vectors, k, a, b, ldb, add, c, ldc); break;
	case 8: tile(8, vectors, k, a, b, ldb, add, c, ldc); break;
#endif
	}
}

static void
tile_narrow(int rows, int k, struct matrix a, const float *b, long ldb, bool add,
	    float *c, long ldc)
{
	tile_rows(rows, 1, k, a, b, ldb, add, c, ldc);
}

static void
tile_wide(int rows, int k, struct matrix a, const float *b, long ldb, bool add, float *c,
	  long ldc)
{
	tile_rows(rows, 2, k, a, b, ldb, add, c, ldc);
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
tile_part(int rows, int cols, int wide, int k, struct matrix a, const float *b, bool add,
	  float *c, long ldc)
{
	float copy[TILE_ROWS * TILE_COLS];

	if (add)
		copy_block(copy, wide, c, ldc, rows, cols);
	(wide > LANES ? tile_wide : tile_narrow)(rows, k, a, b, wide, add, copy, wide);
	for (int i = 0; i < rows; i++)
		copy_some(c + i * ldc, copy + i * wide, cols);
}

/* All rows of at most TILE_COLS columns of c, over at most BLOCK_K of k. */
static void
panel(int m, int cols, int k, struct matrix a, const float *b, long ldb, bool add,
      float *c, long ldc)
{
	float packed[BLOCK_K * TILE_COLS] __attribute__((aligned(64)));
	int wide = cols > LANES ? TILE_COLS : LANES;
	/* Rows of b that lie far apart are gathered once where many tiles read them. */
	bool pack = cols < wide || (m > 4 * TILE_ROWS && k * ldb > 8192);

	if (pack) {
		copy_block(packed, wide, b, ldb, k, cols);
		b = packed;
		ldb = wide;
	}
	for (int i = 0; i < m; i += TILE_ROWS) {
		int rows = m - i < TILE_ROWS ? m - i : TILE_ROWS;

		if (cols < wide)
			tile_part(rows, cols, wide, k, a, b, add, c, ldc);
		else
			(wide > LANES ? tile_wide : tile_narrow)(rows, k, a, b, ldb, add,
								 c, ldc);
		a.at += rows * a.row;
		c += rows * ldc;
	}
}

void
KERNEL(gemm)(int m, int n, int k, const float *a, int ra, int ca, const float *b, int ldb,
	     bool add, float *c, int ldc)
{
	for (int p = 0; p < k || p == 0; p += BLOCK_K)
		for (int i = 0; i < m; i += BLOCK_ROWS)
			for (int j = 0; j < n; j += TILE_COLS)
				panel(m - i < BLOCK_ROWS ? m - i : BLOCK_ROWS,
				      n - j < TILE_COLS ? n - j : TILE_COLS,
				      k - p < BLOCK_K ? k - p : BLOCK_K,
				      (struct matrix){ a + (long)i * ra + (long)p * ca,
						       ra, ca },
				      b + (long)p * ldb + j, ldb, add || p > 0,
				      c + (long)i * ldc + j, ldc);
}
