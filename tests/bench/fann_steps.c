/* Steps a second of processor time of FANN: fann_steps W...
 *
 * FANN has no mini-batches, no Adam and no cross-entropy: a step is one pass of its
 * incremental training over as many rows as a batch of the workload has. */
#include <floatfann.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct load {
	const char *name;
	int layers;
	unsigned width[24];
	int tanh;
	unsigned rows, batch;
} loads[] = {
	{ "W1", 4, { 2, 4, 2, 1 }, 1, 2000, 10 },
	{ "W2", 4, { 2, 64, 64, 1 }, 0, 2048, 32 },
	{ "W3", 22, { 2, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32,
		      32, 32, 32, 32, 2 }, 0, 2048, 64 },
	{ "W4", 4, { 64, 128, 128, 10 }, 0, 1408, 64 },
	{ "W5", 4, { 784, 256, 128, 10 }, 0, 2048, 128 },
	{ 0 }
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static struct fann *
network(const struct load *l)
{
	struct fann *net = fann_create_standard_array((unsigned)l->layers, l->width);

	fann_set_activation_function_hidden(net, l->tanh ? FANN_SIGMOID_SYMMETRIC
							 : FANN_LINEAR_PIECE);
	fann_set_activation_function_output(net, FANN_LINEAR);
	fann_set_training_algorithm(net, FANN_TRAIN_INCREMENTAL);
	fann_set_learning_rate(net, 0.0001f);
	return net;
}

static double
steps(const struct load *l)
{
	unsigned in = l->width[0], out = l->width[l->layers - 1], row = 0;
	fann_type *x = calloc(l->rows * in, sizeof(*x)), *y = calloc(out, sizeof(*y));
	struct fann *net = network(l);
	double start = now(), took = 0;
	long taken = 0;

	for (unsigned i = 0; i < l->rows * in; i++)
		x[i] = (fann_type)rand() / (fann_type)RAND_MAX - 0.5f;
	for (; took < 0.2; taken++, took = now() - start)
		for (unsigned i = 0; i < l->batch; i++, row = (row + 7) % l->rows)
			fann_train(net, x + row * in, y);
	fann_destroy(net);
	free(x);
	free(y);
	return (double)taken / took;
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		for (const struct load *l = loads; l->name; l++)
			if (strcmp(l->name, argv[i]) == 0)
				printf("%s %g\n", l->name, steps(l));
	return 0;
}
