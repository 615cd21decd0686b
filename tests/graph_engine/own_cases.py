"""Programs of the kinds that public users stumbled over, and the same in numpy for autograd."""

import itertools
import math
from collections.abc import Callable
from typing import Any

import autograd.numpy as np
from autograd.numpy.linalg import norm

Meaning = Callable[..., Any]
"""What a program ends with, of its leaves by their names."""


def sig(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def fixed(x: Any) -> Any:
    """The plain numbers of what autograd follows: no gradient goes through."""
    while hasattr(x, "_value"):
        x = x._value
    return np.array(x)


def logits(z: Any) -> Any:
    """log softmax z."""
    return z - np.log(np.sum(np.exp(z)))


def forgotten(c: Any, gates: list[Any]) -> Any:
    """A cell that forgets by each gate in turn, and is given 1."""
    for gate in gates:
        c = gate * c + (1 - gate)
    return c


KINDS: dict[str, dict[str, Meaning]] = {
    "one node at two places": {
        "x = 1.5\nL = x*x - x**3": lambda x: x * x - x**3,
        "a: weight = 2\nL = a/a + a**a - a": lambda a: a / a + a**a - a,
        "v = [1, -2, 0.5]\nL = dot(v, v)*v[0] + sum(v*v)": lambda v: (
            np.dot(v, v) * v[0] + np.sum(v * v)
        ),
        "W: weight = [[1, 2], [-1, 0.5]]\nL = sum((W @ W)*W)": lambda W: np.sum((W @ W) * W),
        "u = [1, 3]\nL = norm2(concat(u, u) - [1, 2, 3, 4]) + sum(outer(u, u))": lambda u: (
            np.sum((np.concatenate((u, u)) - np.arange(1, 5)) ** 2) + np.sum(np.outer(u, u))
        ),
        "z = 0.5\ns = sigmoid(z)\nL = s*(1 - s) + s*s*s": lambda z: (
            sig(z) * (1 - sig(z)) + sig(z) ** 3
        ),
        "z: weight = 0.5\nL = logistic_loss(z, z) + squared_error(z, z) + max(z, z)": lambda z: (
            np.log(1 + np.exp(-z * z)) + 0 * z + z
        ),
    },
    "cross-entropy in any order": {
        "z: input = [1, -0.5, 2]\ny: label = [0, 1, 0]\nL: loss = cross_entropy(z, y)": (
            lambda z, y: -np.sum(y * logits(z))
        ),
        "y: label = [0, 0, 1]\nz: input = [1, -0.5, 2]\nL: loss = cross_entropy(y, z)": (
            lambda z, y: -np.sum(y * logits(z))
        ),
        "W: weight = [[1, 2], [0.5, -1], [0, 1]]\nx: input = [1, -2]\nt: target = [0.2, 0.3, 0.5]\n"
        "loss = cross_entropy(W @ x, t)": lambda W, x, t: -np.sum(t * logits(W @ x)),
        "scores: input = [0.5, 3, -1]\nL = F.cross_entropy(scores, 1)": (
            lambda scores: -logits(scores)[1]
        ),
        "h: weight = [2, 1]\ny: label = [1, 0]\nz = tanh(h)\nL = cross_entropy(z, y) + h[0]": (
            lambda h, y: -np.sum(y * logits(np.tanh(h))) + h[0]
        ),
        "y: target = [0.9, 0.1]\nz: weight = [3, -3]\nL: loss = 2*cross_entropy(3*z, y)": (
            lambda z, y: -2 * np.sum(y * logits(3 * z))
        ),
    },
    "more lines below the loss": {
        "w: weight = 2\nx: input = 3\nJ = (w*x - 1)**2\ndw = 2*(w*x - 1)*x\nw_new = w - 0.1*dw": (
            lambda w, x: (w * x - 1) ** 2
        ),
        "w: weight = 0.5\nx: input = 2\ny: label = 1\np = sigmoid(w*x)\n"
        "loss = -(y*log(p) + (1 - y)*log(1 - p))\ndz = p - y\ndw = dz*x": lambda w, x, y: (
            -(y * np.log(sig(w * x)) + (1 - y) * np.log(1 - sig(w * x)))
        ),
        "W: weight = [[1, 2], [3, -1]]\nx: input = [1, -1]\ncost = norm2(W @ x)\n"
        "accuracy = sum((W @ x) > 0)/2": lambda W, x: np.sum((W @ x) ** 2),
        "E: weight = 2\nw: weight = [1, -2]\ntotal_loss = norm2(w)*E\nrate = 0.1*norm2(w)": (
            lambda E, w: np.sum(w**2) * E
        ),
        "w: weight = 3\nC = (w - 1)**2 + w\nstep = 0.1*(2*(w - 1) + 1)": lambda w: (
            (w - 1) ** 2 + w
        ),
        "z: weight = [1, 2]\ny: label = [0, 1]\nL = cross_entropy(y, z)\ndz = softmax(z) - y\n"
        "size = sqrt(norm2(dz))": lambda z, y: -np.sum(y * logits(z)),
    },
    "big and small letters": {
        "W: weight = [[1, 2], [0.5, -1]]\nw: weight = [2, 3]\nL = dot(w, tanh(W @ w))": (
            lambda W, w: np.dot(w, np.tanh(W @ w))
        ),
        "X: input = [[1, 2], [3, 4]]\nx: input = [1, -1]\nL = norm2(X @ x) + x[0]": lambda X, x: (
            np.sum((X @ x) ** 2) + x[0]
        ),
        "B: weight = [[1, -1], [0.5, 2]]\nb: weight = [0.5, 1]\nL = norm2(B + b)": lambda B, b: (
            np.sum((B + b) ** 2)
        ),
        "WQ: weight = [[1, 0.5], [-1, 2]]\nwq: weight = [1, 2]\nL = sum(sigmoid(WQ @ wq)*wq)": (
            lambda WQ, wq: np.sum(sig(WQ @ wq) * wq)
        ),
        "Theta: weight = [[0.1, 0.2]]\ntheta: weight = 3\nL = theta*sum(Theta)**2": (
            lambda Theta, theta: theta * np.sum(Theta) ** 2
        ),
        "A: weight = 2\na: weight = -0.5\nL = A**2*exp(a) + A": lambda A, a: A**2 * np.exp(a) + A,
    },
    "written numbers": {
        "x: input = -0.4\nL = min(x, 1) + max(x, -1)*3 + sqrt(2)*x": lambda x: (
            np.minimum(x, 1) + np.maximum(x, -1) * 3 + math.sqrt(2) * x
        ),
        "a = 2\nL = 1 - a + 1 + 2*a*3": lambda a: 1 - a + 1 + 2 * a * 3,
        "a = 2\nL = 1/a + 2**a + a**-0.5": lambda a: 1 / a + 2**a + a**-0.5,
        "s: input = [3.2, 5.1, -1.7]\nL = max(0, s[1] - s[0] + 1) + max(0, s[2] - s[0] + 1)": (
            lambda s: np.maximum(0, s[1] - s[0] + 1) + np.maximum(0, s[2] - s[0] + 1)
        ),
        "v = [1, -2]\nL = sum(max(0.1*v, v)) + sum(1 + v) + sum((v + 1e-3)**2)": lambda v: (
            np.sum(np.maximum(0.1 * v, v)) + np.sum(1 + v) + np.sum((v + 1e-3) ** 2)
        ),
        "w: weight = 0.3\nL = (1/3)*w + 2*3*w**2 + -1*w": lambda w: w / 3 + 6 * w**2 - w,
    },
    "an end of one entry": {
        "w: weight = [[1], [2]]\nx: input = [3, 4]\nL = w.T @ x": lambda w, x: (w.T @ x)[0],
        "a = [[2]]\nL = a @ a": lambda a: (a @ a)[0, 0],
        "x = [[1, 2]]\nW: weight = [[0.5], [-1]]\nL = tanh(x @ W)": lambda x, W: (
            np.tanh(x @ W)[0, 0]
        ),
        "v = [3]\nL = v*v": lambda v: (v * v)[0],
        "X = [[1, 2], [3, 4]]\nc: weight = [[1], [-1]]\nL = c.T @ X @ c": lambda X, c: (
            (c.T @ X @ c)[0, 0]
        ),
        "w: weight = [[1], [2]]\nx: input = [[3], [4]]\ny: label = 2\nL = (w.T @ x - y)**2": (
            lambda w, x, y: ((w.T @ x - y) ** 2)[0, 0]
        ),
    },
    "labels 0 and 1": {
        "z: input = -1.2\ny: label = 0\np = sigmoid(z)\nL: loss = -(y*log(p) + (1-y)*log(1-p))": (
            lambda z, y: -(y * np.log(sig(z)) + (1 - y) * np.log(1 - sig(z)))
        ),
        "Z: input = [0.5, -2, 1]\nY: label = [1, 0, 1]\n"
        "L = mean(max(Z, 0) - Z*Y + log(1 + exp(-abs(Z))))": lambda Z, Y: np.mean(
            -(Y * np.log(sig(Z)) + (1 - Y) * np.log(1 - sig(Z)))
        ),
        "w: weight = [1, -1]\nx: input = [0.5, 2]\nt: target = 0\nL = squared_error(t, w @ x)": (
            lambda w, x, t: (t - np.dot(w, x)) ** 2
        ),
        "z: input = 0.4\ny: label = 1\nL: loss = logistic_loss(2*y - 1, z)": lambda z, y: (
            np.log(1 + np.exp(-(2 * y - 1) * z))
        ),
        "z: input = 0.4\ny: label = 0\nL: loss = hinge(2*y - 1, z)": lambda z, y: (
            np.maximum(0, 1 - (2 * y - 1) * z)
        ),
        "z: input = 0.4\ny: label = -1\nL: loss = logistic_loss(y, z)": lambda z, y: (
            np.log(1 + np.exp(-y * z))
        ),
    },
    "nothing goes through": {
        "x = 3\nL = detach(x)*x**2 + x": lambda x: fixed(x) * x**2 + x,
        "z: weight = [0.3, -0.8]\nh = z + detach(sign(z) - z)\nL = norm2(h - [2, 1])*h[0]": (
            lambda z: np.sum((z + fixed(np.sign(fixed(z)) - fixed(z)) - np.array([2, 1])) ** 2)
            * (z + fixed(np.sign(fixed(z)) - fixed(z)))[0]
        ),
        "q: weight = 0.5\nnext: input = 2\nr: input = 1\nt = detach(r + 0.9*q*next)\n"
        "L = (q*next - t)**2": lambda q, next, r: (q * next - fixed(r + 0.9 * q * next)) ** 2,
        "e: weight = [1, 2]\nz: weight = [0.5, 1.5]\n"
        "L = norm2(detach(z) - e) + 0.25*norm2(z - detach(e))": lambda e, z: (
            np.sum((fixed(z) - e) ** 2) + 0.25 * np.sum((z - fixed(e)) ** 2)
        ),
        "X = [[1, 2], [3, 5]]\nL = norm2(X - detach(mean(X, axis=0)))": lambda X: np.sum(
            (X - np.mean(fixed(X), axis=0)) ** 2
        ),
    },
    "what a job needs": {
        # a step of momentum, of RMSProp and of Adam, through which the loss is told
        "w: weight = 2\nv: input = 0.5\ng = 2*(w - 1)\nv1 = 0.9*v + g\nw1 = w - 0.1*v1\n"
        "L: loss = (w1 - 1)**2": lambda w, v: (
            (w - 0.1 * (0.9 * v + 2 * (w - 1)) - 1) ** 2
        ),
        "w: weight = 2\ns: input = 0.4\ng = 2*(w - 1)\ns1 = 0.9*s + 0.1*g**2\n"
        "w1 = w - 0.1*g/sqrt(s1 + 1e-8)\nL: loss = w1**2": lambda w, s: (
            (
                w - 0.1 * 2 * (w - 1) / np.sqrt(0.9 * s + 0.1 * (2 * (w - 1)) ** 2 + 1e-8)
            ) ** 2
        ),
        "w: weight = 1.5\nm: input = 0.1\nv: input = 0.2\ng = 3*w**2\nm1 = 0.9*m + 0.1*g\n"
        "v1 = 0.999*v + 0.001*g**2\nL = w - 0.01*(m1/(1 - 0.9))/(sqrt(v1/(1 - 0.999)) + 1e-8)": (
            lambda w, m, v: w
            - 0.01 * ((0.9 * m + 0.1 * 3 * w**2) / (1 - 0.9))
            / (np.sqrt((0.999 * v + 0.001 * 9 * w**4) / (1 - 0.999)) + 1e-8)
        ),
        # cells that are written once
        "w: weight = 0.7\nu: weight = -0.4\nx = [1, -2, 0.5]\nh = 0\nfor t in range(3):\n"
        "    h = tanh(w*h + u*x[t])\nL: loss = h**2": lambda w, u, x: (
            np.tanh(w * np.tanh(w * np.tanh(u * x[0]) + u * x[1]) + u * x[2]) ** 2
        ),
        "w: weight = 0.5\nb: weight = -0.1\nc: weight = 2\nfor t in range(4):\n"
        "    f[t] = sigmoid(w*t + b)\n    c = f[t]*c + (1 - f[t])\nL: loss = c": lambda w, b, c: (
            forgotten(c, [sig(w * t + b) for t in range(4)])
        ),
        # windows
        "x = [[1, 2, 0], [0, -1, 3], [2, 1, 1]]\nk: weight = [[1, -1], [0.5, 2]]\n"
        "L = norm2(conv2d(x, k, stride=1, padding=1))": lambda x, k: sum(
            np.sum(np.pad(x, 1, "constant")[i : i + 2, j : j + 2] * k) ** 2
            for i, j in itertools.product(range(4), repeat=2)
        ),
        "x = [1, 2, -1, 0.5, 3]\nk: weight = [1, -0.5]\nL = norm2(conv1d(x, k, stride=2))": (
            lambda x, k: np.dot(x[:2], k) ** 2 + np.dot(x[2:4], k) ** 2
        ),
        "X = [[1, 4, 2, 0], [3, 2, 1, 5]]\nL = norm2(max_pool2d(X, 2)) + sum(avg_pool2d(X, 2))": (
            lambda X: np.max(X[:, :2]) ** 2 + np.max(X[:, 2:]) ** 2
            + np.mean(X[:, :2]) + np.mean(X[:, 2:])
        ),
        # ‖·‖ and its square are two things
        "v = [3, 4]\nL = sqrt(norm2(v)) + norm2(v)": lambda v: norm(v) + np.sum(v**2),
    },
    "undefined numbers do not spread": {
        "z = [100, -700, 0]\ny = [1, 0, 0]\nL = -sum(y*log(softmax(z)))": lambda z, y: -np.sum(
            y * np.log(np.exp(z - np.max(z)) / np.sum(np.exp(z - np.max(z))))
        ),
        "a = 0\nb = 2\nL = 0*log(a) - b": lambda a, b: 0 * np.log(a) - b,
        "x = -1\nu = 3\nL = sqrt(x) + u - 2*x": lambda x, u: np.sqrt(x) + u - 2 * x,
        "p = [0, 1]\nq = [0.5, 0.5]\nL = sum(p*log(p)) - sum(q)": lambda p, q: (
            np.sum(p * np.log(p)) - np.sum(q)
        ),
        "a = -1\nc = 1\nL = [sqrt(a), c, -3*c] @ [1, 2, 1] + c": lambda a, c: (
            np.sqrt(a) + 2 * c - 3 * c + c
        ),
        "x = -2\nu = 5\nL = mean([x**0.5, u, 3*u])": lambda x, u: (x**0.5 + u + 3 * u) / 3,
    },
}  # fmt: skip

"""Of each kind some programs that end with a number. Labels get no gradient."""

TWINS: dict[str, Callable[[Any, Any], Any]] = {
    "x: weight = 1.7\ny = x - x": lambda a, b: a - b,
    "x: weight = 1.7\ny = x/x": lambda a, b: a / b,
    "x: weight = 1.7\ny = x**x": lambda a, b: a**b,
    "x: weight = 1.7\ny = logistic_loss(x, x)": lambda a, b: np.log(1 + np.exp(-a * b)),
    "x: weight = [1, -2]\ny = x*x": lambda a, b: a * b,
    "x: weight = [1, -2]\ny = dot(x, x)": np.dot,
    "x: weight = [1, -2, 3]\ny = outer(x, x)": np.outer,
    "x: weight = [[1, 2], [-0.5, 3]]\ny = x @ x": lambda a, b: a @ b,
    "x: weight = [0.5, -1]\ny = cross_entropy(x, x)": lambda a, b: -np.sum(a * logits(b)),
}
"""One node at both places of an operation, and the operation of two."""

NO_LOSS: dict[str, Meaning] = {
    "W: weight = [[1, 2], [3, 4]]\nx: input = [1, -1]\ny = W @ x": lambda W, x: W @ x,
    "W: weight = [[1, 0, 2], [0.5, 1, -1]]\nx: input = [1, 2, 3]\nb: weight = [0.1, 0.2]\n"
    "y = softmax(W @ x + b)": lambda W, x, b: np.exp(logits(W @ x + b)),
    "X: input = [[1, 2], [3, 4], [5, 6]]\nw: weight = [0.1, -0.2]\ny = tanh(X @ w)": (
        lambda X, w: np.tanh(X @ w)
    ),
    "a: weight = [1, 2]\nB: weight = [[1, 2], [-1, 0.5]]\ny = B @ (a*a) - B.T @ a": lambda a, B: (
        B @ (a * a) - B.T @ a
    ),
    "S: weight = [[1, 2], [3, 1]]\ny = softmax(S, axis=1) @ S.T": lambda S: (
        np.exp(S) / np.sum(np.exp(S), axis=1, keepdims=True) @ S.T
    ),
    "t: weight = 0.7\ny = [sin(t), cos(t), t*t]": lambda t: np.array([np.sin(t), np.cos(t), t * t]),
}
"""Programs that end with several numbers, called y."""
