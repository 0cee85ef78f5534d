import torch
from torch.nn import functional as F

expm1, log, log1p, erf, erfc = torch.expm1, torch.log, torch.log1p, torch.erf, torch.erfc
ceil, xlogy, log_sigmoid = torch.ceil, torch.xlogy, F.logsigmoid
