#include "actlab/err.h"
