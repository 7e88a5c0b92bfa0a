#include "fs_lapack.h"
#include "rosenbrock_internal.h"
#include "rosenbrock_tableau.h"
#include "small_lu.h"
#include "tape_in_place.h"

#include <math.h>

// Up to here linear algebra is compiled for each dimension, beyond it is LAPACK's.
enum { SMALL = 12 };

fs_rosenbrock_tableau fs_rosenbrock_get_tableau(void) { return RODAS5P; }

static inline int call_rate(fs_rosenbrock *s, double t, const double *z, double *rate) {
  s->work.rate_evaluations++;
  double end = s->request.end;  // which t + (end - t) may miss by a rounding
  t = end >= s->request.start ? fmin(t, end) : fmax(t, end);
  int code = s->request.rate(t, z, rate, s->request.rate_context);
  return code < 0 ? FS_ROSENBROCK_STOPPED : code;
}

static inline int run_tape(fs_rosenbrock *s, double t, const double *z, double *rate) {
  s->work.rate_evaluations++;
  (void)z;
  tape_run_in_place(s->tape, s->n, t, rate);
  return 0;
}

static inline void solve(fs_rosenbrock *s, int n, double *b) {
  if (n <= SMALL)
    small_solve(n, s->lu, s->pivots, b);
  else
    fs_lu_solve(n, s->lu, s->pivots, 0, 1, b);
}

void rosenbrock_solve(fs_rosenbrock *s, double *b) { solve(s, s->n, b); }

#define LANE double
#define SYSTEM fs_rosenbrock
#define SOLVE solve
#define STAGES stages_by_calls
#define RATE call_rate
#include "rosenbrock_stages.h"
#undef STAGES
#undef RATE
#define STAGES stages_on_tape
#define RATE run_tape
#include "rosenbrock_stages.h"

// Factors W and computes the stages of a step h; s->next receives the new state.
static inline __attribute__((always_inline)) int attempt(fs_rosenbrock *s, int n, double h,
                                                         int on_tape) {
  const double *f = s->linearisation, *jacobian = f + n;
  const double *ft = s->request.depends_on_time ? jacobian + n * n : NULL;
  double *lu = s->lu, diagonal = 1 / (RODAS5P.gamma * h);
  for (int k = 0; k < n * n; k++) lu[k] = -jacobian[k];
  for (int k = 0; k < n; k++) lu[k + k * n] += diagonal;
  s->work.factorisations++;
  int singular = n <= SMALL ? small_factor(n, lu, s->pivots) : fs_lu(n, lu, s->pivots);
  if (singular) return FS_ROSENBROCK_SINGULAR;
  double *z = on_tape ? s->tape->work : s->z;
  int code = on_tape ? stages_on_tape(s, n, s->time, h, s->y, f, ft, z, s->rate, s->u)
                     : stages_by_calls(s, n, s->time, h, s->y, f, ft, z, s->rate, s->u);
  const double *last = s->u + 7 * n;
  for (int k = 0; k < n; k++) s->next[k] = z[k] + last[k];
  return code;
}

#define ATTEMPT(N)                                                                      \
  static int attempt_##N(fs_rosenbrock *s, double h) { return attempt(s, N, h, 0); }    \
  static int attempt_on_tape_##N(fs_rosenbrock *s, double h) { return attempt(s, N, h, 1); }
#define EVERY(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12)
EVERY(ATTEMPT)

static int attempt_any(fs_rosenbrock *s, double h) { return attempt(s, s->n, h, 0); }
static int attempt_on_tape_any(fs_rosenbrock *s, double h) { return attempt(s, s->n, h, 1); }

#define BY_CALLS(N) attempt_##N,
#define ON_TAPE(N) attempt_on_tape_##N,
static const rosenbrock_attempt by_calls[] = {attempt_any, EVERY(BY_CALLS)};
static const rosenbrock_attempt on_tape[] = {attempt_on_tape_any, EVERY(ON_TAPE)};

rosenbrock_attempt rosenbrock_attempt_for(int n, int tape) {
  return (tape ? on_tape : by_calls)[n <= SMALL ? n : 0];
}
