#include "fs_lapack.h"
#include "rosenbrock_internal.h"
#include "rosenbrock_tableau.h"
#include "small_lu.h"

// Up to here linear algebra is compiled for each dimension, beyond it is LAPACK's.
enum { SMALL = 12 };

fs_rosenbrock_tableau fs_rosenbrock_get_tableau(void) { return RODAS5P; }

static inline int call_rate(fs_rosenbrock *s, double t, const double *z, double *rate) {
  s->work.rate_evaluations++;
  int code = s->request.rate(t, z, rate, s->request.rate_context);
  return code < 0 ? FS_ROSENBROCK_STOPPED : code;
}

static inline void solve(fs_rosenbrock *s, int n, double *b) {
  if (n <= SMALL)
    small_solve(n, s->lu, s->pivots, b);
  else
    fs_lu_solve(n, s->lu, s->pivots, 0, 1, b);
}

#define LANE double
#define SYSTEM fs_rosenbrock
#define STAGES stages
#define RATE call_rate
#define SOLVE solve
#include "rosenbrock_stages.h"

// Factors W and computes the stages of a step h; s->next receives the new state.
static inline __attribute__((always_inline)) int attempt(fs_rosenbrock *s, int n, double h) {
  const double *f = s->linearisation, *jacobian = f + n;
  const double *ft = s->request.depends_on_time ? jacobian + n * n : NULL;
  double *lu = s->lu, diagonal = 1 / (RODAS5P.gamma * h);
  for (int k = 0; k < n * n; k++) lu[k] = -jacobian[k];
  for (int k = 0; k < n; k++) lu[k + k * n] += diagonal;
  s->work.factorisations++;
  int singular = n <= SMALL ? small_factor(n, lu, s->pivots) : fs_lu(n, lu, s->pivots);
  if (singular) return FS_ROSENBROCK_SINGULAR;
  int code = stages(s, n, s->time, h, s->y, f, ft, s->z, s->rate, s->u);
  const double *last = s->u + 7 * n;
  for (int k = 0; k < n; k++) s->next[k] = s->z[k] + last[k];
  return code;
}

#define ATTEMPT(N) \
  static int attempt_##N(fs_rosenbrock *s, double h) { return attempt(s, N, h); }
ATTEMPT(1) ATTEMPT(2) ATTEMPT(3) ATTEMPT(4) ATTEMPT(5) ATTEMPT(6)
ATTEMPT(7) ATTEMPT(8) ATTEMPT(9) ATTEMPT(10) ATTEMPT(11) ATTEMPT(12)

static int attempt_any(fs_rosenbrock *s, double h) { return attempt(s, s->n, h); }

rosenbrock_attempt rosenbrock_attempt_for(int n) {
  static const rosenbrock_attempt small[] = {
      attempt_any, attempt_1, attempt_2, attempt_3, attempt_4,  attempt_5,  attempt_6,
      attempt_7,   attempt_8, attempt_9, attempt_10, attempt_11, attempt_12};
  return n <= SMALL ? small[n] : attempt_any;
}
