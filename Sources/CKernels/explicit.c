#include "fs_explicit.h"

#include "error_floor.h"
#include "explicit_tableau.h"
#include "fs_tape.h"
#include "tape_in_place.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct fs_explicit {
  fs_explicit_request request;
  int n;
  double time;
  double step;   // the next to try, without sign
  double begin;  // of the last step taken
  double *memory;
  double *y, *next, *last;  // `last`: the argument of stage 12
  double *k;                // the stages one after another
  double *z, *error, *floor, *largest, *dense;
  const fs_program *tape;  // F, where it is one; else NULL
  int has_rate, has_dense, was_rejected;
  double fastest;  // |lambda| of the fastest mode lately
  fs_explicit_statistics work;
};

fs_explicit_tableau fs_explicit_get_tableau(void) { return DOP853; }

static inline int call_rate(fs_explicit *s, double t, const double *z, double *rate) {
  s->work.rate_evaluations++;
  double end = s->request.end;  // which t + (end - t) may miss by a rounding
  t = end >= s->request.start ? fmin(t, end) : fmax(t, end);
  int code = s->request.rate(t, z, rate, s->request.rate_context);
  return code < 0 ? FS_EXPLICIT_STOPPED : code;
}

static inline int run_tape(fs_explicit *s, double t, const double *z, double *rate) {
  (void)z;
  s->work.rate_evaluations++;
  tape_run_in_place(s->tape, s->n, t, rate);
  return 0;
}

#define STAGES stages_by_calls
#define RATE call_rate
#include "explicit_stages.h"
#undef STAGES
#undef RATE
#define STAGES stages_on_tape
#define RATE run_tape
#include "explicit_stages.h"

static double weighted(const fs_explicit *s, double value, int k) {
  double size = fmax(fabs(s->y[k]), fabs(s->next[k]));
  return value == 0 ? 0 : value / (s->request.relative_tolerance * size + s->floor[k]);
}

// MARK: A step

// The error of a step over what is allowed, damped where the one of order 3 is much larger (II.10).
static double error_of(fs_explicit *s, double h) {
  int n = s->n;
  double fifth = 0, third = 0;
  for (int m = 0; m < n; m++) {
    double five = 0, three = 0;
#pragma clang loop unroll(full)
    for (int j = 0; j <= FS_EXPLICIT_STAGES; j++) {
      if (DOP853.fifth[j] != 0) five += DOP853.fifth[j] * s->k[j * n + m];
      if (DOP853.third[j] != 0) three += DOP853.third[j] * s->k[j * n + m];
    }
    s->error[m] = five;
    five = weighted(s, five, m);
    three = weighted(s, three, m);
    fifth += five * five;
    third += three * three;
  }
  double both = fifth + 0.01 * third;
  return both == 0 ? 0 : fabs(h) * fifth / sqrt(both * n);
}

// |h lambda| from the last two stages, both at t + h (IV.2, (2.13)).
static double stiffness_of(const fs_explicit *s, double h) {
  double rates = 0, states = 0;
  const double *late = s->k + 11 * s->n, *new = s->k + 12 * s->n;
  for (int m = 0; m < s->n; m++) {
    double rate = weighted(s, new[m] - late[m], m), state = weighted(s, s->next[m] - s->last[m], m);
    rates += rate * rate;
    states += state * state;
  }
  return states > 0 ? fabs(h) * sqrt(rates / states) : 0;
}

// Renews what is known of the fastest mode, and returns the longest step at which modes that have
// died out stay dead. Once a fast mode is down to rounding the error estimate no longer sees it, and a
// step far beyond the border of stability (6.1) is let pass: such a step brings it back, and within the
// step the dense output has it up to a thousandfold. At 5.5 it is damped. The mode does not show in
// every step, so it is forgotten slowly.
static double longest_stable_step(fs_explicit *s, double h) {
  s->fastest = fmax(stiffness_of(s, h) / fabs(h), 0.95 * s->fastest);
  s->work.stiffness = fabs(h) * s->fastest;
  return s->fastest > 0 ? 5.5 / s->fastest : INFINITY;
}

static inline __attribute__((always_inline)) int attempt(fs_explicit *s, double h, int on_tape) {
  int n = s->n;
  double *z = on_tape ? s->tape->work : s->z;
  int code = on_tape ? stages_on_tape(s, s->y, s->time, h, z, 1, FS_EXPLICIT_STAGES)
                     : stages_by_calls(s, s->y, s->time, h, z, 1, FS_EXPLICIT_STAGES);
  if (code) return code;
  memcpy(s->last, z, sizeof(double) * (size_t)n);
  for (int m = 0; m < n; m++) {
    double sum = 0;
#pragma clang loop unroll(full)
    for (int j = 0; j < FS_EXPLICIT_STAGES; j++)
      if (DOP853.b[j] != 0) sum += DOP853.b[j] * s->k[j * n + m];
    s->next[m] = z[m] = s->y[m] + h * sum;
  }
  double *new = s->k + FS_EXPLICIT_STAGES * n;
  return on_tape ? run_tape(s, s->time + h, z, new) : call_rate(s, s->time + h, z, new);
}

static int attempt_on_tape(fs_explicit *s, double h) { return attempt(s, h, 1); }
static int attempt_by_calls(fs_explicit *s, double h) { return attempt(s, h, 0); }

// Hairer, Norsett and Wanner I, II.4.
static int choose_first_step(fs_explicit *s) {
  int n = s->n;
  const double *f = s->k;
  double size = 0, speed = 0, bend = 0, span = s->request.end - s->request.start;
  memcpy(s->next, s->y, sizeof(double) * (size_t)n);
  for (int m = 0; m < n; m++) {
    double a = weighted(s, s->y[m], m), b = weighted(s, f[m], m);
    size += a * a / n;
    speed += b * b / n;
  }
  size = sqrt(size), speed = sqrt(speed);
  double trial = size > 1e-5 && speed > 1e-5 ? 0.01 * size / speed : 1e-6 * fabs(span);
  trial = fmin(trial, fabs(span));
  double h = copysign(trial, span);
  for (int m = 0; m < n; m++) s->z[m] = s->y[m] + h * f[m];
  int code = call_rate(s, s->time + h, s->z, s->k + n);
  if (code < 0) return code;
  if (code == 0)
    for (int m = 0; m < n; m++) {
      double b = weighted(s, (s->k[n + m] - f[m]) / trial, m);
      bend += b * b / n;
    }
  double most = fmax(speed, sqrt(bend));
  double step = most > 1e-15 ? pow(0.01 / most, 1.0 / 8) : fmax(1e-6 * fabs(span), 1e-3 * trial);
  s->step = isfinite(step) ? fmin(100 * trial, step) : trial;
  return 0;
}

static int prepare(fs_explicit *s) {
  error_floor(s->n, s->y, s->request.absolute_tolerances, s->request.relative_tolerance, s->largest,
              s->floor);
  if (!s->has_rate) {
    int code = call_rate(s, s->time, s->y, s->k);
    if (code) return code < 0 ? code : FS_EXPLICIT_RATE;
    s->has_rate = 1;
  }
  if (s->step == 0) {
    s->step = s->request.first_step;
    if (!(s->step > 0)) return choose_first_step(s);
  }
  return 0;
}

static void accept(fs_explicit *s, double h, int reaches_end) {
  s->begin = s->time;
  s->time = reaches_end ? s->request.end : s->time + h;
  double *old = s->y;
  s->y = s->next;
  s->next = old;
  s->has_dense = s->was_rejected = 0;
  s->has_rate = 2;  // in stage 13, to be moved to the first when the next step is taken
  s->work.steps++;
  s->work.last_step = h;
}

int fs_explicit_step(fs_explicit *s, double *time, double *state) {
  if (s->has_rate == 2) {
    memcpy(s->k, s->k + FS_EXPLICIT_STAGES * s->n, sizeof(double) * (size_t)s->n);
    s->has_rate = 1;
  }
  int code = prepare(s);
  if (code) return code;
  const double direction = s->request.end > s->request.start ? 1 : -1;
  int cause = FS_EXPLICIT_NO_STEP;
  for (;;) {
    if (s->request.largest_step > 0) s->step = fmin(s->step, s->request.largest_step);
    double left = fabs(s->request.end - s->time);
    int reaches_end = s->step * 1.0001 >= left;
    double h = direction * (reaches_end ? left : s->step);
    if (!reaches_end && s->time + 0.1 * h == s->time) return cause;
    code = s->tape ? attempt_on_tape(s, h) : attempt_by_calls(s, h);
    double error = code == 0 ? error_of(s, h) : INFINITY;
    // By calls it is noted where F is not finite, for the report.
    if (s->tape && code == 0 && !isfinite(error)) code = attempt_by_calls(s, h);
    if (code < 0) return FS_EXPLICIT_STOPPED;
    // 0.9 of what the error asks for, within 1/3 and 6 (II.4 and the program's defaults).
    double factor = fmin(6, fmax(1.0 / 3, 0.9 * pow(error, -1.0 / 8)));
    if (error <= 1) {
      s->step = fabs(h) * (s->was_rejected ? fmin(factor, 1) : factor);
      s->step = fmin(s->step, longest_stable_step(s, h));
      s->work.next_step = s->step;
      accept(s, h, reaches_end);
      *time = s->time;
      memcpy(state, s->y, sizeof(double) * (size_t)s->n);
      return reaches_end ? FS_EXPLICIT_END_REACHED : FS_EXPLICIT_SUCCESS;
    }
    s->was_rejected = 1;
    if (isfinite(error)) {
      cause = FS_EXPLICIT_ERROR_TEST;
      s->work.error_test_failures++;
      s->step = fabs(h) * factor;
    } else {
      cause = FS_EXPLICIT_RATE;
      s->work.rate_failures++;
      s->step = 0.25 * fabs(h);
    }
  }
}

// MARK: Dense output

// Three more stages, from the state before the step; then the polynomial of II.6, (6.12).
static int make_dense(fs_explicit *s) {
  int n = s->n;
  double h = s->work.last_step, *k = s->k, *d = s->dense;
  const double *old = s->next;
  int code = stages_by_calls(s, old, s->begin, h, s->z, FS_EXPLICIT_STAGES + 1, FS_EXPLICIT_ALL_STAGES);
  if (code) return code;
  const double *first = k, *new = k + FS_EXPLICIT_STAGES * n;
  for (int m = 0; m < n; m++) {
    double difference = s->y[m] - old[m];
    d[m] = difference;
    d[n + m] = h * first[m] - difference;
    d[2 * n + m] = 2 * difference - h * (new[m] + first[m]);
    for (int i = 0; i < 4; i++) {
      double sum = 0;
      for (int j = 0; j < FS_EXPLICIT_ALL_STAGES; j++) sum += DOP853.dense[i][j] * k[j * n + m];
      d[(3 + i) * n + m] = h * sum;
    }
  }
  s->has_dense = 1;
  return 0;
}

int fs_explicit_interpolate(fs_explicit *s, double time, double *result) {
  int n = s->n;
  if (!s->has_dense) {
    int code = make_dense(s);
    if (code) return code;
  }
  double x = (time - s->begin) / s->work.last_step, rest = 1 - x;
  for (int m = 0; m < n; m++) {
    double value = 0;
    for (int i = 6; i >= 0; i--) value = (value + s->dense[i * n + m]) * (i % 2 == 0 ? x : rest);
    result[m] = s->next[m] + value;
  }
  return 0;
}

// MARK: Life cycle and reports

// One block of memory, cut into the solver's arrays.
static int allocate(fs_explicit *s) {
  size_t n = (size_t)s->n;
  size_t sizes[] = {n, n, n, FS_EXPLICIT_ALL_STAGES * n, n, n, n, n, 7 * n, n};
  double **arrays[] = {&s->y, &s->next,  &s->last,    &s->k,    &s->z,
                       &s->error, &s->floor, &s->largest, &s->dense};
  size_t count = sizeof arrays / sizeof *arrays, total = 0;
  for (size_t k = 0; k <= count; k++) total += sizes[k];
  double *memory = s->memory = calloc(total > 0 ? total : 1, sizeof(double));
  if (!memory) return 0;
  for (size_t k = 0; k < count; k++) {
    *arrays[k] = memory;
    memory += sizes[k];
  }
  memcpy(memory, s->request.absolute_tolerances, n * sizeof(double));
  s->request.absolute_tolerances = memory;
  return 1;
}

fs_explicit *fs_explicit_create(const fs_explicit_request *request) {
  fs_explicit *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->request = *request;
  s->n = (int)request->dimension;
  s->time = s->begin = request->start;
  if (request->rate == fs_program_call) s->tape = request->rate_context;
  if (!allocate(s)) {
    fs_explicit_destroy(s);
    return NULL;
  }
  size_t bytes = sizeof(double) * (size_t)s->n;
  memcpy(s->y, request->state, bytes);
  if (request->largest) memcpy(s->largest, request->largest, bytes);
  return s;
}

void fs_explicit_destroy(fs_explicit *s) {
  if (!s) return;
  free(s->memory);
  free(s);
}

void fs_explicit_get_largest(const fs_explicit *s, double *largest) {
  memcpy(largest, s->largest, sizeof(double) * (size_t)s->n);
}

void fs_explicit_get_statistics(const fs_explicit *s, fs_explicit_statistics *statistics) {
  *statistics = s->work;
}

int64_t fs_explicit_worst_variable(const fs_explicit *s) {
  double largest = 0;
  int64_t worst = -1;
  for (int k = 0; k < s->n; k++) {
    double size = fabs(weighted(s, s->error[k], k));
    if (size > largest) {
      largest = size;
      worst = k;
    }
  }
  return worst;
}
