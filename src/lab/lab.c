#include "actlab/lab.h"
