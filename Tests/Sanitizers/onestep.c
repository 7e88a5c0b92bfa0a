// Drives the one-step methods through success and every kind of failure, under a sanitizer:
// scripts/sanitize builds and runs it. Ends with 0 if all behaves.
#include "fs_onestep.h"
#include "fs_tape.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 40 };
static const int METHODS[] = {FS_DOP853, FS_RODAS5P, FS_RADAU};

// A chain x_k' = k (x_{k-1} - x_k) from 0 with x_0 = 1: x_k = (1 - e^-t)^k. `context` is its length.
static int chain(double t, const double *x, double *f, void *context) {
  (void)t;
  for (int k = 0; k < *(int *)context; k++) f[k] = (k + 1) * ((k > 0 ? x[k - 1] : 1) - x[k]);
  return 0;
}

static int chain_linearised(double t, const double *x, double *result, void *context) {
  int n = *(int *)context;
  chain(t, x, result, context);
  double *jacobian = result + n;
  memset(jacobian, 0, sizeof(double) * (size_t)(n * n));
  for (int k = 0; k < n; k++) {
    jacobian[k + k * n] = -(k + 1);
    if (k > 0) jacobian[k + (k - 1) * n] = k + 1;
  }
  return 0;
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

// F = `context` everywhere.
static int constant(double t, const double *y, double *result, void *context) {
  (void)t, (void)y;
  result[0] = *(double *)context;
  result[1] = 0;
  return 0;
}

static int decay(double t, const double *y, double *result, void *context) {
  (void)t, (void)context;
  result[0] = 2 - y[0];
  result[1] = -1;
  return 0;
}

static int undefined(double t, const double *y, double *result, void *context) {
  (void)t, (void)y, (void)context;
  result[0] = 0;
  return 1;
}

static int run(fs_onestep_request request, double *end) {
  double tolerances[MOST], within[MOST], t;
  for (int k = 0; k < request.problem.dimension; k++) tolerances[k] = -1;
  request.problem.absolute_tolerances = tolerances;
  fs_onestep *solver = fs_onestep_create(&request);
  if (!solver) return -9999;
  int code;
  do {
    double before = 0;
    code = fs_onestep_step(solver, &t, end);
    fs_onestep_statistics work;
    fs_onestep_get_statistics(solver, &work);
    before = t - work.last_step;
    if (code >= 0) fs_onestep_interpolate(solver, 0.5 * (before + t), within);
  } while (code == FS_ONESTEP_SUCCESS);
  fs_onestep_get_largest(solver, within);
  (void)fs_onestep_worst_variable(solver);
  fs_onestep_destroy(solver);
  return code;
}

static int failures;

static void expect(int holds, const char *what, int method, int n) {
  if (holds) return;
  __atomic_fetch_add(&failures, 1, __ATOMIC_RELAXED);
  fprintf(stderr, "method %d, %d variables: %s\n", method, n, what);
}

static fs_onestep_request request_for(int method, int n, const double *start) {
  return (fs_onestep_request){
      .problem = {.dimension = n, .end = 2, .state = start, .relative_tolerance = 1e-8},
      .method = method, .controls_dense = 1};
}

static void chains(int method, double tolerance) {
  const int lengths[] = {1, 2, 7, 12, 13, 30};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    int n = lengths[i];
    double start[MOST] = {0}, end[MOST] = {0};
    fs_onestep_request request = request_for(method, n, start);
    request.problem.relative_tolerance = tolerance;
    request.rate = chain;
    request.linearisation = chain_linearised;
    request.rate_context = request.linearisation_context = &n;
    expect(run(request, end) == FS_ONESTEP_END_REACHED, "did not reach its end", method, n);
    for (int k = 0; k < n; k++)
      expect(fabs(end[k] - pow(1 - exp(-2), k + 1)) < 100 * tolerance, "wrong", method, n);
  }
}

// y' = -y + 2 on a tape: slots y, t, the constants -1 and 2, temporaries.
static void on_tape(int method) {
  const fs_instruction code[] = {{FS_MULTIPLY, 4, 0, 2, 0}, {FS_ADD, 5, 4, 3, 0}};
  double work[] = {0, 0, -1, 2, 0, 0}, noted[2], start = 1, end = 0;
  const uint32_t output = 5;
  fs_program program = {.code = code, .count = 2, .work = work, .slot_count = 6, .input_count = 1,
                        .output_slots = &output, .output_count = 1, .earliest = -INFINITY,
                        .latest = INFINITY, .nonfinite = noted};
  fs_onestep_request request = request_for(method, 1, &start);
  request.rate = fs_program_call;
  request.rate_context = &program;
  request.linearisation = decay;
  expect(run(request, &end) == FS_ONESTEP_END_REACHED, "did not reach its end on a tape", method, 1);
  expect(fabs(end - (2 - exp(-2))) < 1e-7, "wrong on a tape", method, 1);
}

static void faults(int method) {
  double start = 1, end = 0, slope = -1;
  fs_onestep_request request = request_for(method, 1, &start);
  request.linearisation = constant;
  request.linearisation_context = &slope;
  request.rate = leaves_domain;
  expect(run(request, &end) < 0, "left the domain unseen", method, 1);
  request.rate = stops;
  slope = 1;
  expect(run(request, &end) == FS_ONESTEP_STOPPED, "did not stop when asked", method, 1);
  request.linearisation = undefined;
  expect(method == FS_DOP853 || run(request, &end) == FS_ONESTEP_LINEARISATION,
         "took derivatives that are not finite", method, 1);
}

static void *work(void *unused) {
  for (size_t i = 0; i < sizeof METHODS / sizeof *METHODS; i++) {
    const double tolerances[] = {5e-3, 1e-5, 1e-9};
    for (int k = 0; k < 3; k++) chains(METHODS[i], tolerances[k]);
    on_tape(METHODS[i]);
    faults(METHODS[i]);
  }
  return unused;
}

int main(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, work, NULL);
  for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
  printf("one-step methods on four threads: %d failures\n", failures);
  return failures != 0;
}
