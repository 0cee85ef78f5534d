#include "actlab/data.h"
