#include "fs_vector_math.h"

#include "fs_random.h"
#include <math.h>

// C's name, operation, SLEEF's stem
#define UNARY(X)                                                                                  \
  X(exp, FS_EXP, expd)                                                                            \
  X(log, FS_LOG, logd)                                                                            \
  X(sin, FS_SIN, sind)                                                                            \
  X(cos, FS_COS, cosd)                                                                            \
  X(tan, FS_TAN, tand)                                                                            \
  X(sinh, FS_SINH, sinhd)                                                                         \
  X(cosh, FS_COSH, coshd)                                                                         \
  X(tanh, FS_TANH, tanhd)                                                                         \
  X(erf, FS_ERF, erfd)                                                                            \
  X(atan, FS_ATAN, atand)                                                                         \
  X(asin, FS_ASIN, asind)                                                                         \
  X(acos, FS_ACOS, acosd)                                                                         \
  X(atanh, FS_ATANH, atanhd)
// SLEEF's overflow above 1e154.
#define SCALAR(X) X(asinh, FS_ASINH, ) X(acosh, FS_ACOSH, )
#define BINARY(X)                                                                                 \
  X(pow, FS_POWER, powd)                                                                          \
  X(atan2, FS_ATAN2, atan2d)

// MARK: One lane at a time

#define DEFINE(name, operation, stem)                                                             \
  static void name##_baseline(double *r, const double *a, const double *b) {                      \
    (void)b;                                                                                      \
    for (int l = 0; l < FS_LANES; l++) r[l] = name(a[l]);                                         \
  }
UNARY(DEFINE)
SCALAR(DEFINE)
#undef DEFINE
#define DEFINE(name, operation, stem)                                                             \
  static void name##_baseline(double *r, const double *a, const double *b) {                      \
    for (int l = 0; l < FS_LANES; l++) r[l] = name(a[l], b[l]);                                   \
  }
BINARY(DEFINE)
#undef DEFINE

#define ENTRY(name, operation, stem) [operation] = name##_baseline,
static const fs_block_function baseline[FS_OPERATION_COUNT] = {
    UNARY(ENTRY) SCALAR(ENTRY) BINARY(ENTRY)};
#undef ENTRY

#if defined(__x86_64__) && defined(__linux__)
#include <immintrin.h>

// SLEEF's header declares what the compiler's own target has; these are chosen at run time. The
// variants with FMA give the same bits for both vector lengths.

// MARK: AVX2

#define TARGET __attribute__((target("avx2,fma")))
#define DEFINE(name, operation, stem)                                                             \
  TARGET __m256d Sleef_finz_##stem##4_u10avx2(__m256d);                                           \
  TARGET static void name##_avx2(double *r, const double *a, const double *b) {                   \
    (void)b;                                                                                      \
    for (int l = 0; l < FS_LANES; l += 4)                                                         \
      _mm256_storeu_pd(r + l, Sleef_finz_##stem##4_u10avx2(_mm256_loadu_pd(a + l)));              \
  }
UNARY(DEFINE)
#undef DEFINE
#define DEFINE(name, operation, stem)                                                             \
  TARGET __m256d Sleef_finz_##stem##4_u10avx2(__m256d, __m256d);                                  \
  TARGET static void name##_avx2(double *r, const double *a, const double *b) {                   \
    for (int l = 0; l < FS_LANES; l += 4)                                                         \
      _mm256_storeu_pd(                                                                           \
          r + l, Sleef_finz_##stem##4_u10avx2(_mm256_loadu_pd(a + l), _mm256_loadu_pd(b + l)));   \
  }
BINARY(DEFINE)
#undef DEFINE
#undef TARGET

#define ENTRY(name, operation, stem) [operation] = name##_avx2,
#define SCALAR_ENTRY(name, operation, stem) [operation] = name##_baseline,
static const fs_block_function avx2[FS_OPERATION_COUNT] = {
    UNARY(ENTRY) SCALAR(SCALAR_ENTRY) BINARY(ENTRY)};
#undef ENTRY

// MARK: AVX-512

#define TARGET __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw")))
#define DEFINE(name, operation, stem)                                                             \
  TARGET __m512d Sleef_finz_##stem##8_u10avx512f(__m512d);                                        \
  TARGET static void name##_avx512(double *r, const double *a, const double *b) {                 \
    (void)b;                                                                                      \
    for (int l = 0; l < FS_LANES; l += 8)                                                         \
      _mm512_storeu_pd(r + l, Sleef_finz_##stem##8_u10avx512f(_mm512_loadu_pd(a + l)));           \
  }
UNARY(DEFINE)
#undef DEFINE
#define DEFINE(name, operation, stem)                                                             \
  TARGET __m512d Sleef_finz_##stem##8_u10avx512f(__m512d, __m512d);                               \
  TARGET static void name##_avx512(double *r, const double *a, const double *b) {                 \
    for (int l = 0; l < FS_LANES; l += 8)                                                         \
      _mm512_storeu_pd(                                                                           \
          r + l, Sleef_finz_##stem##8_u10avx512f(_mm512_loadu_pd(a + l), _mm512_loadu_pd(b + l)));\
  }
BINARY(DEFINE)
#undef DEFINE
#undef TARGET

#define ENTRY(name, operation, stem) [operation] = name##_avx512,
static const fs_block_function avx512[FS_OPERATION_COUNT] = {
    UNARY(ENTRY) SCALAR(SCALAR_ENTRY) BINARY(ENTRY)};
#undef ENTRY
#endif

const fs_block_function *fs_block_functions(int isa) {
#if defined(__x86_64__) && defined(__linux__)
  switch (isa) {
    case FS_ISA_AVX512: return avx512;
    case FS_ISA_AVX2: return avx2;
  }
#endif
  (void)isa;
  return baseline;
}

void fs_block_function_run(int isa, int operation, double *result, const double *a,
                           const double *b) {
  fs_block_functions(isa)[operation](result, a, b);
}
