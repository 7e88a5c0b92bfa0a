#include "fs_vector.h"

#include <math.h>
#include <nvector/nvector_serial.h>

// SUNDIALS is built for the baseline CPU, and its norms add in one chain. At a million components
// vector operations are most of a step's cost.
// (The thread sanitizer is not up yet when the choice is made.)
#if defined(__x86_64__) && defined(__linux__) && !defined(__SANITIZE_THREAD__)
#define DISPATCHED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define DISPATCHED
#endif

#define CHAINS 16
// Components taken at a time where several vectors meet, so that a block stays in the cache.
#define BLOCK 1024

DISPATCHED static double square_sum(sunindextype n, const double *x, const double *w) {
  double part[CHAINS] = {0};
  sunindextype k = 0;
  for (; k + CHAINS <= n; k += CHAINS)
    for (int q = 0; q < CHAINS; q++) {
      double product = x[k + q] * w[k + q];
      part[q] += product * product;
    }
  double sum = 0;
  for (; k < n; k++) sum += (x[k] * w[k]) * (x[k] * w[k]);
  for (int q = 0; q < CHAINS; q++) sum += part[q];
  return sum;
}

DISPATCHED static void linear_sum(sunindextype n, double a, const double *x, double b,
                                  const double *y, double *z) {
  for (sunindextype k = 0; k < n; k++) z[k] = a * x[k] + b * y[k];
}

DISPATCHED static void add_scaled(sunindextype n, double a, const double *x, double *z) {
  for (sunindextype k = 0; k < n; k++) z[k] += a * x[k];
}

DISPATCHED static void scaled(sunindextype n, double a, const double *x, double *z) {
  for (sunindextype k = 0; k < n; k++) z[k] = a * x[k];
}

DISPATCHED static void product(sunindextype n, const double *x, const double *y, double *z) {
  for (sunindextype k = 0; k < n; k++) z[k] = x[k] * y[k];
}

DISPATCHED static void absolute(sunindextype n, const double *x, double *z) {
  for (sunindextype k = 0; k < n; k++) z[k] = fabs(x[k]);
}

DISPATCHED static void inverse(sunindextype n, const double *x, double *z) {
  for (sunindextype k = 0; k < n; k++) z[k] = 1 / x[k];
}

DISPATCHED static void add_constant(sunindextype n, const double *x, double b, double *z) {
  for (sunindextype k = 0; k < n; k++) z[k] = x[k] + b;
}

DISPATCHED static double smallest(sunindextype n, const double *x) {
  double least = n > 0 ? x[0] : INFINITY;
  for (sunindextype k = 0; k < n; k++) least = x[k] < least ? x[k] : least;
  return least;
}

#define LENGTH(v) NV_LENGTH_S(v)
#define DATA(v) NV_DATA_S(v)

static sunrealtype wrms_norm(N_Vector x, N_Vector w) {
  return sqrt(square_sum(LENGTH(x), DATA(x), DATA(w)) / (double)LENGTH(x));
}

static void op_linear_sum(sunrealtype a, N_Vector x, sunrealtype b, N_Vector y, N_Vector z) {
  linear_sum(LENGTH(x), a, DATA(x), b, DATA(y), DATA(z));
}

static void op_scale(sunrealtype a, N_Vector x, N_Vector z) {
  scaled(LENGTH(x), a, DATA(x), DATA(z));
}

static void op_product(N_Vector x, N_Vector y, N_Vector z) {
  product(LENGTH(x), DATA(x), DATA(y), DATA(z));
}

static void op_absolute(N_Vector x, N_Vector z) { absolute(LENGTH(x), DATA(x), DATA(z)); }
static void op_inverse(N_Vector x, N_Vector z) { inverse(LENGTH(x), DATA(x), DATA(z)); }

static void op_add_constant(N_Vector x, sunrealtype b, N_Vector z) {
  add_constant(LENGTH(x), DATA(x), b, DATA(z));
}

static sunrealtype op_smallest(N_Vector x) { return smallest(LENGTH(x), DATA(x)); }

// z = sum of c_i X_i; z may be X_0 alone of them.
static int op_linear_combination(int count, sunrealtype *c, N_Vector *x, N_Vector z) {
  sunindextype n = LENGTH(z);
  for (sunindextype first = 0; first < n; first += BLOCK) {
    sunindextype length = n - first < BLOCK ? n - first : BLOCK;
    double *sum = DATA(z) + first;
    if (count == 1) {
      scaled(length, c[0], DATA(x[0]) + first, sum);
      continue;
    }
    linear_sum(length, c[0], DATA(x[0]) + first, c[1], DATA(x[1]) + first, sum);
    for (int i = 2; i < count; i++) add_scaled(length, c[i], DATA(x[i]) + first, sum);
  }
  return 0;
}

// Z_i = c_i x + Y_i.
static int op_scale_add_multi(int count, sunrealtype *c, N_Vector x, N_Vector *y, N_Vector *z) {
  sunindextype n = LENGTH(x);
  for (sunindextype first = 0; first < n; first += BLOCK) {
    sunindextype length = n - first < BLOCK ? n - first : BLOCK;
    const double *block = DATA(x) + first;
    for (int i = 0; i < count; i++) {
      if (y[i] == z[i])
        add_scaled(length, c[i], block, DATA(z[i]) + first);
      else
        linear_sum(length, c[i], block, 1, DATA(y[i]) + first, DATA(z[i]) + first);
    }
  }
  return 0;
}

void fs_vector_accelerate(N_Vector v) {
  N_Vector_Ops ops = v->ops;
  ops->nvwrmsnorm = wrms_norm;
  ops->nvlinearsum = op_linear_sum;
  ops->nvscale = op_scale;
  ops->nvprod = op_product;
  ops->nvabs = op_absolute;
  ops->nvinv = op_inverse;
  ops->nvaddconst = op_add_constant;
  ops->nvmin = op_smallest;
  ops->nvlinearcombination = op_linear_combination;
  ops->nvscaleaddmulti = op_scale_add_multi;
}
