#include "actlab/tui.h"
