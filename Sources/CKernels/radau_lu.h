// The complex matrices (alpha_m + i beta_m) / h - J of Radau's modes, factored together: mode m in lane
// m of a vector of real parts and a vector of imaginary parts.
#pragma once
#include "dispatch.h"

#include <stdint.h>

enum { RADAU_MODES = 4 };
typedef double radau_modes __attribute__((vector_size(RADAU_MODES * sizeof(double))));
typedef int64_t radau_mask __attribute__((vector_size(RADAU_MODES * sizeof(int64_t))));

typedef struct {
  int n;
  radau_modes *re, *im;  // by columns; the diagonal keeps the inverse pivots
  radau_mask *moves;     // in which lanes rows change places, in the order of lane_lu.h
} radau_matrices;

/// Doubles that the matrices take.
static inline size_t radau_matrices_size(size_t n) {
  return RADAU_MODES * (2 * n * n + n * (n > 0 ? n - 1 : 0) / 2);
}

static inline radau_matrices radau_matrices_at(double *memory, int n) {
  radau_modes *place = (radau_modes *)memory;
  return (radau_matrices){n, place, place + n * n, (radau_mask *)(place + 2 * n * n)};
}

#define RADAU_INLINE static inline __attribute__((always_inline))

// Vectors go by address: by value they would depend on the instruction set.
RADAU_INLINE void radau_swap(const radau_mask *mask, radau_modes *a, radau_modes *b) {
  radau_mask x = (radau_mask)*a, y = (radau_mask)*b, change = (x ^ y) & *mask;
  *a = (radau_modes)(x ^ change);
  *b = (radau_modes)(y ^ change);
}

/// The lanes where (re, im)[i] is larger than (re, im)[k], by |re| + |im|.
RADAU_INLINE radau_mask *radau_compare(const radau_modes *re, const radau_modes *im, int i, int k,
                                       radau_mask *larger) {
  radau_modes lower = __builtin_elementwise_abs(re[i]) + __builtin_elementwise_abs(im[i]);
  radau_modes upper = __builtin_elementwise_abs(re[k]) + __builtin_elementwise_abs(im[k]);
  *larger = lower > upper;
  return larger;
}

/// (re, im) -= a b
RADAU_INLINE void radau_subtract_product(radau_modes *re, radau_modes *im, const radau_modes *a_re,
                                         const radau_modes *a_im, const radau_modes *b_re,
                                         const radau_modes *b_im) {
  *re -= *a_re * *b_re - *a_im * *b_im;
  *im -= *a_re * *b_im + *a_im * *b_re;
}

/// (re, im) *= a
RADAU_INLINE void radau_multiply(radau_modes *re, radau_modes *im, const radau_modes *a_re,
                                 const radau_modes *a_im) {
  radau_modes x = *re;
  *re = x * *a_re - *im * *a_im;
  *im = x * *a_im + *im * *a_re;
}

/// Factors at this step. A singular matrix gives infinities, which the iteration will show.
DISPATCHED static void radau_factor(radau_matrices *m, const double *jacobian, const double *alpha,
                                    const double *beta, double h) {
  int n = m->n;
  radau_modes *re = m->re, *im = m->im;
  for (int k = 0; k < n * n; k++) {
    re[k] = -jacobian[k] + (radau_modes){0};
    im[k] = (radau_modes){0};
  }
  for (int k = 0; k < n; k++)
    for (int l = 0; l < RADAU_MODES; l++) {
      re[k + k * n][l] += alpha[l] / h;
      im[k + k * n][l] = beta[l] / h;
    }
  for (int k = 0, q = 0; k < n; k++) {
    for (int i = k + 1; i < n; i++, q++) {
      const radau_mask *mask = radau_compare(re, im, i + k * n, k + k * n, &m->moves[q]);
      if (__builtin_reduce_or(*mask))
        for (int j = 0; j < n; j++) {
          radau_swap(mask, &re[k + j * n], &re[i + j * n]);
          radau_swap(mask, &im[k + j * n], &im[i + j * n]);
        }
    }
    radau_modes a = re[k + k * n], b = im[k + k * n], square = a * a + b * b;
    re[k + k * n] = a / square;
    im[k + k * n] = -b / square;
    for (int i = k + 1; i < n; i++) radau_multiply(&re[i + k * n], &im[i + k * n], &re[k + k * n], &im[k + k * n]);
    for (int j = k + 1; j < n; j++)
      for (int i = k + 1; i < n; i++)
        radau_subtract_product(&re[i + j * n], &im[i + j * n], &re[i + k * n], &im[i + k * n],
                               &re[k + j * n], &im[k + j * n]);
  }
}

/// Solves for right sides (re, im) by variable, which become the solutions.
RADAU_INLINE void radau_solve(const radau_matrices *m, radau_modes *b) {
  int n = m->n;
  const radau_modes *re = m->re, *im = m->im;
  for (int k = 0, q = 0; k < n; k++)
    for (int i = k + 1; i < n; i++, q++)
      if (__builtin_reduce_or(m->moves[q])) {
        radau_swap(&m->moves[q], &b[2 * k], &b[2 * i]);
        radau_swap(&m->moves[q], &b[2 * k + 1], &b[2 * i + 1]);
      }
  for (int k = 0; k < n - 1; k++)
    for (int i = k + 1; i < n; i++)
      radau_subtract_product(&b[2 * i], &b[2 * i + 1], &re[i + k * n], &im[i + k * n],
                             &b[2 * k], &b[2 * k + 1]);
  for (int k = n - 1; k >= 0; k--) {
    radau_multiply(&b[2 * k], &b[2 * k + 1], &re[k + k * n], &im[k + k * n]);
    for (int i = 0; i < k; i++)
      radau_subtract_product(&b[2 * i], &b[2 * i + 1], &re[i + k * n], &im[i + k * n],
                             &b[2 * k], &b[2 * k + 1]);
  }
}
