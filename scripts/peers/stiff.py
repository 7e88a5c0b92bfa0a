"""Times what a Python user would pick on stiff problems, for the Benchmarks executable.

Reads one JSON request a line from standard input
  {"problem", "start", "end", "reference", "scale", "runs": [[rtol, atol], ...]}
and answers with one line a peer:
  {"peer", "setup": seconds, "points": [[error, seconds, rtol, atol], ...]} or {"peer", "missing": why},
then with an empty line. Times are medians of repeated solves after a warm-up; right-hand sides and
exact Jacobians are compiled (numba, XLA, LLVM) wherever the peer takes compiled ones.
"""
import contextlib
import json
import os
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")


# Right-hand sides that work on floats, arrays and symbols alike.
def robertson(t, y):
    forward, back, pair = 0.04 * y[0], 1e4 * y[1] * y[2], 3e7 * (y[1] * y[1])
    return back - forward, forward - back - pair, pair


def hires(t, y):
    pair = 280 * y[5] * y[7]
    return (
        -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007,
        1.71 * y[0] - 8.75 * y[1],
        -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4],
        8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3],
        -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6],
        -pair + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6],
        pair - 1.81 * y[6],
        -pair + 1.81 * y[6],
    )


def orego(t, y):
    return (
        77.27 * (y[1] - y[0] * y[1] + y[0] - 8.375e-6 * y[0] * y[0]),
        (y[2] - y[1] - y[0] * y[1]) / 77.27,
        0.161 * (y[0] - y[2]),
    )


def van_der_pol_3(t, y):
    return (y[1] + y[0] - y[0] * y[0] * y[0] / 3) / 1e-3, -y[0]


def van_der_pol_6(t, y):
    return (y[1] + y[0] - y[0] * y[0] * y[0] / 3) / 1e-6, -y[0]


def davis_skodje(t, y):
    s = 1 / (1 + y[1])
    return (-y[0] + y[1] * s) / 1e-6 - y[1] * (s * s), -y[1]


def unlearning(t, y):
    s, a = y[0], y[1]
    q = s * s
    return (
        a * (1 - q) * (1 - 0.8 * s - a * s * (1 + 2 * q)),
        0.1 * (s - 0.4 * q - a * q * (1 + q)),
    )


def compiled(rate, n):
    """Right-hand side and exact Jacobian as numba functions of flat arrays."""
    import numba
    import sympy

    y = sympy.symbols(f"y:{n}")
    rates = [sympy.sympify(r) for r in rate(0, y)]
    jacobian = sympy.Matrix(rates).jacobian(y)

    def text(expression):
        code = sympy.pycode(expression)
        for k in reversed(range(n)):
            code = code.replace(f"y{k}", f"y[{k}]")
        return code

    lines = ["def rate(t, y, out):"] + [f"    out[{i}] = {text(r)}" for i, r in enumerate(rates)]
    lines += ["def jacobian(t, y, out):"]
    lines += [f"    out[{i}, {j}] = {text(jacobian[i, j])}" for i in range(n) for j in range(n)]
    space = {}
    exec("\n".join(lines), space)
    return numba.njit(space["rate"]), numba.njit(space["jacobian"])


def median_time(solve):
    """Median seconds of a solve: as many as fit in a tenth of a second, at least three."""
    times, begin = [], time.perf_counter()
    while len(times) < 3 or (time.perf_counter() - begin < 0.1 and len(times) < 301):
        start = time.perf_counter()
        solve()
        times.append(time.perf_counter() - start)
        if times[-1] > 5:
            break
    return float(np.median(times))


def relative_error(state, request):
    reference = np.array(request["reference"])
    return float(np.max(np.abs(np.asarray(state, float).ravel() - reference) / np.abs(reference)))


class Peer:
    def __init__(self, request):
        self.request = request
        self.rate = globals()[request["problem"]]
        self.start = np.array(request["start"], float)
        self.n = len(self.start)
        self.end = float(request["end"])
        self.scale = np.array(request["scale"], float)


class SciPy(Peer):
    slow = True

    def __init__(self, request, method):
        super().__init__(request)
        self.method = method
        rate, jacobian = compiled(self.rate, self.n)
        n = self.n

        def f(t, y):
            out = np.empty(n)
            rate(t, y, out)
            return out

        def j(t, y):
            out = np.empty((n, n))
            jacobian(t, y, out)
            return out

        self.f, self.j = f, j
        f(0.0, self.start), j(0.0, self.start)

    def solver(self, rtol, atol):
        from scipy.integrate import solve_ivp

        def solve():
            result = solve_ivp(
                self.f, (0, self.end), self.start, method=self.method, rtol=max(rtol, 3e-14),
                atol=atol * self.scale, jac=self.j, t_eval=[self.end])
            return result.y[:, -1] if result.success else None

        return solve


class Sundae(Peer):
    def __init__(self, request):
        super().__init__(request)
        self.f, self.j = compiled(self.rate, self.n)
        self.f(0.0, self.start, np.empty(self.n))
        self.j(0.0, self.start, np.empty((self.n, self.n)))

    def solver(self, rtol, atol):
        import sksundae

        f, j = self.f, self.j

        def rate(t, y, yp):
            f(t, y, yp)

        def jacobian(t, y, yp, out):
            j(t, y, out)

        solver = sksundae.cvode.CVODE(
            rate, rtol=rtol, atol=atol * self.scale, jacfn=jacobian, max_num_steps=10**7)
        span = np.array([0, self.end])
        return lambda: solver.solve(span, self.start).y[-1]


class CasADi(Peer):
    """CVODES over CasADi's own virtual machine, exact Jacobian; absolute tolerance is one for all."""

    def solver(self, rtol, atol):
        import casadi

        y = casadi.SX.sym("y", self.n)
        rates = casadi.vertcat(*self.rate(0, y))
        integrator = casadi.integrator(
            "i", "cvodes", {"x": y, "ode": rates}, 0, self.end,
            {"reltol": rtol, "abstol": atol * float(self.scale.min()), "max_num_steps": 10**7,
             "newton_scheme": "direct"})
        return lambda: np.array(integrator(x0=self.start)["xf"]).ravel()


class NumbaLSODA(Peer):
    def __init__(self, request):
        super().__init__(request)
        from numba import carray, cfunc
        from numbalsoda import lsoda_sig

        f, _ = compiled(self.rate, self.n)
        n = self.n

        @cfunc(lsoda_sig)
        def rate(t, u, du, p):
            f(t, carray(u, (n,)), carray(du, (n,)))

        self.address = rate
        self.times = np.array([0.0, self.end])

    def solver(self, rtol, atol):
        from numbalsoda import lsoda

        address, tolerance = self.address.address, atol * float(self.scale.min())

        def solve():
            states, success = lsoda(address, self.start, self.times, rtol=rtol, atol=tolerance)
            return states[-1] if success else None

        return solve


class Diffsol(Peer):
    def __init__(self, request, method):
        super().__init__(request)
        import pydiffsol
        import sympy

        y = sympy.symbols(f"y:{self.n}")
        rates = [pow_to_product(r) for r in self.rate(0, y)]
        start = ", ".join(f"y{k} = {float(v)!r}" for k, v in enumerate(self.start))
        self.ode = pydiffsol.Ode(
            "in_i { unused = 1 }\nu_i { " + start + " }\nF_i { " + ", ".join(rates) + " }")
        self.ode.ode_solver = getattr(pydiffsol, method)

    def solver(self, rtol, atol):
        def solve():
            self.ode.rtol = rtol
            self.ode.atol = atol * float(self.scale.min())
            solution = self.ode.solve(np.array([1.0]), self.end)
            return np.asarray(solution.ys)[:, -1]

        return solve


def pow_to_product(expression):
    """An expression as text with products instead of powers."""
    import re

    import sympy

    text = str(sympy.sympify(expression))
    return re.sub(
        r"(\w+)\*\*(\d+)", lambda m: "(" + "*".join([m.group(1)] * int(m.group(2))) + ")", text)


class Diffrax(Peer):
    def __init__(self, request, method):
        super().__init__(request)
        import diffrax
        import jax
        import jax.numpy as jnp

        jax.config.update("jax_enable_x64", True)
        term = diffrax.ODETerm(lambda t, y, _: jnp.stack(self.rate(t, y)))
        solver = getattr(diffrax, method)()
        scale = jnp.array(self.scale)

        @jax.jit
        def go(start, rtol, atol):
            control = diffrax.PIDController(rtol=rtol, atol=atol * scale)
            result = diffrax.diffeqsolve(
                term, solver, 0.0, self.end, None, start, stepsize_controller=control,
                max_steps=1_000_000, saveat=diffrax.SaveAt(t1=True), throw=False)
            return result.ys[-1], result.result == diffrax.RESULTS.successful

        self.go = go
        self.initial = jnp.array(self.start)
        go(self.initial, 1e-2, 1e-6)[0].block_until_ready()

    def solver(self, rtol, atol):
        def solve():
            state, success = self.go(self.initial, rtol, atol)
            return np.asarray(state.block_until_ready()) if success else None

        return solve


PEERS = {
    "numbalsoda LSODA": NumbaLSODA,
    "CasADi CVODES": CasADi,
    "scikit-sundae CVODE": Sundae,
    "pydiffsol BDF": lambda r: Diffsol(r, "bdf"),
    "pydiffsol ESDIRK34": lambda r: Diffsol(r, "esdirk34"),
    "SciPy LSODA": lambda r: SciPy(r, "LSODA"),
    "SciPy BDF": lambda r: SciPy(r, "BDF"),
    "SciPy Radau": lambda r: SciPy(r, "Radau"),
    "diffrax Kvaerno5": lambda r: Diffrax(r, "Kvaerno5"),
}


def measure(name, make, request):
    begin = time.perf_counter()
    try:
        peer = make(request)
    except Exception as error:  # a peer that is not there, or does not take the problem
        return {"peer": name, "missing": f"{type(error).__name__}: {error}".splitlines()[0][:200]}
    setup = time.perf_counter() - begin
    points, spent, reason, slow = [], 0.0, "", False
    for rtol, atol in request["runs"]:
        if slow and round(-2 * np.log10(rtol)) % 2:
            continue  # who takes over 20 ms a solve has a ladder of whole decades
        try:
            start = time.perf_counter()
            solve = peer.solver(rtol, atol)
            state = solve()
            if state is None or not np.all(np.isfinite(state)):
                continue
            points.append([relative_error(state, request), median_time(solve), rtol, atol])
            slow = points[-1][1] > 0.02
        except Exception as error:
            reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        spent += time.perf_counter() - start
        if spent > request["budget"] / (4 if slow else 1):
            break
    if not points:
        return {"peer": name, "missing": reason or "no run succeeded"}
    return {"peer": name, "setup": setup, "points": points}


@contextlib.contextmanager
def silent():
    """Peers talk on both streams, some from C."""
    kept = os.dup(1), os.dup(2)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1), os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(kept[0], 1), os.dup2(kept[1], 2)
        for handle in (*kept, null):
            os.close(handle)


def main():
    answer = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        request = json.loads(line)
        for name, make in PEERS.items():
            if request.get("only") and name not in request["only"]:
                continue
            with silent():
                result = measure(name, make, request)
            print(json.dumps(result), file=answer, flush=True)
        print(file=answer, flush=True)


if __name__ == "__main__":
    main()
