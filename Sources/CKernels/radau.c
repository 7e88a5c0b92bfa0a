#include "fs_radau.h"

#include "dispatch.h"
#include "fs_lanes.h"
#include "onestep.h"
#include "radau_lu.h"
#include "radau_tableau.h"

#include <float.h>

typedef struct {
  fs_onestep base;
  const fs_radau_tableau *method;
  fs_stages *z, *w, *rate;  // by variable: stages, modes, F at the stages
  fs_stages *slots;         // of the tape, a stage in each lane
  fs_stages *times;         // of the stages
  double *argument, *rate_at_stage;
  radau_matrices matrices;
  radau_modes *right;  // real and imaginary part by variable
  // The polynomial through a step's ends and stages as seen from its end: nodes 1, c_{s-1}, ..., c_1, 0
  // and divided differences, `stages` by variable, of the last step and of the one on trial.
  double nodes[FS_RADAU_LANES], spacing[FS_RADAU_LANES][FS_RADAU_LANES];  // 1 / (node i - node j)
  double *differences, *trial;
  double size;  // of the error over what is allowed
  onestep_memory last;
} radau;

// MARK: Which method

// By iterations on van der Pol, HIRES and feature unlearning: 9 needs the fewest from about 1e-4 on, 13
// from about 1e-6.
static const fs_radau_tableau *method_for(double tolerance) {
  return tolerance > 1e-3 ? &RADAU_5 : tolerance > 1e-6 ? &RADAU_9 : &RADAU_13;
}

fs_radau_tableau fs_radau_get_tableau(int stages) {
  return stages <= 3 ? RADAU_5 : stages <= 5 ? RADAU_9 : RADAU_13;
}

// MARK: Lanes

// Vectors that lie anywhere. They go by address: by value they would depend on the instruction set.
typedef fs_stages loose_stages __attribute__((aligned(8)));
typedef radau_modes loose_modes __attribute__((aligned(8)));
#define STAGES_AT(place) (*(const loose_stages *)(place))
#define MODES_AT(place) (*(const loose_modes *)(place))

static inline __attribute__((always_inline)) double sum_of(const fs_stages *v) {
  double sum = 0;
  for (int l = 0; l < FS_STAGE_LANES; l++) sum += (*v)[l];
  return sum;
}

#define REAL_PART(w) __builtin_shufflevector(w, w, 0, 1, 2, 3)
#define IMAGINARY_PART(w) __builtin_shufflevector(w, w, 4, 5, 6, 7)
#define JOINED(re, im) __builtin_shufflevector(re, im, 0, 1, 2, 3, 4, 5, 6, 7)

// MARK: Newton's iteration

static void set_times(radau *s, double h) {
  const fs_program *tape = s->base.tape;
  for (int i = 0; i < FS_STAGE_LANES; i++) {
    double t = s->base.time + h * s->method->c[i];
    (*s->times)[i] = t < tape->earliest ? tape->earliest : t > tape->latest ? tape->latest : t;
  }
}

static void evaluate_on_tape(radau *s) {
  const fs_program *tape = s->base.tape;
  int n = s->base.n;
  for (int k = 0; k < n; k++) s->slots[k] = s->base.y[k] + s->z[k];
  s->slots[n] = *s->times;
  fs_stage_run(tape->code, tape->count, s->slots);
  for (int k = 0; k < n; k++) s->rate[k] = s->slots[tape->output_slots[k]];
  s->base.work.rate_evaluations += s->method->stages;
}

static int evaluate_by_calls(radau *s, double h) {
  int n = s->base.n;
  for (int i = 0; i < s->method->stages; i++) {
    for (int k = 0; k < n; k++) s->argument[k] = s->base.y[k] + s->z[k][i];
    int code = onestep_rate(&s->base, s->base.time + s->method->c[i] * h, s->argument, s->rate_at_stage);
    if (code) return code;
    for (int k = 0; k < n; k++) s->rate[k][i] = s->rate_at_stage[k];
  }
  return 0;
}

// From F at the stages: solves for the change of w, makes it, and returns its weighted size.
DISPATCHED static double correct(radau *s, double h) {
  const fs_radau_tableau *m = s->method;
  int n = s->base.n;
  radau_modes alpha = MODES_AT(m->alpha) / h, beta = MODES_AT(m->beta) / h;
  for (int k = 0; k < n; k++) {
    fs_stages r = {0}, w = s->w[k];
    for (int i = 0; i < m->stages; i++) r += STAGES_AT(m->to_modes[i]) * s->rate[k][i];
    radau_modes re = REAL_PART(w), im = IMAGINARY_PART(w);
    s->right[2 * k] = REAL_PART(r) - (alpha * re - beta * im);
    s->right[2 * k + 1] = IMAGINARY_PART(r) - (beta * re + alpha * im);
  }
  radau_solve(&s->matrices, s->right);
  fs_stages squares = {0};
  for (int k = 0; k < n; k++) {
    fs_stages change = JOINED(s->right[2 * k], s->right[2 * k + 1]), z = {0};
    fs_stages w = s->w[k] += change;
    for (int l = 0; l < FS_STAGE_LANES; l++) z += STAGES_AT(m->to_stages[l]) * w[l];
    s->z[k] = z;
    double allowed = s->base.request.problem.relative_tolerance * fabs(s->base.y[k]) + s->base.floor[k];
    fs_stages part = change / allowed;
    squares += part * part;
  }
  return sqrt(sum_of(&squares) / (n * m->stages));
}

// The stages where the last step's polynomial has them; before the first step is taken, 0.
DISPATCHED static void predict(radau *s, double h) {
  const fs_radau_tableau *m = s->method;
  int n = s->base.n, last = m->stages - 1;
  fs_stages x = 1 + STAGES_AT(m->c) * (h / s->base.work.last_step);
  for (int k = 0; k < n; k++) {
    fs_stages z = {0}, w = {0};
    if (s->base.work.steps > 0) {
      const double *d = s->differences + k * m->stages;
      z += d[last];
      for (int i = last - 1; i >= 0; i--) z = z * (x - s->nodes[i + 1]) + d[i];
      z *= x - 1;
      for (int i = m->stages; i < FS_STAGE_LANES; i++) z[i] = 0;
      for (int i = 0; i < m->stages; i++) w += STAGES_AT(m->to_modes[i]) * z[i];
    }
    s->z[k] = z;
    s->w[k] = w;
  }
}

// Iterates until what is left of z is three hundredths of what its error may be. The rate of
// convergence is measured anew in every step: where the Jacobian at its start is much larger than
// at the stages, changes are small because they are too small, and only the rate tells.
static int solve_stages(radau *s, double h, int checked) {
  const double rtol = s->base.request.problem.relative_tolerance;
  const double rounding = 10 * DBL_EPSILON / rtol, enough = fmax(rounding, 0.03);
  const int limit = 7 + 5 * (s->method->stages - 3) / 2;
  double before = 0;
  if (s->slots) set_times(s, h);
  for (int i = 0; i < limit; i++) {
    if (s->slots && !checked) {
      evaluate_on_tape(s);
    } else {
      int code = evaluate_by_calls(s, h);
      if (code) return code;
    }
    double change = correct(s, h);
    s->base.work.iterations++;
    if (!isfinite(change)) return FS_ONESTEP_RATE;
    if (change <= 1e-3 * rounding) return 0;
    if (i > 0) {
      double rate = change / before;
      if (rate >= 0.99) return change <= rounding ? 0 : FS_ONESTEP_CONVERGENCE;
      double left = rate / (1 - rate) * change;
      if (left <= enough) return 0;
      // What would be left after all the iterations there are.
      if (left * pow(rate, limit - 1 - i) > enough) return FS_ONESTEP_CONVERGENCE;
    }
    before = change;
  }
  return FS_ONESTEP_CONVERGENCE;
}

// MARK: A step

DISPATCHED static void solve_modes(radau *s) { radau_solve(&s->matrices, s->right); }

// (alpha_0 / h - J) error = F(t, at) + alpha_0 / h sum e_i z_i (Hairer and Wanner II, (IV.8.20)).
static void estimate_error(radau *s, double h, const double *rate) {
  int n = s->base.n;
  double diagonal = s->method->alpha[0] / h;
  for (int k = 0; k < n; k++) {
    fs_stages parts = STAGES_AT(s->method->error) * s->z[k];
    s->right[2 * k] = (radau_modes){rate[k] + diagonal * sum_of(&parts)};
    s->right[2 * k + 1] = (radau_modes){0};
  }
  solve_modes(s);
  for (int k = 0; k < n; k++) s->base.error[k] = s->right[2 * k][0];
  s->size = onestep_norm(&s->base, s->base.error);
}

// Divided differences for the stages at hand, into `trial`.
static void make_polynomial(radau *s) {
  int stages = s->method->stages;
  for (int k = 0; k < s->base.n; k++) {
    double value[FS_RADAU_LANES];
    const fs_stages *z = &s->z[k];
    for (int i = 0; i < stages; i++) value[i] = (*z)[stages - 1 - i] - (*z)[stages - 1];
    value[stages] = -(*z)[stages - 1];
    for (int level = 1; level <= stages; level++)
      for (int i = stages; i >= level; i--)
        value[i] = (value[i] - value[i - 1]) * s->spacing[i][i - level];
    memcpy(s->trial + k * stages, value + 1, sizeof(double) * (size_t)stages);
  }
}

// A variable's polynomial less its value at the step's end, from its differences; `slope` receives the
// derivative by x.
static double polynomial(const radau *s, const double *d, double x, double *slope) {
  int last = s->method->stages - 1;
  double value = d[last], derivative = 0;
  for (int i = last - 1; i >= 0; i--) {
    double from = x - s->nodes[i + 1];
    derivative = derivative * from + value;
    value = value * from + d[i];
  }
  if (slope) *slope = value + (x - 1) * derivative;
  return (x - 1) * value;
}

static int attempt(fs_onestep *base, double h, int checked) {
  radau *s = (radau *)base;
  int n = base->n, last = s->method->stages - 1;
  const double *f = base->linearisation;
  radau_factor(&s->matrices, f + n, s->method->alpha, s->method->beta, h);
  base->work.factorisations++;
  predict(s, h);
  int code = solve_stages(s, h, checked);
  if (code) return code;
  for (int k = 0; k < n; k++) base->next[k] = base->y[k] + s->z[k][last];
  estimate_error(s, h, f);
  if (s->size > 1 && (base->work.steps == 0 || base->was_rejected)) {
    for (int k = 0; k < n; k++) s->argument[k] = base->y[k] + base->error[k];
    code = onestep_rate(base, base->time, s->argument, s->rate_at_stage);
    if (code == FS_ONESTEP_STOPPED) return code;
    if (code == 0) estimate_error(s, h, s->rate_at_stage);
  }
  return 0;
}

static double size_of_error(fs_onestep *base, double h) {
  (void)h;
  return ((radau *)base)->size;
}

static double shrink(const fs_onestep *base, double root, double h) {
  return onestep_predicted_shrink(&((const radau *)base)->last, root, h, 0.125, 5);
}

static void accept(fs_onestep *base, double h, double root) {
  radau *s = (radau *)base;
  s->last = (onestep_memory){fmax(root, 0.5), fabs(h)};  // an error of 0.004 to 0.06, by the order
  if (!base->request.controls_dense) make_polynomial(s);
  double *old = s->differences;
  s->differences = s->trial;
  s->trial = old;
}

static int interpolate(fs_onestep *base, double x, double *result) {
  const radau *s = (radau *)base;
  for (int k = 0; k < base->n; k++)
    result[k] = base->y[k] + polynomial(s, s->differences + k * s->method->stages, x, NULL);
  return 0;
}

// Where a stiff equation is forced, all stages may be exact and the polynomial between them far off.
// Its residual in the middle, r = p' - F(p), gives the error of fast components (J^-1 r) and of slow
// ones (h r) alike as (alpha_0 / h - J)^-1 r.
static double dense_error(fs_onestep *base, double h) {
  radau *s = (radau *)base;
  int n = base->n, middle = s->method->stages / 2;
  double x = 0.5 * (s->method->c[middle - 1] + s->method->c[middle]);
  make_polynomial(s);
  for (int k = 0; k < n; k++) {
    double slope;
    s->argument[k] = base->next[k] + polynomial(s, s->trial + k * s->method->stages, x, &slope);
    s->right[2 * k] = (radau_modes){slope / h};
    s->right[2 * k + 1] = (radau_modes){0};
  }
  if (onestep_rate(base, base->time + x * h, s->argument, s->rate_at_stage)) return INFINITY;
  for (int k = 0; k < n; k++) s->right[2 * k][0] -= s->rate_at_stage[k];
  solve_modes(s);
  for (int k = 0; k < n; k++) s->argument[k] = s->right[2 * k][0];
  return onestep_norm(base, s->argument);
}

static void set_nodes(radau *s) {
  int stages = s->method->stages;
  for (int i = 0; i < stages; i++) s->nodes[i] = s->method->c[stages - 1 - i];
  for (int i = 0; i <= stages; i++)
    for (int j = 0; j < i; j++) s->spacing[i][j] = 1 / (s->nodes[i] - s->nodes[j]);
}

static int open(fs_onestep *base) {
  radau *s = (radau *)base;
  s->method = method_for(base->request.problem.relative_tolerance);
  size_t n = (size_t)base->n, lanes = FS_STAGE_LANES, stages = (size_t)s->method->stages;
  size_t slots = base->tape ? base->tape->slot_count : 0;
  double *z, *w, *rate, *on_tape, *times, *right, *matrices;
  onestep_array arrays[] = {{n * lanes, &z},
                            {n * lanes, &w},
                            {n * lanes, &rate},
                            {slots * lanes, &on_tape},
                            {lanes, &times},
                            {n, &s->argument},
                            {n, &s->rate_at_stage},
                            {n * lanes, &right},
                            {radau_matrices_size(n), &matrices},
                            {n * stages, &s->differences},
                            {n * stages, &s->trial}};
  base->own_memory = onestep_cut(arrays, sizeof arrays / sizeof *arrays);
  if (!base->own_memory) return 0;
  s->z = (fs_stages *)z;
  s->w = (fs_stages *)w;
  s->rate = (fs_stages *)rate;
  s->right = (radau_modes *)right;
  s->matrices = radau_matrices_at(matrices, (int)n);
  set_nodes(s);
  if (base->tape) {
    // Parameters, constants and what depends on them alone are the same in every lane.
    s->slots = (fs_stages *)on_tape;
    s->times = (fs_stages *)times;
    for (size_t k = 0; k < slots; k++) s->slots[k] = base->tape->work[k] + (fs_stages){0};
  }
  base->error_order = (int)stages + 1;
  base->work.order = 2 * (int)stages - 1;
  base->work.dense_degree = (int)stages;
  return 1;
}

const onestep_method onestep_radau = {sizeof(radau), open,   onestep_linearise, attempt, size_of_error,
                                      dense_error,   shrink, accept,            interpolate};
