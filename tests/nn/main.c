#include "tests/nn/suite.h"

int
main(void)
{
	suite_act();
	suite_facts();
	suite_own();
	suite_ulp();
	suite_loss();
	suite_init();
	suite_opt();
	suite_net();
	suite_precision();
	suite_layer();
	return tap_run("nn");
}
