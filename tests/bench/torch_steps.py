"""Steps a second of processor time of PyTorch, eager, one thread: torch_steps.py W..."""
import sys
import time

import torch

torch.set_num_threads(1)

LOADS = {  # widths, activation, loss, optimiser, rows, batch
    "W1": ([2, 4, 2, 1], "Tanh", "mse", "sgd", 2000, 10),
    "W2": ([2, 64, 64, 1], "ReLU", "bce", "adam", 2048, 32),
    "W3": ([2] + [32] * 20 + [2], "ReLU", "ce", "sgd", 2048, 64),
    "W4": ([64, 128, 128, 10], "ReLU", "ce", "adam", 1408, 64),
    "W5": ([784, 256, 128, 10], "ReLU", "ce", "momentum", 2048, 128),
}


def network(widths, act):
    layers = []
    for n_in, n_out in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(n_in, n_out), getattr(torch.nn, act)()]
    return torch.nn.Sequential(*layers[:-1])


def optimiser(kind, params):
    if kind == "adam":
        return torch.optim.Adam(params, lr=0.001)
    return torch.optim.SGD(params, lr=0.01, momentum=0.9 if kind == "momentum" else 0)


def steps(name, seconds=0.4):
    widths, act, loss_kind, opt_kind, rows, batch = LOADS[name]
    torch.manual_seed(1)
    x = torch.randn(rows, widths[0])
    net = network(widths, act)
    opt = optimiser(opt_kind, net.parameters())
    label = torch.randint(0, max(widths[-1], 2), (rows,))
    y = label if loss_kind == "ce" else label.float().unsqueeze(1)
    loss = {"mse": torch.nn.MSELoss(), "bce": torch.nn.BCEWithLogitsLoss(),
            "ce": torch.nn.CrossEntropyLoss()}[loss_kind]
    taken, start, order, at = -5, 0.0, torch.randperm(rows), 0
    while True:
        if taken == 0:  # the first ones set things up
            start = time.process_time()
        elif taken > 0 and taken % 5 == 0 and time.process_time() - start > seconds:
            return taken / (time.process_time() - start)
        if at + batch > rows:
            order, at = torch.randperm(rows), 0
        pick = order[at:at + batch]
        at += batch
        opt.zero_grad()
        loss(net(x[pick]), y[pick]).backward()
        opt.step()
        taken += 1


for w in sys.argv[1:]:
    print(w, steps(w), flush=True)
