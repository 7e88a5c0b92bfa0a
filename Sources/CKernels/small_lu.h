// LU with row pivots of a matrix by columns, for dimensions the compiler knows: loops unroll.
#pragma once
#include <math.h>

/// Factors in place; the diagonal keeps the inverse pivots. Returns 1 if singular or not finite.
static inline __attribute__((always_inline)) int small_factor(int n, double *a, int *pivots) {
  for (int k = 0; k < n; k++) {
    int pivot = k;
    double largest = fabs(a[k + k * n]);
    for (int i = k + 1; i < n; i++) {
      double size = fabs(a[i + k * n]);
      if (size > largest) {
        largest = size;
        pivot = i;
      }
    }
    if (!(largest > 0 && largest < INFINITY)) return 1;
    pivots[k] = pivot;
    if (pivot != k)
      for (int j = 0; j < n; j++) {
        double swap = a[k + j * n];
        a[k + j * n] = a[pivot + j * n];
        a[pivot + j * n] = swap;
      }
    double inverse = a[k + k * n] = 1 / a[k + k * n];
    for (int i = k + 1; i < n; i++) a[i + k * n] *= inverse;
    for (int j = k + 1; j < n; j++)
      for (int i = k + 1; i < n; i++) a[i + j * n] -= a[i + k * n] * a[k + j * n];
  }
  return 0;
}

/// Solves with factors of small_factor; b becomes the solution.
static inline __attribute__((always_inline)) void small_solve(int n, const double *a,
                                                              const int *pivots, double *b) {
  for (int k = 0; k < n - 1; k++) {
    double swap = b[pivots[k]];
    b[pivots[k]] = b[k];
    b[k] = swap;
  }
  for (int k = 0; k < n - 1; k++)
    for (int i = k + 1; i < n; i++) b[i] -= a[i + k * n] * b[k];
  for (int k = n - 1; k >= 0; k--) {
    b[k] *= a[k + k * n];
    for (int i = 0; i < k; i++) b[i] -= a[i + k * n] * b[k];
  }
}
