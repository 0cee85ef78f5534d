#include "actlab/formula.h"
