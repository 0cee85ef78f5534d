import torch
from torch.nn import functional as F

relu, relu6, softplus = F.relu, F.relu6, F.softplus


def softmax(x):
    return torch.softmax(x, -1)


def log_softmax(x):
    return torch.log_softmax(x, -1)


def gelu(x, approximate):
    return F.gelu(x, approximate="tanh" if approximate else "none")


def sigmoid_cross_entropy_with_logits(labels, logits):
    return F.binary_cross_entropy_with_logits(logits, labels, reduction="none")


def weighted_cross_entropy_with_logits(labels, logits, pos_weight):
    return F.binary_cross_entropy_with_logits(
        logits, labels, reduction="none", pos_weight=torch.tensor(float(pos_weight)))
