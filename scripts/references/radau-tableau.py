#!/usr/bin/env python3
"""Writes Sources/CKernels/radau_tableau.h: Radau IIA methods of 3, 5 and 7 stages.

From the definition in 60 digits (needs mpmath): the nodes are the zeros of P_s(2x-1) - P_{s-1}(2x-1),
A integrates the polynomials through them, and 1/A is brought to the block-diagonal form of Hairer and
Wanner, Solving Ordinary Differential Equations II, IV.8.
"""
import mpmath as mp

mp.mp.dps = 60
LANES = 8


def nodes(s):
    polynomial = mp.taylor(lambda x: mp.legendre(s, 2 * x - 1) - mp.legendre(s - 1, 2 * x - 1), 0, s)
    return sorted(mp.re(x) for x in mp.polyroots(polynomial[::-1], maxsteps=500, extraprec=400))


def tableau(s):
    c = nodes(s)
    powers = mp.matrix(s, s)
    integrals = mp.matrix(s, s)
    for i in range(s):
        for k in range(s):
            powers[i, k] = c[i] ** k
            integrals[i, k] = c[i] ** (k + 1) / (k + 1)
    a = integrals * powers**-1
    inverse = a**-1
    values, vectors = mp.eig(inverse)
    order = sorted((k for k in range(s) if mp.im(values[k]) < mp.mpf(10) ** -40), key=lambda k: -mp.im(values[k]))

    # Mode m lies in lanes m (real part) and m + 4 (imaginary part); z = T w by columns.
    to_stages = mp.matrix(s, LANES)
    modes = []
    columns = []
    for m, k in enumerate(order):
        vector = vectors[:, k] / max(vectors[:, k], key=abs)
        modes.append((mp.re(values[k]), -mp.im(values[k])))
        for i in range(s):
            to_stages[i, m] = mp.re(vector[i])
        columns.append(m)
        if abs(mp.im(values[k])) > mp.mpf(10) ** -40:
            for i in range(s):
                to_stages[i, m + 4] = mp.im(vector[i])
            columns.append(m + 4)
    square = mp.matrix(s, s)
    for i in range(s):
        for j, column in enumerate(columns):
            square[i, j] = to_stages[i, column]
    back = square**-1
    to_modes = mp.matrix(LANES, s)
    for j, column in enumerate(columns):
        for i in range(s):
            to_modes[column, i] = back[j, i]

    # The embedded formula uses F at the start with weight 1 / real eigenvalue; its difference from
    # the method, as weights of z.
    gamma = 1 / modes[0][0]
    right = mp.matrix(s, 1)
    for k in range(s):
        right[k] = mp.mpf(1) / (k + 1) - (gamma if k == 0 else 0)
    embedded = mp.lu_solve(powers.T, right)
    error = (embedded.T - a[s - 1, :]) * inverse
    while len(modes) < 4:
        modes.append(modes[0])
    return c, a, modes, to_stages, to_modes, error


def number(x):
    return "0" if abs(x) < mp.mpf(10) ** -45 else mp.nstr(x, 20, strip_zeros=False)


def row(values):
    values = [number(v) for v in values]
    return "{" + ", ".join(values + ["0"] * (LANES - len(values))) + "}"


def written(s):
    c, a, modes, to_stages, to_modes, error = tableau(s)
    to_stage_columns = [row([to_stages[i, m] for i in range(s)]) for m in range(LANES)]
    to_mode_columns = [row([to_modes[m, i] for m in range(LANES)]) for i in range(s)]
    matrix = [row([a[i, j] for j in range(s)]) for i in range(s)]
    return (
        f"static const fs_radau_tableau RADAU_{2 * s - 1} = {{\n"
        f"    .stages = {s},\n"
        f"    .c = {row(c)},\n"
        f"    .a = {{{', '.join(matrix)}}},\n"
        f"    .alpha = {{{', '.join(number(m[0]) for m in modes)}}},\n"
        f"    .beta = {{{', '.join(number(m[1]) for m in modes)}}},\n"
        f"    .to_stages = {{{', '.join(to_stage_columns)}}},\n"
        f"    .to_modes = {{{', '.join(to_mode_columns)}}},\n"
        f"    .error = {row(error)},\n"
        "};\n"
    )


if __name__ == "__main__":
    with open("Sources/CKernels/radau_tableau.h", "w") as file:
        file.write(
            "// Written by scripts/references/radau-tableau.py, which derives every number;\n"
            "// Tests/IntegrationTests/RadauTableauTests.swift holds them to the defining conditions.\n"
            "#pragma once\n#include \"fs_radau.h\"\n\n"
            + "\n".join(written(s) for s in (3, 5, 7))
        )
