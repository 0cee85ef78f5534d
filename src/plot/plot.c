#include "actlab/plot.h"
