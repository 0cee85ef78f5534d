#include "actlab/num.h"
#include "actlab/str.h"
#include "base/blas.h"
#include "base/kernel.h"
#include "config.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* ---- which kernels run ---- */

static bool
everywhere(void)
{
	return true;
}

#ifdef HAVE_AVX2
static bool
has_avx2(void)
{
	return __builtin_cpu_supports("avx2");
}
#endif

#ifdef HAVE_AVX512
static bool
has_avx512(void)
{
	return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq");
}
#endif

#ifdef HAVE_FMA
static bool
has_fma(void)
{
	return __builtin_cpu_supports("fma");
}
#define FUSED(kernel) &kernel, has_fma
#else
#define FUSED(kernel) NULL, NULL
#endif

/* The best first; fused: the same with fused multiply-add, NULL: there is none. */
struct set {
	const struct kernel *kernel;
	bool (*runs)(void);
	const struct kernel *fused;
	bool (*fuses)(void);
};
static const struct set sets[] = {
#ifdef HAVE_AVX512
	{ &kernel_avx512, has_avx512, FUSED(kernel_avx512_fma) },
#endif
#ifdef HAVE_AVX2
	{ &kernel_avx2, has_avx2, FUSED(kernel_avx2_fma) },
#endif
	{ &kernel_c, everywhere, NULL, NULL },
	{ 0 }
};

/* The things in this floor that change: which kernels, once; and how it is worked out,
 * where somebody wishes another way than the one that gives the same bits everywhere. */
static _Atomic(const struct kernel *) chosen;
static _Atomic(enum num_math) math;
static atomic_bool large_to_blas;	/* of FAST: OpenBLAS could be opened */

static const struct kernel *
take(const struct set *s)
{
	const struct kernel *k = s->kernel;

	if (atomic_load(&math) == NUM_FAST && s->fused && s->fuses())
		k = s->fused;
	atomic_store(&chosen, k);
	return k;
}

bool
num_kernel_use(const char *name)
{
	for (const struct set *s = sets; s->kernel; s++)
		if ((strcmp(name, s->kernel->name) == 0
		     || (s->kernel == &kernel_c && strcmp(name, "c") == 0))
		    && s->runs()) {
			take(s);
			return true;
		}
	return false;
}

/* Threads that come here at once choose the same. */
static const struct kernel *
choose(void)
{
	const char *wish = getenv("ACTLAB_KERNEL");
	const struct set *s = sets;

	if (wish && num_kernel_use(wish))
		return atomic_load(&chosen);
	while (!s->runs())
		s++;
	return take(s);
}

static const struct kernel *
kernel(void)
{
	const struct kernel *k = atomic_load_explicit(&chosen, memory_order_acquire);

	return k ? k : choose();
}

const char *
num_kernel(void)
{
	return kernel()->name;
}

const char *const *
num_kernel_names(void)
{
	static const char *const names[] = {
#ifdef HAVE_AVX512
		"avx512",
#endif
#ifdef HAVE_AVX2
		"avx2",
#endif
#ifdef __SSE2__
		"sse2",
#endif
		"c", NULL
	};

	return names;
}

bool
num_kernel_check(struct err *e)
{
	static const char *const known[] = { "avx512", "avx2", "sse2", "c", NULL };
	const char *wish = getenv("ACTLAB_KERNEL");
	struct str_near near = str_near_begin(str_of(wish ? wish : ""));

	if (!wish || !*wish)
		return true;
	for (int i = 0; known[i]; i++) {
		if (strcmp(wish, known[i]) == 0)
			return true;
		str_near_try(&near, known[i]);
	}
	err_set(e, ERR_USAGE, SPAN_NONE, "ACTLAB_KERNEL: there are no kernels '%s'",
		wish);
	err_did_you_mean(e, str_near_best(&near));
	return err_hint(e, "known: avx512, avx2, sse2, c");
}

/* ---- how it is worked out ---- */

bool
num_math_use(enum num_math m, struct err *e)
{
	bool blas = m != NUM_PORTABLE && blas_open();

	if (m == NUM_BLAS && !blas)
		return err_set(e, ERR_SYSTEM, SPAN_NONE, "OpenBLAS cannot be opened");
	atomic_store(&math, m);
	atomic_store(&large_to_blas, blas);
	choose();
	return true;
}

enum num_math
num_math(void)
{
	return atomic_load(&math);
}

const char *
num_math_text(char buf[48])
{
	const char *blas = atomic_load(&large_to_blas) ? ", blas" : "";

	switch (num_math()) {
	case NUM_PORTABLE: snprintf(buf, 48, "portable (%s)", num_kernel()); break;
	case NUM_FAST: snprintf(buf, 48, "fast (%s%s)", num_kernel(), blas); break;
	case NUM_BLAS: snprintf(buf, 48, "blas (%s)", num_kernel()); break;
	}
	return buf;
}

/* ---- what the kernels do ---- */

void
num_vexp(float *y, const float *x, int n)
{
	kernel()->vexp(y, x, n);
}

void
num_vexpm1(float *y, const float *x, int n)
{
	kernel()->vexpm1(y, x, n);
}

void
num_vlog(float *y, const float *x, int n)
{
	kernel()->vlog(y, x, n);
}

void
num_vlog1p(float *y, const float *x, int n)
{
	kernel()->vlog1p(y, x, n);
}

void
num_vtanh(float *y, const float *x, int n)
{
	kernel()->vtanh(y, x, n);
}

void
num_vsigmoid(float *y, const float *x, int n)
{
	kernel()->vsigmoid(y, x, n);
}

void
num_verf(float *y, const float *x, int n)
{
	kernel()->verf(y, x, n);
}

void
num_verfc(float *y, const float *x, int n)
{
	kernel()->doubles->verfc(y, x, n);
}

void
num_vsin(float *y, const float *x, int n)
{
	kernel()->doubles->vsin(y, x, n);
}

void
num_vcos(float *y, const float *x, int n)
{
	kernel()->doubles->vcos(y, x, n);
}

static bool
goes_to_blas(int m, int n, int k)
{
	enum num_math how = atomic_load_explicit(&math, memory_order_relaxed);

	if (how == NUM_PORTABLE)
		return false;
	return how == NUM_BLAS
	       || (blas_pays(m, n, k)
		   && atomic_load_explicit(&large_to_blas, memory_order_relaxed));
}

void
num_vatan(float *y, const float *x, int n)
{
	kernel()->vatan(y, x, n);
}

void
num_vpow(float *y, const float *x, const float *p, int n)
{
	kernel()->vpow(y, x, p, n);
}

void
num_gemm(int m, int n, int k, const float *a, int ra, int ca, const float *b, int ldb,
	 bool add, float *c, int ldc)
{
	if (goes_to_blas(m, n, k))
		blas_gemm(m, n, k, a, ra, ca, b, ldb, add, c, ldc);
	else
		kernel()->gemm(m, n, k, a, ra, ca, b, ldb, add ? c : NULL, ldc, c, ldc);
}

/* OpenBLAS adds to what is there. */
static void
repeat_row(int m, int n, const float *row, float *c, int ldc)
{
	for (int i = 0; i < m; i++)
		memcpy(c + (long)i * ldc, row, sizeof(*c) * (size_t)n);
}

void
num_affine(int rows, int out, int in, const float *x, const float *w, const float *b,
	   float *y)
{
	if (!goes_to_blas(rows, out, in)) {
		kernel()->affine(rows, out, in, x, w, b, y);
		return;
	}
	if (b)
		repeat_row(rows, out, b, y, out);
	blas_affine(rows, out, in, x, w, b != NULL, y);
}

void
num_affine_back(int rows, int out, int in, const float *dy, const float *x,
		const float *w, float *dw, float *db, float *dx, bool add)
{
	if (out <= KERNEL_FEW && in <= KERNEL_FEW && !goes_to_blas(out, in, rows)) {
		struct affine_back t = { rows, dy, x, w, dw, db, dx, add };

		kernel()->affine_back_few(out, in, &t);
		return;
	}
	num_gemm(out, in, rows, dy, 1, out, x, in, false, dw, in);
	if (db)
		num_sum_rows(db, dy, rows, out);
	if (dx)
		num_gemm(rows, in, out, dy, out, 1, w, in, add, dx, in);
}

void
num_transpose(float *b, const float *a, int rows, int cols)
{
	kernel()->arrays->transpose(b, a, rows, cols);
}

void
num_sum_rows(float *sum, const float *v, int n, int width)
{
	kernel()->arrays->sum_rows(sum, v, n, width);
}

bool
num_all_finite(const float *x, int n)
{
	return kernel()->arrays->all_finite(x, n);
}

void
num_vrelu(float *y, const float *x, int n)
{
	kernel()->arrays->vrelu(y, x, n);
}

void
num_vrelu_back(float *dx, const float *dy, const float *x, int n)
{
	kernel()->arrays->vrelu_back(dx, dy, x, n);
}

void
num_vtanh_back(float *dx, const float *dy, const float *x, int n)
{
	kernel()->vtanh_back(dx, dy, x, n);
}

void
num_vsigmoid_back(float *dx, const float *dy, const float *x, int n)
{
	kernel()->vsigmoid_back(dx, dy, x, n);
}

bool
num_sgd(float *w, float *was, const float *g, float *b, int n, const struct num_sgd *o)
{
	return kernel()->arrays->sgd(w, was, g, b, n, o);
}

bool
num_adam(float *w, float *was, const float *g, float *m, float *v, int n,
	 const struct num_adam *o)
{
	return kernel()->arrays->adam(w, was, g, m, v, n, o);
}

/* ---- activations ---- */

void
num_vgelu(float *y, const float *x, int n)
{
	kernel()->curves->vgelu(y, x, n);
}

void
num_vgelu_slope(float *y, const float *x, int n)
{
	kernel()->curves->vgelu_slope(y, x, n);
}

void
num_vgelu_tanh(float *y, const float *x, int n)
{
	kernel()->curves->vgelu_tanh(y, x, n);
}

void
num_vgelu_tanh_slope(float *y, const float *x, int n)
{
	kernel()->curves->vgelu_tanh_slope(y, x, n);
}

void
num_vsilu(float *y, const float *x, int n)
{
	kernel()->curves->vsilu(y, x, n);
}

void
num_vsilu_slope(float *y, const float *x, int n)
{
	kernel()->curves->vsilu_slope(y, x, n);
}

void
num_vmish(float *y, const float *x, int n)
{
	kernel()->curves->vmish(y, x, n);
}

void
num_vmish_slope(float *y, const float *x, int n)
{
	kernel()->curves->vmish_slope(y, x, n);
}

void
num_vlog_fall(float *y, const float *x, int n)
{
	kernel()->curves->vlog_fall(y, x, n);
}

void
num_vtanhshrink(float *y, const float *x, int n)
{
	kernel()->curves->vtanhshrink(y, x, n);
}

void
num_vgauss(float *y, const float *x, int n)
{
	kernel()->curves->vgauss(y, x, n);
}

void
num_vgauss_slope(float *y, const float *x, int n)
{
	kernel()->curves->vgauss_slope(y, x, n);
}

void
num_vgelu_back(float *dx, const float *dy, const float *x, int n)
{
	kernel()->curves->vgelu_back(dx, dy, x, n);
}

void
num_vsilu_back(float *dx, const float *dy, const float *x, int n)
{
	kernel()->curves->vsilu_back(dx, dy, x, n);
}

void
num_vkeep_nan(float *y, const float *x, int n)
{
	kernel()->curves->vkeep_nan(y, x, n);
}
