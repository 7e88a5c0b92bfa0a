#include "onestep.h"

#include "fs_error_floor.h"

#include <stdlib.h>

static const onestep_method *const METHODS[] = {
    [FS_DOP853] = &onestep_dop853, [FS_RODAS5P] = &onestep_rodas5p, [FS_RADAU] = &onestep_radau};

// How many tolerances the dense output may be off by: the ends of steps are to be better.
static const double DENSE_ALLOWANCE = 10;

// MARK: Steps

static void accept(fs_onestep *s, double h, double root, int reaches_end) {
  s->method->accept(s, h, root);
  const fs_problem *p = &s->request.problem;
  s->before = s->elapsed;
  s->begin = s->time;
  s->elapsed = reaches_end ? p->end - p->start : s->elapsed + h;
  s->time = reaches_end ? p->end : p->start + s->elapsed;
  double *old = s->y;
  s->y = s->next;
  s->next = old;
  s->is_linearised = s->was_rejected = 0;
  s->work.steps++;
  s->work.last_step = h;
}

int fs_onestep_step(fs_onestep *s, double *time, double *state) {
  fs_error_floor(s->n, s->y, s->request.problem.absolute_tolerances, s->request.problem.relative_tolerance,
                 s->largest, s->floor);
  int code = s->method->prepare(s);
  if (code) return code;
  const double whole = s->request.problem.end - s->request.problem.start, direction = whole > 0 ? 1 : -1;
  int cause = FS_ONESTEP_NO_STEP;
  for (;;) {
    if (s->request.problem.largest_step > 0) s->step = fmin(s->step, s->request.problem.largest_step);
    double left = fabs(whole - s->elapsed);
    int reaches_end = s->step * 1.0001 >= left;
    double h = direction * (reaches_end ? left : s->step);
    if (!reaches_end && s->elapsed + 0.1 * h == s->elapsed) return cause;
    code = s->method->attempt(s, h, 0);
    double error = code ? INFINITY : s->method->size_of_error(s, h);
    // Once more by calls, which say where F was not finite.
    if (s->tape && (code == FS_ONESTEP_RATE || (code == 0 && !isfinite(error))))
      code = s->method->attempt(s, h, 1);
    if (code == FS_ONESTEP_STOPPED) return code;
    if (error <= 1 && s->request.controls_dense && s->method->dense_error)
      error = fmax(error, s->method->dense_error(s, h) / DENSE_ALLOWANCE);
    if (isfinite(error)) {
      double root = pow(error, 1.0 / s->error_order);
      double factor = s->method->shrink(s, root, fabs(h));
      if (error <= 1) {
        s->step = fabs(h) / (s->was_rejected ? fmax(factor, 1) : factor);
        accept(s, h, root, reaches_end);
        *time = s->time;
        memcpy(state, s->y, sizeof(double) * (size_t)s->n);
        return reaches_end ? FS_ONESTEP_END_REACHED : FS_ONESTEP_SUCCESS;
      }
      cause = FS_ONESTEP_ERROR_TEST;
      s->work.error_test_failures++;
      s->step = fabs(h) / factor;
    } else {
      cause = code ? code : FS_ONESTEP_RATE;
      int diverges = cause == FS_ONESTEP_CONVERGENCE;
      *(diverges ? &s->work.convergence_failures : &s->work.rate_failures) += 1;
      s->step = (diverges ? 0.5 : 0.25) * fabs(h);
    }
    s->was_rejected = 1;
  }
}

int fs_onestep_interpolate(fs_onestep *s, double time, double *result) {
  // Times of F may be further apart than the step is long.
  double x = (time - s->request.problem.start - s->before) / s->work.last_step;
  return s->method->interpolate(s, onestep_clamp(x, 0, 1), result);
}

// MARK: For implicit methods

// Hairer, Norsett and Wanner I, II.4, with the exact second derivative J F + dF/dt.
static double first_step(fs_onestep *s) {
  int n = s->n;
  const double *f = s->linearisation, *jacobian = f + n;
  for (int i = 0; i < n; i++) {
    double sum = s->request.depends_on_time ? jacobian[n * n + i] : 0;
    for (int j = 0; j < n; j++) sum += jacobian[i + j * n] * f[j];
    s->error[i] = sum;
  }
  memcpy(s->next, s->y, sizeof(double) * (size_t)n);
  double size = onestep_norm(s, s->y), speed = onestep_norm(s, f), bend = onestep_norm(s, s->error);
  double span = fabs(s->request.problem.end - s->request.problem.start);
  double short_step = size > 1e-5 && speed > 1e-5 ? 0.01 * size / speed : 1e-6 * span;
  double largest = fmax(speed, sqrt(bend));
  double step = largest > 0 ? pow(0.01, 1.0 / s->error_order) / largest : span;
  return fmin(100 * short_step, step);
}

int onestep_linearise(fs_onestep *s) {
  if (!s->is_linearised) {
    s->work.rate_evaluations++;
    s->work.linearisations++;
    int code = s->request.linearisation(s->time, s->y, s->linearisation,
                                        s->request.linearisation_context);
    if (code) return code < 0 ? FS_ONESTEP_STOPPED : FS_ONESTEP_LINEARISATION;
    s->is_linearised = 1;
  }
  if (s->step == 0) s->step = s->request.problem.first_step > 0 ? s->request.problem.first_step : first_step(s);
  return 0;
}

double onestep_predicted_shrink(const onestep_memory *last, double root, double h, double least,
                                double most) {
  const double safety = 0.9;
  double factor = onestep_clamp(root / safety, least, most);
  if (root <= 1 && last->step > 0) {
    double predicted = last->step / h * (root * root / last->root) / safety;
    factor = fmax(factor, onestep_clamp(predicted, least, most));
  }
  return factor;
}

// MARK: Life cycle and reports

double *onestep_cut(const onestep_array *arrays, size_t count) {
  const size_t line = 64 / sizeof(double);
  size_t total = line;
  for (size_t k = 0; k < count; k++) total += (arrays[k].count + line - 1) / line * line;
  double *memory = aligned_alloc(64, total * sizeof(double));
  if (!memory) return NULL;
  memset(memory, 0, total * sizeof(double));
  double *place = memory;
  for (size_t k = 0; k < count; k++) {
    *arrays[k].place = place;
    place += (arrays[k].count + line - 1) / line * line;
  }
  return memory;
}

static int open(fs_onestep *s) {
  size_t n = (size_t)s->n;
  double *tolerances;
  onestep_array arrays[] = {{n, &s->y},     {n, &s->next},    {n, &s->error},
                            {n, &s->floor}, {n, &s->largest}, {n, &tolerances},
                            {s->request.linearisation ? n + n * n + n : 0, &s->linearisation}};
  s->memory = onestep_cut(arrays, sizeof arrays / sizeof *arrays);
  if (!s->memory) return 0;
  size_t bytes = sizeof(double) * n;
  memcpy(tolerances, s->request.problem.absolute_tolerances, bytes);
  s->request.problem.absolute_tolerances = tolerances;
  memcpy(s->y, s->request.problem.state, bytes);
  if (s->request.problem.largest) memcpy(s->largest, s->request.problem.largest, bytes);
  return s->method->open(s);
}

fs_onestep *fs_onestep_create(const fs_onestep_request *request) {
  const onestep_method *method = METHODS[request->method];
  fs_onestep *s = calloc(1, method->solver_size);
  if (!s) return NULL;
  s->request = *request;
  s->method = method;
  s->n = (int)request->problem.dimension;
  s->time = s->begin = request->problem.start;
  if (request->rate == fs_program_call) s->tape = request->rate_context;
  if (open(s)) return s;
  fs_onestep_destroy(s);
  return NULL;
}

void fs_onestep_destroy(fs_onestep *s) {
  if (!s) return;
  free(s->memory);
  free(s->own_memory);
  free(s);
}

void fs_onestep_get_largest(const fs_onestep *s, double *largest) {
  memcpy(largest, s->largest, sizeof(double) * (size_t)s->n);
}

void fs_onestep_get_statistics(const fs_onestep *s, fs_onestep_statistics *statistics) {
  *statistics = s->work;
}

int64_t fs_onestep_worst_variable(const fs_onestep *s) {
  double largest = 0;
  int64_t worst = -1;
  for (int k = 0; k < s->n; k++) {
    double size = fabs(onestep_weighted(s, s->error[k], k));
    if (size > largest) {
      largest = size;
      worst = k;
    }
  }
  return worst;
}
