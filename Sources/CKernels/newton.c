#include "fs_newton.h"

#include "small_lu.h"

#include <stdlib.h>
#include <string.h>

enum { SMALL = 12 };

struct fs_newton {
  int n;
  fs_jacobian_callback jacobian;
  void *context;
  int (*factor)(double gamma, fs_newton *s);
  void (*solve)(fs_newton *s, double *b);
  int pivots[SMALL];
  double j[SMALL * SMALL], lu[SMALL * SMALL];
};

static inline __attribute__((always_inline)) int factor(int n, double gamma, fs_newton *s) {
  for (int k = 0; k < n * n; k++) s->lu[k] = -gamma * s->j[k];
  for (int k = 0; k < n; k++) s->lu[k + k * n] += 1;
  return small_factor(n, s->lu, s->pivots);
}

#define DIMENSION(N)                                                                   \
  static int factor_##N(double gamma, fs_newton *s) { return factor(N, gamma, s); }    \
  static void solve_##N(fs_newton *s, double *b) { small_solve(N, s->lu, s->pivots, b); }
#define EVERY(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12)
EVERY(DIMENSION)

#define FACTOR(N) factor_##N,
#define SOLVE(N) solve_##N,
static int (*const factors[])(double, fs_newton *) = {NULL, EVERY(FACTOR)};
static void (*const solves[])(fs_newton *, double *) = {NULL, EVERY(SOLVE)};

fs_newton *fs_newton_create(int64_t dimension, fs_jacobian_callback jacobian, void *context) {
  if (dimension < 1 || dimension > SMALL) return NULL;
  fs_newton *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->n = (int)dimension;
  s->jacobian = jacobian;
  s->context = context;
  s->factor = factors[s->n];
  s->solve = solves[s->n];
  return s;
}

void fs_newton_destroy(fs_newton *s) { free(s); }

int fs_newton_evaluate(double t, const double *y, void *newton) {
  fs_newton *s = newton;
  return s->jacobian(t, y, s->j, s->context);
}

int fs_newton_factor(double gamma, void *newton) {
  fs_newton *s = newton;
  return s->factor(gamma, s);
}

int fs_newton_solve(const double *b, double *x, void *newton) {
  fs_newton *s = newton;
  if (x != b) memcpy(x, b, sizeof(double) * (size_t)s->n);
  s->solve(s, x);
  return 0;
}
