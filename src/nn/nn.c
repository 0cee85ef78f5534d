#include "actlab/nn.h"
