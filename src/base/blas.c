#include "base/blas.h"
#include "config.h"

#include <cblas.h>
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

typedef __typeof__(&cblas_sgemm) sgemm_function;
typedef __typeof__(&openblas_set_num_threads) threads_function;

static _Atomic(sgemm_function) sgemm;

/* A function of the library as what it is; C has no cast for it. */
static void
find(void *lib, const char *name, void *function)
{
	*(void **)function = dlsym(lib, name);
}

/* Opened with all signals blocked and one thread: threads of its own would take signals
 * that are meant for the screen. */
static void *
open_quietly(void)
{
	static const char *const names[] = { "libopenblas.so.0", "libopenblas.so", NULL };
	sigset_t all, old;
	void *lib = NULL;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	setenv("OPENBLAS_NUM_THREADS", "1", 1);
	for (int i = 0; names[i] && !lib; i++)
		lib = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return lib;
}

bool
blas_open(void)
{
	sgemm_function f = NULL;
	threads_function threads = NULL;
	void *lib;

	if (atomic_load(&sgemm))
		return true;
	lib = open_quietly();
	if (!lib)
		return false;
	find(lib, "cblas_sgemm", &f);
	find(lib, "openblas_set_num_threads", &threads);
	if (!f || !threads)
		return false;
	threads(1);
	atomic_store(&sgemm, f);
	return true;
}

void
blas_gemm(int m, int n, int k, const float *a, int ra, int ca, const float *b, int ldb,
	  bool add, float *c, int ldc)
{
	sgemm_function f = atomic_load_explicit(&sgemm, memory_order_relaxed);
	bool turned = ca != 1;		/* a lies by columns */
	int lda = turned ? ca : ra, least = turned ? m : k;

	if (m < 1 || n < 1)
		return;
	f(CblasRowMajor, turned ? CblasTrans : CblasNoTrans, CblasNoTrans, m, n, k, 1, a,
	  lda > least ? lda : least > 0 ? least : 1, b, ldb > n ? ldb : n, add ? 1 : 0, c,
	  ldc);
}

void
blas_affine(int rows, int out, int in, const float *x, const float *w, bool add, float *y)
{
	sgemm_function f = atomic_load_explicit(&sgemm, memory_order_relaxed);

	if (rows < 1 || out < 1)
		return;
	f(CblasRowMajor, CblasNoTrans, CblasTrans, rows, out, in, 1, x, in > 0 ? in : 1,
	  w,
	  in > 0 ? in : 1, add ? 1 : 0, y, out);
}
