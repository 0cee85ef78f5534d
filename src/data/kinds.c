#include "data/set.h"

const struct data_kind data_kinds[] = {
	{ "circles", "radius 1 or 0.5, angle 2 pi U, + noise N",
	  "two rings, one inside the other",
	  data_circles_params, false, data_pair_shape, data_circles_fill, NULL },
	{ "spirals", "t = sqrt(U), +-t (cos, sin)(2 pi turns t), + noise N",
	  "two spirals that wind around each other",
	  data_spirals_params, false, data_pair_shape, data_spirals_fill, NULL },
	{ "moons", "a = pi U, (cos a, sin a) or (1 - cos a, 0.5 - sin a), + noise N",
	  "two half circles that reach into each other",
	  data_moons_params, false, data_pair_shape, data_moons_fill, NULL },
	{ "xor", "x uniform on [-1, 1]^2, class 1 where x1 x2 < 0, + noise N",
	  "four quadrants, opposite ones of the same class",
	  data_xor_params, false, data_pair_shape, data_xor_fill, NULL },
	{ "gaussians", "x = (N + sep class, N), a share frac is of class 1",
	  "two normal clouds side by side, of equal or unequal size",
	  data_gaussians_params, false, data_pair_shape, data_gaussians_fill, NULL },
	{ "blobs", "class k: 1.5 (cos, sin)(2 pi k / classes) in x1, x2, + noise N",
	  "normal clouds on a circle, as many as there are classes",
	  data_blobs_params, false, data_blobs_shape, data_blobs_fill, NULL },
	{ "plane", "x uniform on [-1, 1]^dims, class 1 where the sum of x > 0, + noise N",
	  "two classes that a straight line divides, with a gap between them",
	  data_plane_params, false, data_plane_shape, data_plane_fill, NULL },
	{ "sine", "x uniform on [-1, 1], y = sin(2 pi cycles x) + noise N",
	  "a curve to be met: numbers, not classes",
	  data_sine_params, false, data_sine_shape, data_sine_fill, NULL },
	{ "multilabel", "x uniform on [-1, 1]^2, labels x1 > 0 and x2 > 0, + noise N",
	  "two labels that are set independently of each other",
	  data_multilabel_params, false, data_multilabel_shape, data_multilabel_fill,
	  NULL },
	{ "curve", "x uniform on [lo, hi], y = f(x) + noise N, an outlier + far N more",
	  "a curve of one's own, with points that do not belong to it if asked",
	  data_curve_params, false, NULL, NULL, data_curve_read },
	{ "parity", "steps of 0 or 1; class 1 where the ones are odd in number",
	  "a sequence of bits, each of which decides", data_parity_params, false,
	  data_parity_shape, data_parity_fill, NULL },
	{ "adding", "steps of (U, mark), y = the sum of the two that are marked",
	  "a sequence of numbers, two of which are to be added", data_adding_params,
	  false,
	  data_adding_shape, data_adding_fill, NULL },
	{ "recall", "step 1: one of symbols is 1; then 0, + noise N; class: which it was",
	  "a sequence whose first step is to be remembered to the end",
	  data_recall_params, false, data_recall_shape, data_recall_fill, NULL },
	{ "csv", "the columns of a file but label; (x - mean) / deviation",
	  "a table of one's own: comma-separated numbers and a label",
	  data_csv_params, true, NULL, NULL, data_csv_read },
	{ "digits", "1797 pictures of 8x8, pixels / 16, class 0..9",
	  "handwritten digits (UCI, E. Alpaydin and C. Kaynak 1998)",
	  data_digits_params, false, NULL, NULL, data_digits_read },
	{ "npy", "x / divide and y of NumPy's .npy or .npz files",
	  "arrays of one's own: a row for each first index", data_npy_params, false,
	  NULL, NULL, data_npy_read },
	{ "idx", "x / divide of one file, class of another",
	  "pictures and labels as MNIST has them, gzipped or not", data_idx_params,
	  false, NULL, NULL, data_idx_read },
	{ 0 }
};

const struct data_kind *
data_kind_find(struct str name)
{
	for (const struct data_kind *k = data_kinds; k->name; k++)
		if (str_is(name, k->name))
			return k;
	return NULL;
}
