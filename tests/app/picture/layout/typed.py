"""Programs that nobody drew by hand."""

from collections.abc import Iterator


def chain(length: int) -> str:
    """One operation behind the other."""
    lines = ["x: input = 1", "w: weight = 0.5", "a1 = w * x"]
    lines += [f"a{k} = tanh(a{k - 1})" for k in range(2, length)]
    return "\n".join([*lines, f"L: loss = a{length - 1}**2"])


def fan(width: int) -> str:
    """One number that is used many times."""
    lines = ["x: weight = 0.5", *(f"a{k} = sin({k + 1} * x)" for k in range(width))]
    return "\n".join([*lines, "L: loss = " + " + ".join(f"a{k}" for k in range(width))])


def lstm(steps: int = 2) -> str:
    """A cell of gates, number by number, for a few steps."""
    gates = ("f", "i", "o", "g")
    lines = ["h0 = 0.1", "c0 = 0.2", *(f"x{t} = 0.{t + 3}" for t in range(steps))]
    lines += [f"w{g}: weight = 0.{k + 2}" for k, g in enumerate(gates)]
    lines += [f"v{g}: weight = -0.{k + 2}" for k, g in enumerate(gates)]
    for t in range(steps):
        for gate in gates:
            kind = "tanh" if gate == "g" else "sigmoid"
            lines.append(f"{gate}{t + 1} = {kind}(w{gate} * x{t} + v{gate} * h{t})")
        lines.append(f"c{t + 1} = f{t + 1} * c{t} + i{t + 1} * g{t + 1}")
        lines.append(f"h{t + 1} = o{t + 1} * tanh(c{t + 1})")
    return "\n".join([*lines, f"L: loss = (h{steps} - 1)**2"])


def network(layers: int = 3) -> str:
    """Layers of two neurons, to be drawn number by number."""
    lines = ["x: input = [1, -2]"]
    for k in range(layers):
        lines.append(f"W{k}: weight = [[0.5, -0.25], [0.75, 1]]")
        lines.append(f"h{k} = tanh(W{k} @ {f'h{k - 1}' if k else 'x'})")
    return "\n".join([*lines, f"L: loss = norm2(h{layers - 1})"])


def mixed(count: int) -> str:
    """Many operations with two operands each, some of them far apart."""
    lines = ["w0: weight = 0.5", "w1: weight = 0.25", "s0 = w0 * w1"]
    for k in range(1, count - 2):
        other = "w0" if k % 7 == 0 else f"s{max(0, k - 1 - k % 3)}"
        lines.append(f"s{k} = " + ("A * B", "A + B", "A - B", "sigmoid(A)")[k % 4]
                     .replace("A", f"s{k - 1}").replace("B", other))  # fmt: skip
    return "\n".join(lines)


def samples(count: int) -> str:
    """One neuron for several samples."""
    rows = ", ".join(f"[{k + 1}, {k - 1}]" for k in range(count))
    labels = ", ".join("1" if k % 2 else "-1" for k in range(count))
    return f"""x: input = each({rows})
y: label = each({labels})
w: weight = [-1, 1]
z = w @ x
L: loss = logistic_loss(y, z)"""


def fan_in(width: int) -> str:
    """Many numbers that are added up."""
    lines = [f"w{k}: weight = {k / 10 - 0.5:g}" for k in range(width)]
    return "\n".join([*lines, "L: loss = (" + " + ".join(f"w{k}" for k in range(width)) + ")**2"])


def residual(blocks: int) -> str:
    """Blocks that each add to what comes in."""
    lines = ["h0: input = 0.5"]
    for k in range(blocks):
        lines.append(f"w{k}: weight = 0.{k + 2}")
        lines.append(f"h{k + 1} = h{k} + tanh(w{k} * h{k})")
    return "\n".join([*lines, f"L: loss = (h{blocks} - 1)**2"])


ATTENTION = """x: input = 0.7
wq: weight = 0.5
wk: weight = -0.4
wv: weight = 0.8
q = wq * x
k = wk * x
v = wv * x
s = sigmoid(q * k)
o = s * v + x
L: loss = (o - 1)**2"""


def towers(height: int) -> str:
    """Two chains that know nothing of one another, and are joined in the end."""
    lines = ["u0: input = 0.5", "v0: input = -0.5"]
    for k in range(height):
        for tower in "uv":
            lines.append(f"w{tower}{k}: weight = 0.{k + 2}")
            lines.append(f"{tower}{k + 1} = tanh(w{tower}{k} * {tower}{k})")
    return "\n".join([*lines, f"L: loss = (u{height} * v{height} - 1)**2"])


def skipping(length: int) -> str:
    """A chain, and one number of its beginning that is used in its end."""
    lines = ["w: weight = 0.5", "a0 = sin(w)"]
    lines += [f"a{k} = tanh(a{k - 1})" for k in range(1, length)]
    return "\n".join([*lines, f"L: loss = a{length - 1} * a0"])


def comb(teeth: int) -> str:
    """A chain in which every operation has a weight of its own."""
    lines = ["h0: input = 1"]
    for k in range(teeth):
        lines += [f"w{k}: weight = 0.{k + 2}", f"h{k + 1} = h{k} * w{k}"]
    return "\n".join([*lines, f"L: loss = h{teeth}**2"])


def tree(leaves: int) -> str:
    """Numbers multiplied and added in pairs, until there is one."""
    lines = [f"x0_{k}: weight = {0.1 * (k % 7) - 0.3:g}" for k in range(leaves)]
    level, count = 0, leaves
    while count > 1:
        sign, count = "*+"[level % 2], count // 2
        lines += [f"x{level + 1}_{k} = x{level}_{2 * k} {sign} x{level}_{2 * k + 1}"
                  for k in range(count)]  # fmt: skip
        level += 1
    return "\n".join([*lines, f"L: loss = x{level}_0**2"])


LONG_NAMES = """temperature_of_the_room: input = [20.5, -3.25, 18]
sensitivity_per_degree: weight = [0.125, -0.75, 0.0625]
offset_of_the_sensor: weight = 12.5
reading_of_the_sensor = sensitivity_per_degree @ temperature_of_the_room + offset_of_the_sensor
expected_reading: label = 16
difference = reading_of_the_sensor - expected_reading
L: loss = difference**2"""

LONG_NUMBERS = """a: weight = 1234567.891
b: weight = -0.000000012345
c: input = 98765.4321
d = a * b
e = d + c
f = e / a
L: loss = (f - b)**2"""


def grid(side: int) -> str:
    """Each number is made of the one above it and the one before it."""
    lines = [f"a{k}: weight = 0.{k + 1}" for k in range(side)]
    lines += [f"b{k}: weight = -0.{k + 1}" for k in range(side)]
    for row in range(side):
        for column in range(side):
            above = f"g{row - 1}{column}" if row else f"a{column}"
            before = f"g{row}{column - 1}" if column else f"b{row}"
            lines.append(f"g{row}{column} = {above} {'+*'[(row + column) % 2]} {before}")
    return "\n".join([*lines, f"L: loss = g{side - 1}{side - 1}**2"])


def views() -> Iterator[tuple[str, dict[str, object]]]:
    """Each with its name, and how it is looked at."""
    yield "40 nodes", {"program": mixed(40)}
    yield "fan-out of 12", {"program": fan(12)}
    yield "chain of 25", {"program": chain(25)}
    yield "LSTM", {"program": lstm()}
    yield "three layers", {"program": network(), "zoom": "scalars"}
    yield "4 samples", {"program": samples(4)}
    yield "5 iterations", {"program": LEARNING, "zoom": "learning", "iterations": 5}
    yield "fan-in of 15", {"program": fan_in(15)}
    yield "six residual blocks", {"program": residual(6)}
    yield "attention", {"program": ATTENTION}
    yield "two towers", {"program": towers(4)}
    yield "a chain with one skip", {"program": skipping(16)}
    yield "comb of 12", {"program": comb(12)}
    yield "tree of 32", {"program": tree(32)}
    yield "long names", {"program": LONG_NAMES}
    yield "long numbers", {"program": LONG_NUMBERS}
    yield "grid of 3 by 3", {"program": grid(3)}
    yield "8 samples", {"program": samples(8)}


LEARNING = """x: input = [2, 1]
y: label = 1
w: weight = [-1, 1]
z = w @ x
L: loss = logistic_loss(y, z)"""
