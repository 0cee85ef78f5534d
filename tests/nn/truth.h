/* Every activation and its slope by its definition, in long double: no row of nn_acts is
 * used.  In the order of nn_acts. */
#ifndef TESTS_NN_TRUTH_H
#define TESTS_NN_TRUTH_H

typedef long double real;

struct truth {
	const char *name;
	real (*f)(real), (*df)(real);
	double flat;			/* where f' passes 0, beside 0; NAN: nowhere */
};
extern const struct truth truths[];	/* ends with a NULL name */

#endif
