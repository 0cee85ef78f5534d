#include "tests/base/base.h"

int
main(void)
{
	base_err();
	base_arena();
	base_str();
	base_utf8();
	base_param();
	base_rng();
	base_file();
	base_scalar();
	base_vector();
	base_array();
	base_gemm();
	base_half();
	base_stat();
	base_eigen();
	return tap_run("base");
}
