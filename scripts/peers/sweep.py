"""Times what a Python user would pick to integrate many parameter points, for the Benchmarks executable.

Reads one JSON request a line from standard input
  {"problem", "points": [[...], ...], "columns": [...], "end", "audited": [[state], ...], "runs": [[rtol, atol], ...]}
and answers with one line a peer
  {"peer", "setup": seconds, "points": [[error, seconds a point, rtol, atol], ...]} or {"peer", "missing": why},
then with an empty line. The error is the root mean square over the audited points, which come first, of
the largest relative error of a component. Points are shuffled, so that the first some thousand of
them are a fair sample for a peer too slow for all.
"""
import json
import os
import sys
import time
import warnings

import numpy as np

from stiff import silent

warnings.filterwarnings("ignore")
CORES = os.cpu_count()


# Right-hand sides of (state, point); a point is the parameters and the start.
def van_der_pol(y, p):
    epsilon, a = p[0], p[1]
    return (y[1] + y[0] - y[0] * y[0] * y[0] / 3) / epsilon, a - y[0]


def van_der_pol_start(p):
    return 2.0 + 0 * p[0], 0.0 * p[0]


def unlearning(y, p):
    epsilon = p[0]
    s, a = y[0], y[1]
    q = s * s
    return (
        a * (1 - q) * (1 - 0.8 * s - a * s * (1 + 2 * q)),
        epsilon * (s - 0.4 * q - a * q * (1 + q)),
    )


def unlearning_start(p):
    return 0.01 + 0 * p[0], p[1]


def error(states, audited):
    states, audited = np.asarray(states)[: len(audited)], np.asarray(audited)[: len(states)]
    worst = np.max(np.abs(states - audited) / np.abs(audited), axis=1)
    return float(np.sqrt(np.mean(worst**2)))


def numba_slice(job):
    """One process's share, a compiled loop over its points."""
    problem, points, end, rtol, atol = job
    loop, address = numba_loop(problem)
    return loop(address, points, end, rtol, atol)


LOOPS = {}


def numba_loop(problem):
    if problem in LOOPS:
        return LOOPS[problem]
    import numba
    from numba import carray, cfunc, njit
    from numbalsoda import lsoda, lsoda_sig

    f = njit(globals()[problem])
    start = njit(globals()[problem + "_start"])

    @cfunc(lsoda_sig)
    def rate(t, u, du, p):
        y, q = carray(u, (2,)), carray(p, (2,))
        du[0], du[1] = f(y, q)

    @njit
    def loop(address, points, end, rtol, atol):
        ends = np.empty((len(points), 2))
        times = np.array([0.0, end])
        first = np.empty(2)
        for k in range(len(points)):
            first[0], first[1] = start(points[k])
            states, success = lsoda(address, first, times, points[k], rtol, atol)
            if success:
                ends[k] = states[-1]
            else:
                ends[k, :] = np.nan
        return ends

    LOOPS[problem] = loop, rate.address
    KEPT.append(rate)
    return LOOPS[problem]


KEPT = []


class NumbaLSODA:
    sample = 20_000

    def __init__(self, request):
        import multiprocessing

        self.request = request
        self.points = np.array(request["points"][: self.sample])
        numba_slice((request["problem"], self.points[:2], float(request["end"]), 1e-4, 1e-6))
        self.pool = multiprocessing.get_context("fork").Pool(CORES)

    def run(self, rtol, atol):
        shares = np.array_split(self.points, CORES * 4)
        jobs = [(self.request["problem"], s, float(self.request["end"]), rtol, atol) for s in shares]
        return np.concatenate(self.pool.map(numba_slice, jobs, chunksize=1))


class CasADi:
    sample = 2_000

    def __init__(self, request):
        self.request = request
        self.points = np.array(request["points"][: self.sample])

    def run(self, rtol, atol):
        import casadi

        key = (rtol, atol)
        if getattr(self, "key", None) != key:
            y, p = casadi.SX.sym("y", 2), casadi.SX.sym("p", 2)
            rates = casadi.vertcat(*globals()[self.request["problem"]](y, p))
            one = casadi.integrator(
                "i", "cvodes", {"x": y, "p": p, "ode": rates}, 0, self.request["end"],
                {"reltol": rtol, "abstol": atol, "max_num_steps": 10**7, "newton_scheme": "direct"})
            self.map = one.map(len(self.points), "thread", CORES)
            self.key = key
        start = np.array(globals()[self.request["problem"] + "_start"](self.points.T))
        return np.array(self.map(x0=start, p=self.points.T)["xf"]).T


class Diffrax:
    sample = 100

    def __init__(self, request, method):
        import diffrax
        import jax
        import jax.numpy as jnp

        jax.config.update("jax_enable_x64", True)
        f, start = globals()[request["problem"]], globals()[request["problem"] + "_start"]
        end = float(request["end"])
        term = diffrax.ODETerm(lambda t, y, p: jnp.stack(f(y, p)))
        solver = getattr(diffrax, method)()

        def one(p, rtol, atol):
            result = diffrax.diffeqsolve(
                term, solver, 0.0, end, None, jnp.stack(start(p)), args=p,
                stepsize_controller=diffrax.PIDController(rtol=rtol, atol=atol),
                max_steps=1_000_000, saveat=diffrax.SaveAt(t1=True), throw=False)
            return result.ys[-1]

        self.go = jax.jit(jax.vmap(one, in_axes=(0, None, None)))
        self.points = jnp.array(request["points"][: self.sample])
        self.go(self.points, 1e-2, 1e-4).block_until_ready()

    def run(self, rtol, atol):
        return np.asarray(self.go(self.points, rtol, atol).block_until_ready())


PEERS = {
    "numbalsoda LSODA, a process a core": NumbaLSODA,
    "CasADi CVODES, map over threads": CasADi,
    "diffrax Kvaerno5, vmap": lambda r: Diffrax(r, "Kvaerno5"),
}


def measure(name, request, report):
    """Runs one peer over the ladder and reports set-up and every point as soon as it is known."""
    begin = time.perf_counter()
    with silent():
        try:
            peer = PEERS[name](request)
            report.put(("setup", time.perf_counter() - begin))
            spent = 0.0
            for rtol, atol in request["runs"]:
                peer.run(rtol, atol) if name.startswith("CasADi") else None
                times = []
                for _ in range(3):
                    start = time.perf_counter()
                    states = peer.run(rtol, atol)
                    times.append(time.perf_counter() - start)
                    spent += times[-1]
                    if times[-1] > 2:
                        break
                reached = error(states, request["audited"])
                if np.isfinite(reached):
                    report.put(("point", [reached, float(np.median(times)) / len(peer.points), rtol, atol]))
                if spent > request["budget"]:
                    break
        except Exception as error_:
            report.put(("missing", f"{type(error_).__name__}: {error_}".splitlines()[0][:200]))


LIMIT = 90  # seconds for one peer with its compilation; an XLA loop cannot be stopped from inside


def measured(name, request):
    """What a process of its own says within the limit; it is killed then."""
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    report = context.Queue()
    process = context.Process(target=measure, args=(name, request, report))
    process.start()
    process.join(LIMIT)
    if process.is_alive():
        process.kill()
        process.join()
    said = []
    while True:
        try:
            said.append(report.get(timeout=1))
        except Exception:
            break
    points = [value for kind, value in said if kind == "point"]
    if not points:
        reasons = [value for kind, value in said if kind == "missing"]
        return {"peer": name, "missing": reasons[0] if reasons else f"nothing within {LIMIT} s"}
    return {"peer": name, "setup": said[0][1], "points": points}


def main():
    answer = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        request = json.loads(line)
        for name in PEERS:
            print(json.dumps(measured(name, request)), file=answer, flush=True)
        print(file=answer, flush=True)


if __name__ == "__main__":
    main()
