#!/usr/bin/env python3
"""Random expressions over the operation table with values and derivatives to 17 digits (mpmath).

Writes Tests/References/random-expressions.json: each expression in postfix notation, a point
(x, y), its value and both partial derivatives there, from 60-digit arithmetic. Kept are those that
use what they claim to: finite, of moderate size, away from kinks and jumps, and so conditioned
that double precision can give 12 digits.
"""
import json
import random

import mpmath as mp

mp.mp.dps = 60


def inside(function):
    """Refuses the ends of the domain, where the derivative is infinite."""
    def checked(a):
        if abs(a) >= 1:
            raise ValueError("end of the domain")
        return function(a)
    return checked


UNARY = {
    "neg": lambda a: -a, "exp": mp.exp, "log": mp.log, "sqrt": mp.sqrt, "sin": mp.sin,
    "cos": mp.cos, "tan": mp.tan, "sinh": mp.sinh, "cosh": mp.cosh, "tanh": mp.tanh,
    "erf": mp.erf, "atan": mp.atan, "asin": inside(mp.asin), "acos": inside(mp.acos), "asinh": mp.asinh,
    "acosh": mp.acosh, "atanh": mp.atanh, "abs": abs, "sign": mp.sign, "floor": mp.floor,
    "heaviside": lambda a: mp.mpf(1 if a >= 0 else 0),
}
BINARY = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
    "/": lambda a, b: a / b, "**": lambda a, b: a**b, "atan2": mp.atan2,
    "mod": lambda a, b: a - b * mp.floor(a / b), "min": min, "max": max,
    "less": lambda a, b: mp.mpf(1 if a < b else 0),
    "lessOrEqual": lambda a, b: mp.mpf(1 if a <= b else 0),
}
POWERS = [2, 3, 4, 5, -1, -2, -3]
FREQUENT = ["+", "-", "*", "/", "+", "*"]


def tree(depth):
    if depth == 0 or random.random() < 0.1:
        return [random.choice(["x", "y", "x", "y", repr(round(random.uniform(0.1, 3), 2))])]
    kind = random.random()
    if kind < 0.40:
        return tree(depth - 1) + tree(depth - 1) + [random.choice(FREQUENT)]
    if kind < 0.75:
        return tree(depth - 1) + [random.choice(sorted(UNARY))]
    if kind < 0.83:
        return tree(depth - 1) + ["^%d" % random.choice(POWERS)]
    if kind < 0.93:
        return tree(depth - 1) + tree(depth - 1) + [random.choice(sorted(BINARY))]
    condition = tree(depth - 1) + tree(depth - 1) + [random.choice(["less", "lessOrEqual"])]
    return condition + tree(depth - 1) + tree(depth - 1) + ["ifelse"]


def value(tokens, x, y):
    stack = []
    for token in tokens:
        if token == "x":
            stack.append(x)
        elif token == "y":
            stack.append(y)
        elif token in UNARY:
            stack.append(UNARY[token](stack.pop()))
        elif token in BINARY:
            b = stack.pop()
            stack.append(BINARY[token](stack.pop(), b))
        elif token == "ifelse":
            c, b, a = stack.pop(), stack.pop(), stack.pop()
            stack.append(b if a != 0 else c)
        elif token.startswith("^"):
            stack.append(stack.pop() ** int(token[1:]))
        else:
            stack.append(mp.mpf(token))
        if not isinstance(stack[-1], mp.mpf) or not mp.isfinite(stack[-1]) or abs(stack[-1]) > 1e4:
            raise ValueError("outside")
    return stack[0]


def differences(tokens, x, y, h):
    """Central differences of order 6: exact to h**6, some 35 digits at h = 1e-9 in 60."""
    weights = [(1, mp.mpf(3) / 4), (2, -mp.mpf(3) / 20), (3, mp.mpf(1) / 60)]
    dx = sum(w * (value(tokens, x + k * h, y) - value(tokens, x - k * h, y)) for k, w in weights)
    dy = sum(w * (value(tokens, x, y + k * h) - value(tokens, x, y - k * h)) for k, w in weights)
    return dx / h, dy / h


def entry():
    tokens = tree(random.choice([2, 3, 4, 5]))
    if not {"x", "y"} & set(tokens) or len(tokens) < 3:
        return None
    x, y = mp.mpf(round(random.uniform(0.2, 2.5), 3)), mp.mpf(round(random.uniform(0.2, 2.5), 3))
    try:
        f = value(tokens, x, y)
        dx, dy = differences(tokens, x, y, mp.mpf("1e-9"))
        wide = differences(tokens, x, y, mp.mpf("1e-5"))
        # Moves with the point: how much a rounding of the input may show.
        nudged = differences(tokens, x * (1 + mp.mpf("1e-8")), y * (1 - mp.mpf("1e-8")), mp.mpf("1e-9"))
        moved = value(tokens, x * (1 + mp.mpf("1e-8")), y * (1 - mp.mpf("1e-8")))
    except (ValueError, ZeroDivisionError, TypeError, OverflowError, ArithmeticError):
        return None
    size = lambda a: max(abs(a), mp.mpf("1e-3"))
    for exact, other in [(dx, wide[0]), (dy, wide[1])]:
        if abs(exact) > 1e4 or abs(exact - other) > 1e-8 * size(exact):
            return None
    for exact, other in [(f, moved), (dx, nudged[0]), (dy, nudged[1])]:
        if abs(exact - other) > 1e-6 * size(exact):
            return None
    show = lambda a: mp.nstr(a, 17)
    return {"postfix": " ".join(tokens), "x": float(x), "y": float(y),
            "value": float(show(f)), "dx": float(show(dx)), "dy": float(show(dy))}


def main():
    random.seed(20261125)
    entries, seen, used = [], set(), {}
    names = set(UNARY) | set(BINARY) | {"ifelse"} | {"^%d" % p for p in POWERS}
    while len(entries) < 400 or any(used.get(n, 0) < 8 for n in names):
        made = entry()
        if not made or made["postfix"] in seen:
            continue
        tokens = set(made["postfix"].split())
        if len(entries) >= 400 and not any(used.get(n, 0) < 8 for n in tokens & names):
            continue
        seen.add(made["postfix"])
        entries.append(made)
        for n in tokens & names:
            used[n] = used.get(n, 0) + 1
    lines = ",\n".join(json.dumps(e) for e in entries)
    with open("Tests/References/random-expressions.json", "w") as file:
        file.write("[\n" + lines + "\n]\n")
    print(len(entries), "expressions;", {n: used[n] for n in sorted(names)})


main()
