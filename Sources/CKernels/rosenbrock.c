#include "fs_rosenbrock.h"

#include "rosenbrock_internal.h"
#include "rosenbrock_tableau.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// How many tolerances the dense output may be off by: the ends of steps are to be better.
static const double DENSE_ALLOWANCE = 10;

static int linearise(fs_rosenbrock *s) {
  if (s->is_linearised) return 0;
  s->work.rate_evaluations++;
  s->work.linearisations++;
  int code = s->request.linearisation(s->time, s->y, s->linearisation,
                                      s->request.linearisation_context);
  s->is_linearised = code == 0;
  return code;
}

static void accept(fs_rosenbrock *s, double h, double root, int reaches_end) {
  s->last_accepted = fabs(h);
  s->last_root = fmax(root, 0.4);  // an error of a hundredth
  s->begin = s->time;
  s->time = reaches_end ? s->request.end : s->time + h;
  double *old = s->y;
  s->y = s->next;
  s->next = old;
  s->is_linearised = s->was_rejected = 0;
  s->has_dense = s->request.controls_dense;
  s->work.steps++;
  s->work.last_step = h;
}

static int prepare(fs_rosenbrock *s) {
  rosenbrock_set_floor(s);
  int code = linearise(s);
  if (code) return code < 0 ? FS_ROSENBROCK_STOPPED : FS_ROSENBROCK_LINEARISATION;
  if (s->step == 0) s->step = s->request.first_step > 0 ? s->request.first_step : rosenbrock_first_step(s);
  return 0;
}

static void make_dense(fs_rosenbrock *s) {
  int n = s->n;
  for (int m = 0; m < 3; m++)
    for (int k = 0; k < n; k++) {
      double sum = 0;
      for (int j = 0; j < FS_ROSENBROCK_STAGES; j++) sum += RODAS5P.dense[m][j] * s->u[j * n + k];
      s->dense[m * n + k] = sum;
    }
}

// The error of the dense output in the middle of the step just tried, over what is allowed. Where a
// stiff equation is forced, both ends may be exact and the middle far off. Its residual is
// r = p' - F(p); the error delta obeys delta' = J delta - r, so that W^-1 r, with W at hand, is of its
// size in slow components (h r) and in fast ones (J^-1 r) alike.
static double dense_error(fs_rosenbrock *s, double h) {
  int n = s->n;
  make_dense(s);
  const double *k1 = s->dense, *k2 = k1 + n, *k3 = k2 + n;
  for (int k = 0; k < n; k++)
    s->z[k] = 0.5 * (s->y[k] + s->next[k]) + 0.25 * (k1[k] + 0.5 * (k2[k] + 0.5 * k3[k]));
  s->work.rate_evaluations++;
  if (s->request.rate(s->time + 0.5 * h, s->z, s->rate, s->request.rate_context)) return INFINITY;
  for (int k = 0; k < n; k++)
    s->rate[k] = (s->next[k] - s->y[k] + 0.25 * (k2[k] + k3[k])) / h - s->rate[k];
  rosenbrock_solve(s, s->rate);
  return rosenbrock_norm(s, s->rate);
}

int fs_rosenbrock_step(fs_rosenbrock *s, double *time, double *state) {
  int code = prepare(s);
  if (code) return code;
  const double direction = s->request.end > s->request.start ? 1 : -1;
  int cause = FS_ROSENBROCK_NO_STEP;
  for (;;) {
    if (s->request.largest_step > 0) s->step = fmin(s->step, s->request.largest_step);
    double left = fabs(s->request.end - s->time);
    int reaches_end = s->step * 1.0001 >= left;
    double h = direction * (reaches_end ? left : s->step);
    if (!reaches_end && s->time + 0.1 * h == s->time) return cause;
    code = s->attempt(s, h);
    double error = code == 0 ? rosenbrock_norm(s, s->u + 7 * s->n) : INFINITY;
    // The checked attempt finds where F is not finite, for the report.
    if (s->tape && code == 0 && !isfinite(error)) code = s->checked_attempt(s, h);
    if (code < 0 && code != FS_ROSENBROCK_SINGULAR) return FS_ROSENBROCK_STOPPED;
    if (s->request.controls_dense && error <= 1) error = fmax(error, dense_error(s, h) / DENSE_ALLOWANCE);
    double root = pow(error, 0.2);
    if (error <= 1) {
      double factor = rosenbrock_shrink(s, root, fabs(h));
      s->step = fabs(h) / (s->was_rejected ? fmax(factor, 1) : factor);
      accept(s, h, root, reaches_end);
      *time = s->time;
      memcpy(state, s->y, sizeof(double) * (size_t)s->n);
      return reaches_end ? FS_ROSENBROCK_END_REACHED : FS_ROSENBROCK_SUCCESS;
    }
    s->was_rejected = 1;
    if (isfinite(error)) {
      cause = FS_ROSENBROCK_ERROR_TEST;
      s->work.error_test_failures++;
      s->step = fabs(h) / rosenbrock_shrink(s, root, fabs(h));
    } else {
      cause = code == FS_ROSENBROCK_SINGULAR ? FS_ROSENBROCK_SINGULAR : FS_ROSENBROCK_RATE;
      s->work.rate_failures++;
      s->step = 0.25 * fabs(h);
    }
  }
}

void fs_rosenbrock_interpolate(fs_rosenbrock *s, double time, double *result) {
  int n = s->n;
  if (!s->has_dense) make_dense(s);
  s->has_dense = 1;
  double x = (time - s->begin) / s->work.last_step, rest = 1 - x;
  const double *k1 = s->dense, *k2 = k1 + n, *k3 = k2 + n;
  for (int k = 0; k < n; k++)
    result[k] = rest * s->next[k] + x * (s->y[k] + rest * (k1[k] + x * (k2[k] + x * k3[k])));
}

// MARK: Life cycle and reports

// One block of memory, cut into the solver's arrays.
static int allocate(fs_rosenbrock *s) {
  size_t n = (size_t)s->n, stages = FS_ROSENBROCK_STAGES;
  size_t sizes[] = {n, n, n + n * n + n, stages * n, n, n, n * n, n, n, 3 * n, n};
  double **arrays[] = {&s->y,  &s->next,  &s->linearisation, &s->u,     &s->z,
                       &s->rate, &s->lu, &s->floor,         &s->largest, &s->dense};
  size_t count = sizeof arrays / sizeof *arrays, total = 0;
  for (size_t k = 0; k <= count; k++) total += sizes[k];
  double *memory = s->memory = calloc(total > 0 ? total : 1, sizeof(double));
  s->pivots = calloc(n > 0 ? n : 1, sizeof(int));
  if (!memory || !s->pivots) return 0;
  for (size_t k = 0; k < count; k++) {
    *arrays[k] = memory;
    memory += sizes[k];
  }
  memcpy(memory, s->request.absolute_tolerances, n * sizeof(double));
  s->request.absolute_tolerances = memory;
  return 1;
}

fs_rosenbrock *fs_rosenbrock_create(const fs_rosenbrock_request *request) {
  fs_rosenbrock *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->request = *request;
  s->n = (int)request->dimension;
  s->time = s->begin = request->start;
  if (request->rate == fs_program_call) s->tape = request->rate_context;
  s->attempt = rosenbrock_attempt_for(s->n, s->tape != NULL);
  s->checked_attempt = rosenbrock_attempt_for(s->n, 0);
  if (!allocate(s)) {
    fs_rosenbrock_destroy(s);
    return NULL;
  }
  size_t bytes = sizeof(double) * (size_t)s->n;
  memcpy(s->y, request->state, bytes);
  if (request->largest) memcpy(s->largest, request->largest, bytes);
  return s;
}

void fs_rosenbrock_destroy(fs_rosenbrock *s) {
  if (!s) return;
  free(s->memory);
  free(s->pivots);
  free(s);
}

void fs_rosenbrock_get_largest(const fs_rosenbrock *s, double *largest) {
  memcpy(largest, s->largest, sizeof(double) * (size_t)s->n);
}

void fs_rosenbrock_get_statistics(const fs_rosenbrock *s, fs_rosenbrock_statistics *statistics) {
  *statistics = s->work;
}

int64_t fs_rosenbrock_worst_variable(const fs_rosenbrock *s) {
  double largest = 0;
  int64_t worst = -1;
  for (int k = 0; k < s->n; k++) {
    double size = fabs(rosenbrock_weighted(s, s->u[7 * s->n + k], k));
    if (size > largest) {
      largest = size;
      worst = k;
    }
  }
  return worst;
}
