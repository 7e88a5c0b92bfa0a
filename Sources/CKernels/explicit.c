#include "fs_explicit.h"

#include "explicit_tableau.h"
#include "onestep.h"
#include "tape_in_place.h"

typedef struct {
  fs_onestep base;
  double *last;  // the argument of stage 12
  double *k;     // the stages one after another
  double *z, *dense;
  enum { NO_RATE, FIRST, THIRTEENTH } rate_is;  // the stage that holds F at the state
  int has_dense;
  double fastest;  // |lambda| of the fastest mode lately
  int held;        // steps in a row whose size stability sets
} dop;

fs_explicit_tableau fs_explicit_get_tableau(void) { return DOP853; }

static inline int call_rate(dop *s, double t, const double *z, double *rate) {
  return onestep_rate(&s->base, t, z, rate);
}

static inline int run_tape(dop *s, double t, const double *z, double *rate) {
  (void)z;
  s->base.work.rate_evaluations++;
  tape_run_in_place(s->base.tape, s->base.n, t, rate);
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

// MARK: A step

// Hairer, Norsett and Wanner I, II.4.
static int choose_first_step(dop *s) {
  fs_onestep *base = &s->base;
  int n = base->n;
  const double *f = s->k;
  double span = base->request.problem.end - base->request.problem.start;
  memcpy(base->next, base->y, sizeof(double) * (size_t)n);
  double size = onestep_norm(base, base->y), speed = onestep_norm(base, f), bend = 0;
  double trial = size > 1e-5 && speed > 1e-5 ? 0.01 * size / speed : 1e-6 * fabs(span);
  trial = fmin(trial, fabs(span));
  double h = copysign(trial, span), *late = s->k + n;
  for (int m = 0; m < n; m++) s->z[m] = base->y[m] + h * f[m];
  int code = call_rate(s, base->time + h, s->z, late);
  if (code == FS_ONESTEP_STOPPED) return code;
  if (code == 0) {
    for (int m = 0; m < n; m++) late[m] = (late[m] - f[m]) / trial;
    bend = onestep_norm(base, late);
  }
  double most = fmax(speed, sqrt(bend));
  double step = most > 1e-15 ? pow(0.01 / most, 1.0 / 8) : fmax(1e-6 * fabs(span), 1e-3 * trial);
  base->step = isfinite(step) ? fmin(100 * trial, step) : trial;
  return 0;
}

// Whether stability has long held the steps, and too many are left: at 1e7 some ten seconds of a few
// variables.
static int will_not_end(const dop *s) {
  const fs_onestep *base = &s->base;
  return s->held >= 1000 && fabs(base->request.problem.end - base->time) > 1e7 * fabs(base->work.last_step);
}

static int prepare(fs_onestep *base) {
  dop *s = (dop *)base;
  if (will_not_end(s)) return FS_ONESTEP_STIFF;
  if (s->rate_is == THIRTEENTH)
    memcpy(s->k, s->k + FS_EXPLICIT_STAGES * base->n, sizeof(double) * (size_t)base->n);
  if (s->rate_is == NO_RATE) {
    int code = call_rate(s, base->time, base->y, s->k);
    if (code) return code;
  }
  s->rate_is = FIRST;
  if (base->step != 0) return 0;
  base->step = base->request.problem.first_step;
  return base->step > 0 ? 0 : choose_first_step(s);
}

static inline __attribute__((always_inline)) int compute(dop *s, double h, int on_tape) {
  fs_onestep *base = &s->base;
  int n = base->n;
  double *z = on_tape ? base->tape->work : s->z;
  int code = on_tape ? stages_on_tape(s, base->y, base->time, h, z, 1, FS_EXPLICIT_STAGES)
                     : stages_by_calls(s, base->y, base->time, h, z, 1, FS_EXPLICIT_STAGES);
  if (code) return code;
  memcpy(s->last, z, sizeof(double) * (size_t)n);
  for (int m = 0; m < n; m++) {
    double sum = 0;
#pragma clang loop unroll(full)
    for (int j = 0; j < FS_EXPLICIT_STAGES; j++)
      if (DOP853.b[j] != 0) sum += DOP853.b[j] * s->k[j * n + m];
    base->next[m] = z[m] = base->y[m] + h * sum;
  }
  double *new = s->k + FS_EXPLICIT_STAGES * n;
  return on_tape ? run_tape(s, base->time + h, z, new) : call_rate(s, base->time + h, z, new);
}

static int attempt(fs_onestep *base, double h, int checked) {
  dop *s = (dop *)base;
  return base->tape && !checked ? compute(s, h, 1) : compute(s, h, 0);
}

// The error of a step over what is allowed, damped where the one of order 3 is much larger (II.10).
static double size_of_error(fs_onestep *base, double h) {
  dop *s = (dop *)base;
  int n = base->n;
  double fifth = 0, third = 0;
  for (int m = 0; m < n; m++) {
    double five = 0, three = 0;
#pragma clang loop unroll(full)
    for (int j = 0; j <= FS_EXPLICIT_STAGES; j++) {
      if (DOP853.fifth[j] != 0) five += DOP853.fifth[j] * s->k[j * n + m];
      if (DOP853.third[j] != 0) three += DOP853.third[j] * s->k[j * n + m];
    }
    base->error[m] = five;
    five = onestep_weighted(base, five, m);
    three = onestep_weighted(base, three, m);
    fifth += five * five;
    third += three * three;
  }
  double both = fifth + 0.01 * third;
  return both == 0 ? 0 : fabs(h) * fifth / sqrt(both * n);
}

// |h lambda| from the last two stages, both at t + h (IV.2, (2.13)).
static double stiffness_of(const dop *s, double h) {
  const fs_onestep *base = &s->base;
  double rates = 0, states = 0;
  const double *late = s->k + 11 * base->n, *new = s->k + 12 * base->n;
  for (int m = 0; m < base->n; m++) {
    double rate = onestep_weighted(base, new[m] - late[m], m);
    double state = onestep_weighted(base, base->next[m] - s->last[m], m);
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
static double longest_stable_step(dop *s, double h) {
  s->fastest = fmax(stiffness_of(s, h) / fabs(h), 0.95 * s->fastest);
  double reached = s->base.work.stiffness = fabs(h) * s->fastest;
  s->held = reached > FS_EXPLICIT_REACH ? s->held + 1 : 0;
  return s->fastest > 0 ? 5.5 / s->fastest : INFINITY;
}

// Of 0.9 of what the error asks for, within 1/3 and 6 (II.4 and the program's defaults).
static double shrink(const fs_onestep *base, double root, double h) {
  (void)base, (void)h;
  return onestep_clamp(root / 0.9, 1.0 / 6, 3);
}

static void accept(fs_onestep *base, double h, double root) {
  dop *s = (dop *)base;
  (void)root;
  base->step = fmin(base->step, longest_stable_step(s, h));
  s->rate_is = THIRTEENTH;
  s->has_dense = 0;
}

// MARK: Dense output

// Three more stages, from the state before the step; then the polynomial of II.6, (6.12).
static int make_dense(dop *s) {
  fs_onestep *base = &s->base;
  int n = base->n;
  double h = base->work.last_step, *k = s->k, *d = s->dense;
  const double *old = base->next;
  int code = stages_by_calls(s, old, base->begin, h, s->z, FS_EXPLICIT_STAGES + 1, FS_EXPLICIT_ALL_STAGES);
  if (code) return code;
  const double *first = k, *new = k + FS_EXPLICIT_STAGES * n;
  for (int m = 0; m < n; m++) {
    double difference = base->y[m] - old[m];
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

static int interpolate(fs_onestep *base, double x, double *result) {
  dop *s = (dop *)base;
  if (!s->has_dense) {
    int code = make_dense(s);
    if (code) return code;
  }
  double rest = 1 - x;
  for (int m = 0; m < base->n; m++) {
    double value = 0;
    for (int i = 6; i >= 0; i--)
      value = (value + s->dense[i * base->n + m]) * (i % 2 == 0 ? x : rest);
    result[m] = base->next[m] + value;
  }
  return 0;
}

static int open(fs_onestep *base) {
  dop *s = (dop *)base;
  size_t n = (size_t)base->n;
  onestep_array arrays[] = {
      {n, &s->last}, {FS_EXPLICIT_ALL_STAGES * n, &s->k}, {n, &s->z}, {7 * n, &s->dense}};
  base->own_memory = onestep_cut(arrays, sizeof arrays / sizeof *arrays);
  base->error_order = base->work.order = 8;
  base->work.dense_degree = 7;
  return base->own_memory != NULL;
}

const onestep_method onestep_dop853 = {sizeof(dop), open,   prepare, attempt,    size_of_error,
                                       NULL,        shrink, accept,  interpolate};
