import torch


def band_part(x, lower, upper):
    assert (lower, upper) == (-1, 0)
    return torch.tril(x)


def global_norm(xs):
    return sum((x * x).sum() for x in xs).sqrt()
