#include "actlab/train.h"
