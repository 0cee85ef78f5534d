"""Layers as Keras documents them.  A shape has None for the rows."""
import inspect
import math

import torch
from torch.nn import functional as F


class Node:
    def __init__(self, layer, inputs, shape):
        self.layer, self.inputs, self.shape = layer, inputs, shape


class Layer:
    def __init__(self, name=None):
        self.name, self.built, self.weights = name, False, []

    def build(self, shape):
        pass

    def add_weight(self, name, shape, trainable=True):
        assert name
        self.weights.append(torch.full(shape, math.nan, requires_grad=trainable))
        return self.weights[-1]

    def get_weights(self):
        return [w.detach().numpy() for w in self.weights]

    def set_weights(self, values):
        assert [w.shape for w in self.weights] == [v.shape for v in values]
        for w, v in zip(self.weights, values):
            w.data.copy_(torch.from_numpy(v.copy()))

    def run(self, xs, training):
        if not self.built:
            shapes = [(None, *x.shape[1:]) for x in xs]
            self.built = True
            self.build(shapes[0])
        options = {}
        if "training" in inspect.signature(self.call).parameters:
            options["training"] = training
        return self.call(xs[0] if len(xs) == 1 else xs, **options)

    def __call__(self, x, training=False):
        xs = x if isinstance(x, list) else [x]
        if isinstance(xs[0], torch.Tensor):
            return self.run(xs, training)
        with torch.no_grad():  # two rows that tell the shape
            y = self.run([torch.zeros((2, *n.shape[1:])) for n in xs], False)
        return Node(self, xs, (None, *y.shape[1:]))


class Lambda(Layer):
    def __init__(self, f):
        super().__init__()
        self.f = f

    def call(self, x):
        return self.f(x)


class Activation(Lambda):
    def __init__(self, name):
        super().__init__({"linear": lambda x: x, "relu": F.relu, "selu": F.selu,
                          "sigmoid": torch.sigmoid, "tanh": torch.tanh,
                          "softsign": F.softsign}[name])


class Reshape(Lambda):
    def __init__(self, shape):
        super().__init__(lambda x: x.reshape(len(x), *shape))


class Permute(Lambda):
    def __init__(self, order):
        super().__init__(lambda x: x.permute(0, *order))


class Flatten(Layer):
    def call(self, x):
        return x.flatten(1)


class Add(Layer):
    def call(self, xs):
        return xs[0] + xs[1]


class Multiply(Layer):
    def call(self, xs):
        return xs[0] * xs[1]


class GlobalAveragePooling1D(Layer):
    def call(self, x):
        return x.mean(1)


class Dense(Layer):
    def __init__(self, units, use_bias, name):
        super().__init__(name)
        self.units, self.biased = units, use_bias

    def build(self, shape):
        self.w = self.add_weight("kernel", (shape[-1], self.units))
        self.b = self.add_weight("bias", (self.units,)) if self.biased else 0

    def call(self, x):
        return x @ self.w + self.b


class PReLU(Layer):
    def __init__(self, shared_axes, name):
        super().__init__(name)
        self.shared = shared_axes

    def build(self, shape):
        self.alpha = self.add_weight("alpha", [1 if i in self.shared else n for i, n in
                                               enumerate(shape) if i > 0])

    def call(self, x):
        return F.relu(x) - self.alpha * F.relu(-x)


class Embedding(Layer):
    def __init__(self, vocab, dim, name):
        super().__init__(name)
        self.size = (vocab, dim)

    def build(self, shape):
        self.w = self.add_weight("embeddings", self.size)

    def call(self, x):
        return self.w[x.long()]


class LayerNormalization(Layer):
    def __init__(self, epsilon, name):
        super().__init__(name)
        self.eps = epsilon

    def build(self, shape):
        self.gamma = self.add_weight("gamma", shape[-1:])
        self.beta = self.add_weight("beta", shape[-1:])

    def call(self, x):
        return F.layer_norm(x, x.shape[-1:], self.gamma, self.beta, self.eps)


class BatchNormalization(Layer):
    def __init__(self, axis, momentum, epsilon, name):
        super().__init__(name)
        self.axis, self.momentum, self.eps = axis, momentum, epsilon

    def build(self, shape):
        n = (shape[self.axis],)
        self.gamma, self.beta = self.add_weight("gamma", n), self.add_weight("beta", n)
        self.mean = self.add_weight("moving_mean", n, trainable=False)
        self.var = self.add_weight("moving_variance", n, trainable=False)

    def call(self, x, training=False):
        y = x.movedim(self.axis, -1)
        mean, var = self.mean, self.var
        if training:
            axes = tuple(range(y.dim() - 1))
            mean, var = y.mean(axes), y.var(axes, unbiased=False)
        y = (y - mean) / torch.sqrt(var + self.eps) * self.gamma + self.beta
        return y.movedim(-1, self.axis)


class Conv2D(Layer):
    def __init__(self, filters, kernel, strides, use_bias, name):
        super().__init__(name)
        self.size, self.strides, self.biased = (filters, kernel), strides, use_bias

    def build(self, shape):
        out, kernel = self.size
        self.w = self.add_weight("kernel", (kernel, kernel, shape[-1], out))
        self.b = self.add_weight("bias", (out,)) if self.biased else None

    def call(self, x):
        y = F.conv2d(x.permute(0, 3, 1, 2), self.w.permute(3, 2, 0, 1), self.b,
                     self.strides)
        return y.permute(0, 2, 3, 1)


class ZeroPadding2D(Lambda):
    def __init__(self, pad):
        super().__init__(lambda x: F.pad(x, (0, 0, pad, pad, pad, pad)))


class MaxPooling2D(Lambda):
    def __init__(self, size, strides):
        super().__init__(lambda x: F.max_pool2d(x.permute(0, 3, 1, 2), size,
                                               strides).permute(0, 2, 3, 1))


class AveragePooling2D(Lambda):
    def __init__(self, size, strides):
        super().__init__(lambda x: F.avg_pool2d(x.permute(0, 3, 1, 2), size,
                                               strides).permute(0, 2, 3, 1))
