// Drives the SUNDIALS shim through success and every kind of failure, under a sanitizer:
// scripts/sanitize builds and runs it. Ends with 0 if all behaves and nothing is left alive.
#include "fs_arkode.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static int robertson(double t, const double *y, double *f, void *context) {
  (void)t, (void)context;
  f[0] = -0.04 * y[0] + 1e4 * y[1] * y[2];
  f[2] = 3e7 * y[1] * y[1];
  f[1] = -f[0] - f[2];
  return 0;
}

static int robertson_jacobian(double t, const double *y, double *j, void *context) {
  (void)t, (void)context;
  memset(j, 0, 9 * sizeof *j);
  j[0] = -0.04, j[1] = 0.04;
  j[3] = 1e4 * y[2], j[4] = -1e4 * y[2] - 6e7 * y[1], j[5] = 6e7 * y[1];
  j[6] = 1e4 * y[1], j[7] = -1e4 * y[1];
  return 0;
}

static int blow_up(double t, const double *y, double *f, void *context) {
  (void)t, (void)context;
  f[0] = y[0] * y[0];
  return 0;
}

static int undefined(double t, const double *y, double *f, void *context) {
  (void)t, (void)y, (void)context;
  f[0] = 0;
  return 1;
}

static int leaves_domain(double t, const double *y, double *f, void *context) {
  (void)t, (void)context;
  f[0] = -1;
  return y[0] < 0.5 ? 1 : 0;
}

static int stops(double t, const double *y, double *f, void *context) {
  (void)y, (void)context;
  f[0] = 1;
  return t > 0.1 ? -1 : 0;
}

// MARK: CVODE

// Robertson's problem by GMRES: products with its Jacobian, and its diagonal as preconditioner.
typedef struct {
  double jacobian[9], factors[3];
  int fails;
} diagonal;

static int product(double t, const double *y, const double *v, double *result, void *context) {
  double j[9];
  robertson_jacobian(t, y, j, context);
  for (int i = 0; i < 3; i++) result[i] = j[i] * v[0] + j[i + 3] * v[1] + j[i + 6] * v[2];
  return 0;
}

static int evaluate(double t, const double *y, void *context) {
  diagonal *d = context;
  return robertson_jacobian(t, y, d->jacobian, NULL);
}

static int factor(double gamma, void *context) {
  diagonal *d = context;
  for (int i = 0; i < 3; i++) d->factors[i] = 1 / (1 - gamma * d->jacobian[4 * i]);
  return d->fails ? -1 : 0;
}

static int precondition(const double *r, double *z, void *context) {
  const diagonal *d = context;
  for (int i = 0; i < 3; i++) z[i] = d->factors[i] * r[i];
  return 0;
}

enum { BY_MATRIX, BY_KRYLOV, BY_FAILING_KRYLOV };

typedef struct {
  const char *name;
  fs_callback rate, jacobian;
  int dimension, method, succeeds;
  double end, tolerance;
  int linear_solver;
} problem;

static const problem problems[] = {
    {"Robertson", robertson, robertson_jacobian, 3, FS_BDF, 1, 4e10, -1},
    {"Robertson, differences", robertson, NULL, 3, FS_BDF, 1, 40, -1},
    {"Robertson, given tolerance", robertson, robertson_jacobian, 3, FS_BDF, 1, 40, 1e-14},
    {"Adams", robertson, NULL, 3, FS_ADAMS, 1, 1e-3, -1},
    {"blow-up", blow_up, NULL, 1, FS_BDF, 0, 10, -1},
    {"undefined at the start", undefined, NULL, 1, FS_BDF, 0, 1, -1},
    {"leaves its domain", leaves_domain, NULL, 1, FS_BDF, 0, 1, -1},
    {"stops", stops, NULL, 1, FS_BDF, 0, 1, -1},
    {"GMRES", robertson, NULL, 3, FS_BDF, 1, 4e4, -1, BY_KRYLOV},
    {"GMRES, preconditioner fails", robertson, NULL, 3, FS_BDF, 0, 40, -1, BY_FAILING_KRYLOV},
};

static int run(const problem *p) {
  double state[3] = {1, 0, 0}, tolerances[3] = {p->tolerance, p->tolerance, p->tolerance};
  double time = 0, between[3], largest[3];
  fs_cvode_request request = {
      .problem = {.dimension = p->dimension, .end = p->end, .state = state,
                  .relative_tolerance = 1e-8, .absolute_tolerances = tolerances},
      .method = p->method, .rate = p->rate,
      .jacobian = p->jacobian,
  };
  diagonal d = {.fails = p->linear_solver == BY_FAILING_KRYLOV};
  if (p->linear_solver != BY_MATRIX)
    request.krylov = (fs_krylov){product, evaluate, factor, precondition, &d};
  fs_cvode *solver;
  int code = fs_cvode_create(&request, &solver);
  for (int steps = 0; code == FS_SUCCESS && steps < 100000; steps++) {
    double before = time;
    code = fs_cvode_step(solver, &time, state);
    if (code >= 0) fs_cvode_interpolate(solver, (before + time) / 2, 0, between);
  }
  if (solver) {
    fs_cvode_statistics statistics;
    fs_cvode_get_statistics(solver, &statistics);
    fs_cvode_get_largest(solver, largest);
    fs_cvode_worst_variable(solver);
    fs_cvode_destroy(solver);
  }
  int is_good = p->succeeds ? code == FS_END_REACHED : code < 0;
  if (!is_good) fprintf(stderr, "%s: code %d at t = %g\n", p->name, code, time);
  return !is_good;
}

// MARK: ARKODE

// Van der Pol's oscillator, in parts: x' = (y + x - x^3/3) / 1e-2 fast, y' = -x slow. A context says
// what goes wrong.
enum { NOTHING, NO_START, STOPS, NO_SLOW_START, SLOW_STOPS, BLOWS_UP };

static int fast_part(double t, const double *y, double *f, void *context) {
  int fault = *(const int *)context;
  double cubic = y[0] * y[0] * y[0] / 3;
  f[0] = fault == BLOWS_UP ? 1e2 * y[0] * y[0] : 1e2 * (y[1] + y[0] - cubic);
  f[1] = 0;
  return fault == NO_START ? 1 : fault == STOPS && t > 0.5 ? -1 : 0;
}

static int fast_jacobian(double t, const double *y, double *j, void *context) {
  (void)t;
  int blows_up = *(const int *)context == BLOWS_UP;
  memset(j, 0, 4 * sizeof *j);
  j[0] = blows_up ? 2e2 * y[0] : 1e2 * (1 - y[0] * y[0]);
  j[2] = blows_up ? 0 : 1e2;
  return 0;
}

static int slow_part(double t, const double *y, double *f, void *context) {
  int fault = *(const int *)context;
  f[0] = 0, f[1] = -y[0];
  return fault == NO_SLOW_START ? 1 : fault == SLOW_STOPS && t > 0.5 ? -1 : 0;
}

static int run_parts(int method, int order, int fault) {
  double state[2] = {2, 0}, tolerances[2] = {-1, -1}, time = 0, between[2], largest[2];
  fs_arkode_request request = {
      .problem = {.dimension = 2, .end = 2, .state = state,
                  .relative_tolerance = 1e-6, .absolute_tolerances = tolerances},
      .method = method, .order = order, .slow_step = 1e-3,
      .fast_rate = fast_part, .fast_rate_context = &fault, .slow_rate = slow_part,
      .slow_rate_context = &fault, .fast_jacobian = fast_jacobian,
      .fast_jacobian_context = &fault,
  };
  fs_arkode *solver;
  int code = fs_arkode_create(&request, &solver);
  for (int steps = 0; code == FS_SUCCESS && steps < 100000; steps++) {
    double before = time;
    code = fs_arkode_step(solver, &time, state);
    if (code >= 0) fs_arkode_interpolate(solver, (before + time) / 2, between);
  }
  if (solver) {
    fs_arkode_statistics statistics;
    fs_arkode_get_statistics(solver, &statistics);
    fs_arkode_get_largest(solver, largest);
    fs_arkode_worst_variable(solver);
    fs_arkode_destroy(solver);
  }
  int is_good = fault == NOTHING ? code == FS_END_REACHED : code < 0;
  if (!is_good)
    fprintf(stderr, "method %d of order %d, fault %d: code %d at t = %g\n", method, order, fault,
            code, time);
  return !is_good;
}

static int run_all_parts(void) {
  int failures = 0;
  for (int order = 3; order <= 5; order++) failures += run_parts(FS_ADDITIVE, order, NOTHING);
  for (int order = 2; order <= 4; order++) failures += run_parts(FS_MULTIRATE, order, NOTHING);
  for (int fault = NO_START; fault <= BLOWS_UP; fault++) {
    failures += run_parts(FS_ADDITIVE, 4, fault);
    failures += run_parts(FS_MULTIRATE, 3, fault);
  }
  return failures;
}

static void *run_all(void *failures) {
  for (size_t k = 0; k < sizeof problems / sizeof *problems; k++) *(int *)failures += run(problems + k);
  *(int *)failures += run_all_parts();
  return NULL;
}

int main(void) {
  enum { THREADS = 4 };
  pthread_t threads[THREADS];
  int failures[THREADS] = {0}, all = 0;
  for (int k = 0; k < THREADS; k++) pthread_create(threads + k, NULL, run_all, failures + k);
  for (int k = 0; k < THREADS; k++) {
    pthread_join(threads[k], NULL);
    all += failures[k];
  }
  long long alive = (long long)fs_cvode_live_count();
  long long objects = (long long)fs_sundials_live_objects();
  printf("%d failures, %lld solvers and %lld objects alive\n", all, alive, objects);
  return all != 0 || alive != 0 || objects != 0;
}
