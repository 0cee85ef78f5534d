#include "actlab/num.h"
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

/* The best first. */
static const struct {
	const struct kernel *kernel;
	bool (*runs)(void);
} kernels[] = {
#ifdef HAVE_AVX512
	{ &kernel_avx512, has_avx512 },
#endif
#ifdef HAVE_AVX2
	{ &kernel_avx2, has_avx2 },
#endif
	{ &kernel_c, everywhere },
	{ 0 }
};

/* The one thing in this floor that changes, once: all kernels give the same bits. */
static _Atomic(const struct kernel *) chosen;

bool
num_kernel_use(const char *name)
{
	for (int i = 0; kernels[i].kernel; i++)
		if (strcmp(name, kernels[i].kernel->name) == 0 && kernels[i].runs()) {
			atomic_store(&chosen, kernels[i].kernel);
			return true;
		}
	if (strcmp(name, "c") != 0)
		return false;
	atomic_store(&chosen, &kernel_c);
	return true;
}

/* Threads that come here at once choose the same. */
static const struct kernel *
choose(void)
{
	const char *wish = getenv("ACTLAB_KERNEL");
	int i = 0;

	if (wish && num_kernel_use(wish))
		return atomic_load(&chosen);
	while (!kernels[i].runs())
		i++;
	atomic_store(&chosen, kernels[i].kernel);
	return kernels[i].kernel;
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
	kernel()->verfc(y, x, n);
}

void
num_vgelu(float *y, const float *x, int n)
{
	kernel()->vgelu(y, x, n);
}

void
num_vgelu_slope(float *y, const float *x, int n)
{
	kernel()->vgelu_slope(y, x, n);
}

void
num_vexp_minus(double *y, const double *z, int n)
{
	kernel()->vexp_minus(y, z, n);
}

void
num_vsin(float *y, const float *x, int n)
{
	kernel()->vsin(y, x, n);
}

void
num_vcos(float *y, const float *x, int n)
{
	kernel()->vcos(y, x, n);
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
	kernel()->gemm(m, n, k, a, ra, ca, b, ldb, add, c, ldc);
}
