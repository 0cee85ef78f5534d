#include "actlab/panel.h"
