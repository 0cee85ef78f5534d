"""As much of TensorFlow 2 as exported programs use, with its meanings, told by PyTorch:
their mathematics can be run where TensorFlow is not to be had."""
import numpy as np
import torch
from torch.nn import functional as F

from . import keras, math, nn
from . import linalg

float32, int32, int64 = torch.float32, torch.int32, torch.int64
torch.Tensor.assign = lambda w, v: w.data.copy_(v.detach())
torch.Tensor.assign_sub = lambda w, v: w.data.sub_(v.detach())
where = lambda c, x, y: torch.where(c, torch.as_tensor(x), torch.as_tensor(y))
square, sqrt, exp, abs, sign = torch.square, torch.sqrt, torch.exp, torch.abs, torch.sign
sin, cos, tan, atan, cosh = torch.sin, torch.cos, torch.tan, torch.atan, torch.cosh
tanh, sigmoid, floor, einsum = torch.tanh, torch.sigmoid, torch.floor, torch.einsum
equal, not_equal = torch.eq, torch.ne
zeros_like, convert_to_tensor = torch.zeros_like, torch.as_tensor
Variable = torch.clone


def minimum(x, y):
    return torch.minimum(torch.as_tensor(x), torch.as_tensor(y))


def maximum(x, y):
    return torch.maximum(torch.as_tensor(x), torch.as_tensor(y))


def constant(v, dtype=None):
    if isinstance(v, np.ndarray):
        return torch.from_numpy(v.copy())
    return torch.tensor(v, dtype=dtype or (float32 if isinstance(v, float) else None))


def zeros(shape):
    return torch.zeros(shape)


def ones(shape):
    return torch.ones(shape)


def shape(x):
    return x.shape


def size(x, dtype=int32):
    return torch.tensor(x.numel(), dtype=dtype)


def cast(x, dtype):
    return torch.as_tensor(x).to(dtype)


def gather(x, rows):
    return x[torch.as_tensor(rows).long()]


def one_hot(x, depth):
    return F.one_hot(x.long(), depth).to(float32)


def reshape(x, shape):
    return x.reshape(shape)


def split(x, n, axis):
    return torch.chunk(x, n, axis)


def stack(xs, axis):
    return torch.stack(xs, axis)


def reduce_sum(x, axis=None, keepdims=False):
    return x if axis == [] else x.sum(axis, keepdim=keepdims) if axis else x.sum()


def reduce_mean(x):
    return x.mean()


def clip_by_value(x, low, high):
    return x.clamp(low, high)


def custom_gradient(f):
    class Own(torch.autograd.Function):
        @staticmethod
        def forward(ctx, *x):
            y, ctx.back = f(*x)
            return y

        @staticmethod
        def backward(ctx, dy):
            return tuple(ctx.back(dy))
    return Own.apply


class GradientTape:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def gradient(self, loss, weights, unconnected_gradients):
        assert unconnected_gradients == "zero"
        every = torch.autograd.grad(loss, weights, allow_unused=True)
        return [torch.zeros_like(w) if g is None else g for g, w in zip(every, weights)]
