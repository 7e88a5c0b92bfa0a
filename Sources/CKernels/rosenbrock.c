#include "fs_rosenbrock.h"

#include "fs_lapack.h"
#include "onestep.h"
#include "rosenbrock_tableau.h"
#include "small_lu.h"
#include "tape_in_place.h"

// Up to here linear algebra is compiled for each dimension, beyond it is LAPACK's.
enum { SMALL = 12 };

typedef struct rodas rodas;
typedef int (*stages_of_step)(rodas *s, double h);

struct rodas {
  fs_onestep base;
  double *u;  // the stages one after another; the last is the error
  double *z, *rate, *lu, *dense, *pivot_memory;
  int *pivots;
  int has_dense;
  onestep_memory last;
  stages_of_step compute, compute_checked;
};

fs_rosenbrock_tableau fs_rosenbrock_get_tableau(void) { return RODAS5P; }

// MARK: Stages, compiled for each small dimension

static inline int call_rate(rodas *s, double t, const double *z, double *rate) {
  return onestep_rate(&s->base, t, z, rate);
}

static inline int run_tape(rodas *s, double t, const double *z, double *rate) {
  s->base.work.rate_evaluations++;
  (void)z;
  tape_run_in_place(s->base.tape, s->base.n, t, rate);
  return 0;
}

static inline void solve(rodas *s, int n, double *b) {
  if (n <= SMALL)
    small_solve(n, s->lu, s->pivots, b);
  else
    fs_lu_solve(n, s->lu, s->pivots, 0, 1, b);
}

#define LANE double
#define SYSTEM rodas
#define SOLVE solve
#define STAGES stages_by_calls
#define RATE call_rate
#include "rosenbrock_stages.h"
#undef STAGES
#undef RATE
#define STAGES stages_on_tape
#define RATE run_tape
#include "rosenbrock_stages.h"

// Factors W and computes the stages of a step h; next receives the new state.
static inline __attribute__((always_inline)) int compute(rodas *s, int n, double h, int on_tape) {
  fs_onestep *base = &s->base;
  const double *f = base->linearisation, *jacobian = f + n;
  const double *ft = base->request.depends_on_time ? jacobian + n * n : NULL;
  double *lu = s->lu, diagonal = 1 / (RODAS5P.gamma * h);
  for (int k = 0; k < n * n; k++) lu[k] = -jacobian[k];
  for (int k = 0; k < n; k++) lu[k + k * n] += diagonal;
  base->work.factorisations++;
  int singular = n <= SMALL ? small_factor(n, lu, s->pivots) : fs_lu(n, lu, s->pivots);
  if (singular) return FS_ONESTEP_SINGULAR;
  double *z = on_tape ? base->tape->work : s->z;
  int code = on_tape ? stages_on_tape(s, n, base->time, h, base->y, f, ft, z, s->rate, s->u)
                     : stages_by_calls(s, n, base->time, h, base->y, f, ft, z, s->rate, s->u);
  const double *last = s->u + 7 * n;
  for (int k = 0; k < n; k++) base->next[k] = z[k] + last[k];
  return code;
}

#define COMPUTE(N)                                                                    \
  static int compute_##N(rodas *s, double h) { return compute(s, N, h, 0); }          \
  static int compute_on_tape_##N(rodas *s, double h) { return compute(s, N, h, 1); }
#define EVERY(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12)
EVERY(COMPUTE)

static int compute_any(rodas *s, double h) { return compute(s, s->base.n, h, 0); }
static int compute_on_tape_any(rodas *s, double h) { return compute(s, s->base.n, h, 1); }

#define BY_CALLS(N) compute_##N,
#define ON_TAPE(N) compute_on_tape_##N,
static const stages_of_step by_calls[] = {compute_any, EVERY(BY_CALLS)};
static const stages_of_step on_tape[] = {compute_on_tape_any, EVERY(ON_TAPE)};

// MARK: The method

static int open(fs_onestep *base) {
  rodas *s = (rodas *)base;
  size_t n = (size_t)base->n;
  onestep_array arrays[] = {{FS_ROSENBROCK_STAGES * n, &s->u}, {n, &s->z},         {n, &s->rate},
                            {n * n, &s->lu},                   {3 * n, &s->dense}, {n, &s->pivot_memory}};
  base->own_memory = onestep_cut(arrays, sizeof arrays / sizeof *arrays);
  if (!base->own_memory) return 0;
  s->pivots = (int *)s->pivot_memory;
  base->error = s->u + 7 * n;
  base->error_order = base->work.order = 5;
  base->work.dense_degree = 4;
  int kind = n <= SMALL ? base->n : 0;
  s->compute = (base->tape ? on_tape : by_calls)[kind];
  s->compute_checked = by_calls[kind];
  return 1;
}

static int attempt(fs_onestep *base, double h, int checked) {
  rodas *s = (rodas *)base;
  return checked ? s->compute_checked(s, h) : s->compute(s, h);
}

static double size_of_error(fs_onestep *base, double h) {
  (void)h;
  return onestep_norm(base, base->error);
}

static double shrink(const fs_onestep *base, double root, double h) {
  return onestep_predicted_shrink(&((const rodas *)base)->last, root, h, 1.0 / 6, 5);
}

static void accept(fs_onestep *base, double h, double root) {
  rodas *s = (rodas *)base;
  s->last = (onestep_memory){fmax(root, 0.4), fabs(h)};  // an error of a hundredth
  s->has_dense = base->request.controls_dense;
}

static void make_dense(rodas *s) {
  int n = s->base.n;
  for (int m = 0; m < 3; m++)
    for (int k = 0; k < n; k++) {
      double sum = 0;
      for (int j = 0; j < FS_ROSENBROCK_STAGES; j++) sum += RODAS5P.dense[m][j] * s->u[j * n + k];
      s->dense[m * n + k] = sum;
    }
}

// As in radau.c: the residual of the dense output in the middle, by W^-1.
static double dense_error(fs_onestep *base, double h) {
  rodas *s = (rodas *)base;
  int n = base->n;
  make_dense(s);
  const double *k1 = s->dense, *k2 = k1 + n, *k3 = k2 + n;
  for (int k = 0; k < n; k++)
    s->z[k] = 0.5 * (base->y[k] + base->next[k]) + 0.25 * (k1[k] + 0.5 * (k2[k] + 0.5 * k3[k]));
  if (onestep_rate(base, base->time + 0.5 * h, s->z, s->rate)) return INFINITY;
  for (int k = 0; k < n; k++)
    s->rate[k] = (base->next[k] - base->y[k] + 0.25 * (k2[k] + k3[k])) / h - s->rate[k];
  solve(s, n, s->rate);
  return onestep_norm(base, s->rate);
}

static int interpolate(fs_onestep *base, double x, double *result) {
  rodas *s = (rodas *)base;
  int n = base->n;
  if (!s->has_dense) make_dense(s);
  s->has_dense = 1;
  double rest = 1 - x;
  const double *k1 = s->dense, *k2 = k1 + n, *k3 = k2 + n;
  for (int k = 0; k < n; k++)
    result[k] = rest * base->next[k] + x * (base->y[k] + rest * (k1[k] + x * (k2[k] + x * k3[k])));
  return 0;
}

const onestep_method onestep_rodas5p = {sizeof(rodas), open,   onestep_linearise, attempt, size_of_error,
                                        dense_error,   shrink, accept,            interpolate};
