"""Trains the net of a manifest, linear, relu, linear, with SGD on classes, in Python's
own numbers, and writes the tensors that the manifest needs beside it."""
import json
import math
import os
import random
import struct
import sys

spec = json.load(open(sys.argv[1]))
first, act, last = spec["model"]
assert [first["type"], act["name"], last["type"]] == ["linear", "relu", "linear"]
assert spec["loss"] == {"type": "cross_entropy", "reduction": "mean"}
assert spec["optimizer"]["type"] == "sgd" and spec["clip"] is None
rng = random.Random(1)
n, inputs = spec["data"]["samples"], spec["data"]["x_shape"][0]
out = {}


def single(v):
    return struct.unpack("<f", struct.pack("<f", v))[0]


def put(name, shape, numbers, kind="F64"):
    assert math.prod(shape) == len(numbers)
    code = {"F64": "d", "I64": "q"}[kind]
    out[name] = kind, shape, struct.pack(f"<{len(numbers)}{code}", *numbers)


def matrix(rows, cols):
    return [[single(rng.gauss(0, 0.7)) for j in range(cols)] for i in range(rows)]


def flat(m):
    return [v for row in m for v in row] if isinstance(m[0], list) else m


def shape(m):
    return [len(m), len(m[0])] if isinstance(m[0], list) else [len(m)]


w, v = matrix(first["out"], inputs), matrix(last["out"], first["out"])
b, c = matrix(1, first["out"])[0], matrix(1, last["out"])[0]
names = [first["weight"], first["bias"], last["weight"], last["bias"]]
x = matrix(n, inputs)
y = [rng.randrange(last["out"]) for i in range(n)]
batches = [rng.sample(range(n), spec["batch_size"]) for i in range(spec["steps"])]


def pass_over(rows):
    """The mean loss, and its gradients by w, b, v, c."""
    loss = 0
    dw, dv = [[0.0] * inputs for r in w], [[0.0] * len(w) for r in v]
    db, dc = [0.0] * len(b), [0.0] * len(c)
    for row in rows:
        h = [max(0, sum(p * q for p, q in zip(r, x[row])) + s) for r, s in zip(w, b)]
        z = [sum(p * q for p, q in zip(r, h)) + s for r, s in zip(v, c)]
        e = [math.exp(s - max(z)) for s in z]
        loss -= math.log(e[y[row]] / sum(e)) / len(rows)
        dz = [(s / sum(e) - (k == y[row])) / len(rows) for k, s in enumerate(e)]
        dh = [sum(dz[k] * v[k][j] for k in range(len(v))) * (h[j] > 0)
              for j in range(len(h))]
        for d, db_, dm, into in ((dz, dc, dv, h), (dh, db, dw, x[row])):
            for k, g in enumerate(d):
                db_[k] += g
                for j, s in enumerate(into):
                    dm[k][j] += g * s
    return loss, [dw, db, dv, dc]


def norm(g):
    return math.sqrt(sum(s * s for s in flat(g)))


put("data/x", [n, inputs], flat(x))
put("data/y", [n], y, "I64")
put("data/batch_index", [len(batches), len(batches[0])], flat(batches), "I64")
for name, m in zip(names, (w, b, v, c)):
    put("init/" + name, shape(m), flat(m))
full, batch, norms = [pass_over(range(n))[0]], [], []
for rows in batches:
    loss, grads = pass_over(rows)
    batch.append(loss)
    norms.append(norm([norm(g) for g in grads]))
    if len(batch) == 1:
        put("expected/grad0_norm_f64", [4], [norm(g) for g in grads])
    for m, g in zip((w, b, v, c), grads):
        for i, s in enumerate(g):
            if isinstance(s, list):
                m[i] = [p - spec["optimizer"]["lr"] * q for p, q in zip(m[i], s)]
            else:
                m[i] -= spec["optimizer"]["lr"] * s
    full.append(pass_over(range(n))[0])
put("expected/batch_loss_f64", [len(batch)], batch)
put("expected/full_loss_f64", [len(full)], full)
put("expected/grad_norm_f64", [len(norms)], norms)
for name, m in zip(names, (w, b, v, c)):
    put("final_f64/" + name, shape(m), flat(m))
head, at = {}, 0
for name, (kind, dims, body) in out.items():
    head[name] = {"dtype": kind, "shape": dims, "data_offsets": [at, at + len(body)]}
    at += len(body)
head = json.dumps(head).encode()
with open(os.path.join(os.path.dirname(sys.argv[1]), spec["tensors"]), "wb") as f:
    f.write(struct.pack("<Q", len(head)) + head + b"".join(t[2] for t in out.values()))
