#include "fs_gram.h"

#include <cblas.h>
#include <string.h>

// Fortran's interface, as OpenBLAS exports it. A row-major lower triangle is its upper one.
extern void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
extern void dpstrf_(
    const char *uplo, const int *n, double *a, const int *lda, int *pivots, int *rank,
    const double *tolerance, double *work, int *info);

void fs_columns_gram_f32(
    size_t rows, size_t columns, size_t stride, const float *a, float beta, float *s) {
  cblas_ssyrk(
      CblasRowMajor, CblasLower, CblasTrans, (int)columns, (int)rows, 1, a, (int)stride, beta, s,
      (int)columns);
}

void fs_columns_gram_f64(
    size_t rows, size_t columns, size_t stride, const double *a, double beta, double *s) {
  cblas_dsyrk(
      CblasRowMajor, CblasLower, CblasTrans, (int)columns, (int)rows, 1, a, (int)stride, beta, s,
      (int)columns);
}

size_t fs_factor_f64(
    size_t n, double tolerance, double *s, double *factor, double *scratch, int *pivots) {
  int size = (int)n, info = 0, rank = size;
  // Both factorisations are in place: one copy is worked on, the other kept.
  memcpy(factor, s, n * n * sizeof *s);
  dpotrf_("U", &size, factor, &size, &info);
  if (info == 0) {
    for (size_t i = 0; i < n; ++i) memset(factor + i * n + i + 1, 0, (n - i - 1) * sizeof *factor);
    pivots[0] = 0;
    return n;
  }
  double largest = 0;
  for (size_t i = 0; i < n; ++i)
    if (s[i * n + i] > largest) largest = s[i * n + i];
  double bound = tolerance * largest;
  dpstrf_("U", &size, s, &size, pivots, &rank, &bound, scratch, &info);
  if (!(largest > 0)) rank = 0;
  size_t columns = (size_t)rank;
  for (size_t i = 0; i < n; ++i) {
    double *row = factor + ((size_t)pivots[i] - 1) * columns;
    for (size_t j = 0; j < columns; ++j) row[j] = j <= i ? s[i * n + j] : 0;
  }
  return columns;
}

// Rows come in blocks, each multiplied as far as it is not zero: with many blocks half the work.
enum { BLOCK = 64 };

#define FIELDS(T, SUFFIX, LETTER)                                                                 \
  void fs_triangular_fields_##SUFFIX(                                                             \
      size_t count, size_t width, size_t dimension, const T *x, const T *w, T *fields,            \
      size_t stride) {                                                                            \
    for (size_t j = 0; j < width; j += BLOCK) {                                                   \
      size_t take = width - j < BLOCK ? width - j : BLOCK;                                        \
      cblas_##LETTER##gemm(                                                                       \
          CblasRowMajor, CblasNoTrans, CblasTrans, (int)count, (int)take,                         \
          (int)(dimension - width + j + take), 1, x, (int)dimension, w + j * dimension,           \
          (int)dimension, 0, fields + j, (int)stride);                                            \
    }                                                                                             \
  }

FIELDS(float, f32, s)
FIELDS(double, f64, d)

void fs_multiply_f64(
    size_t rows, size_t columns, size_t inner, const double *a, const double *l, double *c) {
  cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)rows, (int)columns, (int)inner, 1, a, (int)inner,
      l, (int)columns, 0, c, (int)columns);
}
