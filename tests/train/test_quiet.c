/* The promise that a step allocates nothing, takes no lock and asks the system nothing.
 * The linker sends what could break it through here (tests/train/local.mk). */
#include "train.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

static int calls;

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void __real_free(void *p);
void *__real_mmap(void *at, size_t n, int prot, int flags, int fd, off_t offset);
int __real_pthread_mutex_lock(pthread_mutex_t *m);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);
void __wrap_free(void *p);
void *__wrap_mmap(void *at, size_t n, int prot, int flags, int fd, off_t offset);
int __wrap_pthread_mutex_lock(pthread_mutex_t *m);

void *
__wrap_malloc(size_t n)
{
	__atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
	return __real_malloc(n);
}

void *
__wrap_calloc(size_t n, size_t size)
{
	__atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
	return __real_calloc(n, size);
}

void *
__wrap_realloc(void *p, size_t n)
{
	__atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
	return __real_realloc(p, n);
}

void
__wrap_free(void *p)
{
	__atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
	__real_free(p);
}

void *
__wrap_mmap(void *at, size_t n, int prot, int flags, int fd, off_t offset)
{
	__atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
	return __real_mmap(at, n, prot, flags, fd, offset);
}

int
__wrap_pthread_mutex_lock(pthread_mutex_t *m)
{
	__atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
	return __real_pthread_mutex_lock(m);
}

enum { STEPS = 300 };
static const char *const knobs[] = {
	"hidden=20x32 act=relu batch=32",
	"hidden=64,64 act=tanh opt=adam lr=0.001 batch=24 last=keep clip=1",
	"hidden=8,8 act=gelu loss=mse out=2 momentum=0.9 batch=7 schedule=cosine(200)",
	"hidden=9 act=prelu opt=nadam loss=bce_logits out=1 batch=200",
	NULL
};

static void
a_step_allocates_nothing_and_takes_no_lock(void **state)
{
	const char *knob = *state;
	struct made m;
	struct train_run *r;
	int before;

	data_from(&m, "circles n=150", 1);
	before = calls;
	r = run_from(&m.set, knob);
	assert_true(calls > before);		/* the guard itself */
	before = calls;
	train_run_steps(r, STEPS);
	assert_int_equal(calls, before);
	assert_int_equal(train_run_step(r), STEPS);
	train_run_free(r);
	data_drop(&m);
}

#ifdef __linux__
/* In a process that the system kills at any call but read, write and the exit of its one
 * thread: trains and leaves with 0; with 1 where there is no such mode. */
static void
train_in_silence(struct train_run *r)
{
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0)
		syscall(SYS_exit, 1);
	train_run_steps(r, STEPS);
	syscall(SYS_exit, train_run_step(r) == STEPS + 1 ? 0 : 2);
}

static void
a_step_asks_the_system_nothing(void **state)
{
	const char *knob = *state;
	struct made m;
	struct train_run *r;
	int status = 0;
	pid_t child;

	data_from(&m, "circles n=150", 1);
	r = run_from(&m.set, knob);
	train_run_steps(r, 1);			/* memory is there, kernels are chosen */
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		train_in_silence(r);
	assert_int_equal(waitpid(child, &status, 0), child);
	train_run_free(r);
	data_drop(&m);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
		TAP_SKIP("the kernel does not let a process be kept from system calls");
	if (WIFSIGNALED(status))
		fail_msg("killed by signal %d in a step", WTERMSIG(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}
#endif

void
quiet_cases(void)
{
	char name[200];

	for (int i = 0; knobs[i]; i++) {
		snprintf(name, sizeof(name), "no memory, no lock in a step: %s",
			 knobs[i]);
		tap_add(name, a_step_allocates_nothing_and_takes_no_lock, knobs[i]);
#ifdef __linux__
		snprintf(name, sizeof(name), "no system call in a step: %s", knobs[i]);
		tap_add(name, a_step_asks_the_system_nothing, knobs[i]);
#endif
	}
}
