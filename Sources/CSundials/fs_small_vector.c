#include "fs_small_vector.h"

#include <math.h>
#include <nvector/nvector_serial.h>

// A step of CVODE makes some sixty vector operations. On a few components their cost is calls and
// choices, not arithmetic: here each is one call with one short loop.
#define EACH(n, v) for (sunindextype k = 0, n = NV_LENGTH_S(v); k < n; k++)
#define AT(v) NV_DATA_S(v)[k]

static sunrealtype wrms_norm(N_Vector x, N_Vector w) {
  sunrealtype sum = 0;
  EACH(n, x) sum += (AT(x) * AT(w)) * (AT(x) * AT(w));
  return sqrt(sum / (sunrealtype)NV_LENGTH_S(x));
}

static void linear_sum(sunrealtype a, N_Vector x, sunrealtype b, N_Vector y, N_Vector z) {
  EACH(n, z) AT(z) = a * AT(x) + b * AT(y);
}

static void scale(sunrealtype a, N_Vector x, N_Vector z) { EACH(n, z) AT(z) = a * AT(x); }
static void constant(sunrealtype a, N_Vector z) { EACH(n, z) AT(z) = a; }
static void product(N_Vector x, N_Vector y, N_Vector z) { EACH(n, z) AT(z) = AT(x) * AT(y); }
static void absolute(N_Vector x, N_Vector z) { EACH(n, z) AT(z) = fabs(AT(x)); }
static void inverse(N_Vector x, N_Vector z) { EACH(n, z) AT(z) = 1 / AT(x); }
static void add_constant(N_Vector x, sunrealtype b, N_Vector z) { EACH(n, z) AT(z) = AT(x) + b; }

static int linear_combination(int count, sunrealtype *c, N_Vector *x, N_Vector z) {
  EACH(n, z) {
    sunrealtype sum = c[0] * AT(x[0]);
    for (int i = 1; i < count; i++) sum += c[i] * AT(x[i]);
    AT(z) = sum;
  }
  return 0;
}

static int scale_add_multi(int count, sunrealtype *c, N_Vector x, N_Vector *y, N_Vector *z) {
  for (int i = 0; i < count; i++) EACH(n, x) AT(z[i]) = c[i] * AT(x) + AT(y[i]);
  return 0;
}

void fs_vector_simplify(N_Vector v) {
  N_Vector_Ops ops = v->ops;
  ops->nvwrmsnorm = wrms_norm;
  ops->nvlinearsum = linear_sum;
  ops->nvscale = scale;
  ops->nvconst = constant;
  ops->nvprod = product;
  ops->nvabs = absolute;
  ops->nvinv = inverse;
  ops->nvaddconst = add_constant;
  ops->nvlinearcombination = linear_combination;
  ops->nvscaleaddmulti = scale_add_multi;
}
