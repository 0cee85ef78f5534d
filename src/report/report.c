#include "actlab/report.h"
