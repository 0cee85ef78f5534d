"""Functional models: a graph of layers, from Input to Model."""
from . import layers


def Input(shape):
    return layers.Node(None, None, (None, *shape))


class Model:
    def __init__(self, first, last):
        self.first, self.last, self.layers = first, last, []
        self.find(last)
        weights = [w for layer in self.layers for w in layer.weights]
        self.trainable_variables = [w for w in weights if w.requires_grad]

    def find(self, node):
        if node.layer is None:
            return
        for above in node.inputs:
            self.find(above)
        if node.layer not in self.layers:
            self.layers.append(node.layer)

    def get_layer(self, name):
        return [layer for layer in self.layers if layer.name == name][0]

    def __call__(self, x, training):
        known = {self.first: x}

        def value(node):
            if node not in known:
                known[node] = node.layer.run([value(above) for above in node.inputs],
                                             training)
            return known[node]
        return value(self.last)
