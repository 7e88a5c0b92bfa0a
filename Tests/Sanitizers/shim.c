// Drives the SUNDIALS shim through success and every kind of failure, under a sanitizer:
// scripts/sanitize builds and runs it. Ends with 0 if all behaves and no solver is left alive.
#include "fs_cvode.h"

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

typedef struct {
  const char *name;
  fs_callback rate, jacobian;
  int dimension, method, succeeds;
  double end, tolerance;
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
};

static int run(const problem *p) {
  double state[3] = {1, 0, 0}, tolerances[3] = {p->tolerance, p->tolerance, p->tolerance};
  double time = 0, between[3], largest[3];
  fs_cvode_request request = {
      .dimension = p->dimension, .method = p->method, .start = 0, .end = p->end, .state = state,
      .relative_tolerance = 1e-8, .absolute_tolerances = tolerances, .rate = p->rate,
      .jacobian = p->jacobian,
  };
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

static void *run_all(void *failures) {
  for (size_t k = 0; k < sizeof problems / sizeof *problems; k++) *(int *)failures += run(problems + k);
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
  printf("%d failures, %lld solvers alive\n", all, alive);
  return all != 0 || alive != 0;
}
