#include "fs_sparse.h"

#include <stdlib.h>
#include <string.h>
#include <suitesparse/klu.h>

extern void dgbtrf_(const int *m, const int *n, const int *kl, const int *ku, double *ab,
                    const int *ldab, int *ipiv, int *info);
extern void dgbtrs_(const char *trans, const int *n, const int *kl, const int *ku, const int *nrhs,
                    const double *ab, const int *ldab, const int *ipiv, double *b, const int *ldb,
                    int *info);

struct fs_sparse {
  int n, lower, upper;  // lower < 0: KLU
  int *starts, *rows, *diagonal;
  double *values, *matrix;
  int *pivots;
  klu_common common;
  klu_symbolic *symbolic;
  klu_numeric *numeric;
  int factored;
};

static int *copied(const int32_t *source, size_t count) {
  int *copy = malloc(sizeof(int) * (count ? count : 1));
  if (copy)
    for (size_t k = 0; k < count; k++) copy[k] = source[k];
  return copy;
}

static void find_diagonal(fs_sparse *s) {
  for (int j = 0; j < s->n; j++)
    for (int k = s->starts[j]; k < s->starts[j + 1]; k++)
      if (s->rows[k] == j) s->diagonal[j] = k;
}

fs_sparse *fs_sparse_create(int32_t n, const int32_t *starts, const int32_t *rows, int32_t lower,
                            int32_t upper) {
  fs_sparse *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  size_t entries = (size_t)starts[n], order = (size_t)n;
  s->n = n;
  s->lower = lower;
  s->upper = upper;
  s->starts = copied(starts, order + 1);
  s->rows = copied(rows, entries);
  s->diagonal = calloc(order + 1, sizeof(int));
  s->values = calloc(entries + 1, sizeof(double));
  size_t length = lower >= 0 ? (size_t)(2 * lower + upper + 1) * order : entries;
  s->matrix = calloc(length + 1, sizeof(double));
  s->pivots = calloc(order + 1, sizeof(int));
  if (!s->starts || !s->rows || !s->diagonal || !s->values || !s->matrix || !s->pivots) {
    fs_sparse_destroy(s);
    return NULL;
  }
  find_diagonal(s);
  if (lower < 0) {
    klu_defaults(&s->common);
    s->symbolic = klu_analyze(n, s->starts, s->rows, &s->common);
    if (!s->symbolic) {
      fs_sparse_destroy(s);
      return NULL;
    }
  }
  return s;
}

void fs_sparse_destroy(fs_sparse *s) {
  if (!s) return;
  if (s->numeric) klu_free_numeric(&s->numeric, &s->common);
  if (s->symbolic) klu_free_symbolic(&s->symbolic, &s->common);
  free(s->starts);
  free(s->rows);
  free(s->diagonal);
  free(s->values);
  free(s->matrix);
  free(s->pivots);
  free(s);
}

double *fs_sparse_values(fs_sparse *s) { return s->values; }

static int factor_band(fs_sparse *s, double gamma) {
  int rows = 2 * s->lower + s->upper + 1, info = 0;
  memset(s->matrix, 0, sizeof(double) * (size_t)rows * (size_t)s->n);
  for (int j = 0; j < s->n; j++) {
    double *column = s->matrix + (size_t)j * (size_t)rows + s->lower + s->upper - j;
    for (int k = s->starts[j]; k < s->starts[j + 1]; k++)
      column[s->rows[k]] = (k == s->diagonal[j]) - gamma * s->values[k];
  }
  dgbtrf_(&s->n, &s->n, &s->lower, &s->upper, s->matrix, &rows, s->pivots, &info);
  return info != 0;
}

// The pivots of before serve again while they keep the matrix well conditioned.
static int factor_klu(fs_sparse *s, double gamma) {
  for (int j = 0; j < s->n; j++)
    for (int k = s->starts[j]; k < s->starts[j + 1]; k++)
      s->matrix[k] = (k == s->diagonal[j]) - gamma * s->values[k];
  if (s->numeric) {
    int good = klu_refactor(s->starts, s->rows, s->matrix, s->symbolic, s->numeric, &s->common) &&
               klu_rcond(s->symbolic, s->numeric, &s->common) && s->common.rcond > 1e-12;
    if (good) return 0;
    klu_free_numeric(&s->numeric, &s->common);
  }
  s->numeric = klu_factor(s->starts, s->rows, s->matrix, s->symbolic, &s->common);
  return s->numeric == NULL || s->common.status != KLU_OK;
}

int fs_sparse_factor(fs_sparse *s, double gamma) {
  int failed = s->lower >= 0 ? factor_band(s, gamma) : factor_klu(s, gamma);
  s->factored = !failed;
  return failed;
}

int fs_sparse_solve(fs_sparse *s, const double *b, double *x) {
  if (!s->factored) return 1;
  if (x != b) memcpy(x, b, sizeof(double) * (size_t)s->n);
  if (s->lower < 0) return !klu_solve(s->symbolic, s->numeric, s->n, 1, x, &s->common);
  int one = 1, info = 0, rows = 2 * s->lower + s->upper + 1;
  dgbtrs_("N", &s->n, &s->lower, &s->upper, &one, s->matrix, &rows, s->pivots, x, &s->n, &info);
  return info != 0;
}
