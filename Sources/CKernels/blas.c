#include "fs_blas.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "fs_random.h"

// Vectors pass only between inlined functions: no calling convention is at stake.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

typedef float f32v __attribute__((vector_size(64)));
typedef double f64v __attribute__((vector_size(64)));

extern void openblas_set_num_threads(int);
extern char *openblas_get_corename(void);

// MARK: Products

void fs_blas_single_thread(void) { openblas_set_num_threads(1); }

const char *fs_blas_kernels(void) { return openblas_get_corename(); }

#define PRODUCTS(T, SUFFIX, LETTER)                                                                   \
  void fs_multiply_transposed_##SUFFIX(                                                               \
      size_t rows, size_t columns, size_t inner, T alpha, const T *a, size_t lda, const T *b,         \
      size_t ldb, T beta, T *c, size_t ldc) {                                                         \
    cblas_##LETTER##gemm(                                                                             \
        CblasRowMajor, CblasNoTrans, CblasTrans, (int)rows, (int)columns, (int)inner, alpha, a,       \
        (int)lda, b, (int)ldb, beta, c, (int)ldc);                                                    \
  }                                                                                                   \
  void fs_transposed_multiply_##SUFFIX(                                                               \
      size_t rows, size_t columns, size_t inner, T alpha, const T *a, size_t lda, const T *b,         \
      size_t ldb, T beta, T *c, size_t ldc) {                                                         \
    cblas_##LETTER##gemm(                                                                             \
        CblasRowMajor, CblasTrans, CblasNoTrans, (int)rows, (int)columns, (int)inner, alpha, a,       \
        (int)lda, b, (int)ldb, beta, c, (int)ldc);                                                    \
  }                                                                                                   \
  void fs_axpy_##SUFFIX(size_t count, T alpha, const T *x, T *y) {                                    \
    for (size_t i = 0; i < count; ++i) y[i] += alpha * x[i];                                          \
  }

PRODUCTS(float, f32, s)
PRODUCTS(double, f64, d)

void fs_gram_f64(size_t rows, size_t inner, const double *a, double *c) {
  cblas_dsyrk(
      CblasRowMajor, CblasLower, CblasNoTrans, (int)rows, (int)inner, 1, a, (int)inner, 0, c, (int)rows);
}

// MARK: Element kernels

// One body for both precisions, with LANES values of T to a vector V. The recurrence of the
// normalised polynomials, h_{k+1} = (x h_k - sqrt(k) h_{k-1}) / sqrt(k+1), has its two coefficients in
// a table; h_k' = sqrt(k) h_{k-1} gives the derivative on the way.
enum { MOST_TERMS = 512 };

#define BODIES(T, V, SUFFIX)                                                                          \
  typedef struct {                                                                                    \
    T value[MOST_TERMS], slope[MOST_TERMS], ahead[MOST_TERMS], back[MOST_TERMS];                      \
  } series_##SUFFIX;                                                                                  \
  static size_t make_series_##SUFFIX(const T *c, size_t terms, series_##SUFFIX *s) {                  \
    if (terms > MOST_TERMS) terms = MOST_TERMS;                                                       \
    for (size_t k = 0; k < terms; ++k) {                                                              \
      s->value[k] = c[k];                                                                             \
      s->slope[k] = k + 1 < terms ? (T)(sqrt((double)(k + 1)) * (double)c[k + 1]) : 0;                \
      s->ahead[k] = (T)(1 / sqrt((double)(k + 1)));                                                   \
      s->back[k] = (T)sqrt((double)k / (double)(k + 1));                                              \
    }                                                                                                 \
    return terms;                                                                                     \
  }                                                                                                   \
  INLINE T sum_##SUFFIX(V v) {                                                                        \
    T total = 0;                                                                                      \
    for (size_t i = 0; i < sizeof(V) / sizeof(T); ++i) total += v[i];                                 \
    return total;                                                                                     \
  }                                                                                                   \
  INLINE V load_##SUFFIX(const T *p) {                                                                \
    V v;                                                                                              \
    memcpy(&v, p, sizeof v);                                                                          \
    return v;                                                                                         \
  }                                                                                                   \
  INLINE void hermite_##SUFFIX(                                                                       \
      const series_##SUFFIX *s, size_t terms, V x, V *value, V *slope) {                              \
    V h = x * 0 + 1, before = x * 0, sigma = before, derivative = before;                             \
    for (size_t k = 0; k < terms; ++k) {                                                              \
      sigma += s->value[k] * h;                                                                       \
      derivative += s->slope[k] * h;                                                                  \
      V next = (s->ahead[k] * x) * h - s->back[k] * before;                                           \
      before = h;                                                                                     \
      h = next;                                                                                       \
    }                                                                                                 \
    *value = sigma;                                                                                   \
    *slope = derivative;                                                                              \
  }                                                                                                   \
  INLINE double residual_##SUFFIX(                                                                    \
      size_t rows, size_t width, size_t stride, const series_##SUFFIX *s, size_t terms,               \
      const T *readout, const T *target, T *fields, T *gradient, T *scratch) {                        \
    const size_t lanes = sizeof(V) / sizeof(T);                                                       \
    double squares = 0;                                                                               \
    for (size_t row = 0; row < rows; ++row, fields += stride) {                                       \
      V output = {0};                                                                                 \
      for (size_t j = 0; j < width; j += lanes) {                                                     \
        V value, slope;                                                                               \
        hermite_##SUFFIX(s, terms, load_##SUFFIX(fields + j), &value, &slope);                        \
        output += load_##SUFFIX(readout + j) * value;                                                 \
        memcpy(scratch + j, &value, sizeof value);                                                    \
        memcpy(fields + j, &slope, sizeof slope);                                                     \
      }                                                                                               \
      T e = sum_##SUFFIX(output) - target[row];                                                       \
      squares += (double)e * (double)e;                                                               \
      for (size_t j = 0; j < width; j += lanes) {                                                     \
        V d = e * load_##SUFFIX(fields + j);                                                          \
        V g = load_##SUFFIX(gradient + j) + e * load_##SUFFIX(scratch + j);                           \
        memcpy(fields + j, &d, sizeof d);                                                             \
        memcpy(gradient + j, &g, sizeof g);                                                           \
      }                                                                                               \
      for (size_t j = width; j < stride; ++j) fields[j] = 0; /* padding stays finite */               \
    }                                                                                                 \
    return squares;                                                                                   \
  }                                                                                                   \
  INLINE int update_##SUFFIX(                                                                         \
      size_t width, size_t dimension, const T *factor, const T *g, T *w) {                            \
    const size_t lanes = sizeof(V) / sizeof(T), whole = dimension / lanes * lanes;                    \
    int finite = 1;                                                                                   \
    for (size_t j = 0; j < width; ++j, g += dimension, w += dimension) {                              \
      T f = factor[j];                                                                                \
      V total = {0};                                                                                  \
      for (size_t i = 0; i < whole; i += lanes) {                                                     \
        V v = load_##SUFFIX(w + i) + f * load_##SUFFIX(g + i);                                        \
        memcpy(w + i, &v, sizeof v);                                                                  \
        total += v * v;                                                                               \
      }                                                                                               \
      double square = (double)sum_##SUFFIX(total);                                                    \
      for (size_t i = whole; i < dimension; ++i) {                                                    \
        w[i] += f * g[i];                                                                             \
        square += (double)w[i] * (double)w[i];                                                        \
      }                                                                                               \
      T scale = (T)(1 / sqrt(square));                                                                \
      if (!(isfinite(square) && square > 0)) finite = 0;                                              \
      for (size_t i = 0; i < whole; i += lanes) {                                                     \
        V v = load_##SUFFIX(w + i) * scale;                                                           \
        memcpy(w + i, &v, sizeof v);                                                                  \
      }                                                                                               \
      for (size_t i = whole; i < dimension; ++i) w[i] *= scale;                                       \
    }                                                                                                 \
    return finite;                                                                                    \
  }                                                                                                   \
  INLINE void evaluate_##SUFFIX(                                                                      \
      size_t count, const T *x, size_t stride, const series_##SUFFIX *s, size_t terms, T *out) {      \
    const size_t lanes = sizeof(V) / sizeof(T);                                                       \
    for (size_t i = 0; i < count; i += lanes) {                                                       \
      size_t take = count - i < lanes ? count - i : lanes;                                            \
      V argument = {0}, value, slope;                                                                 \
      for (size_t j = 0; j < take; ++j) argument[j] = x[(i + j) * stride];                            \
      hermite_##SUFFIX(s, terms, argument, &value, &slope);                                           \
      memcpy(out + i, &value, take * sizeof(T));                                                      \
    }                                                                                                 \
  }

BODIES(float, f32v, f32)
BODIES(double, f64v, f64)

// MARK: Dispatch

#if defined(__x86_64__)
#define AVX512 __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,fma"), noinline))
#define AVX2 __attribute__((target("avx2,fma"), noinline))
#define CHOOSE(call512, call2)          \
  switch (fs_kernels_isa()) {           \
    case FS_ISA_AVX512: return call512; \
    case FS_ISA_AVX2: return call2;     \
  }
#define CLONES(T, SUFFIX)                                                                             \
  AVX512 static double residual_avx512_##SUFFIX(                                                      \
      size_t rows, size_t width, size_t stride, const series_##SUFFIX *s, size_t terms,               \
      const T *readout, const T *target, T *fields, T *gradient, T *scratch) {                        \
    return residual_##SUFFIX(                                                                         \
        rows, width, stride, s, terms, readout, target, fields, gradient, scratch);                   \
  }                                                                                                   \
  AVX2 static double residual_avx2_##SUFFIX(                                                          \
      size_t rows, size_t width, size_t stride, const series_##SUFFIX *s, size_t terms,               \
      const T *readout, const T *target, T *fields, T *gradient, T *scratch) {                        \
    return residual_##SUFFIX(                                                                         \
        rows, width, stride, s, terms, readout, target, fields, gradient, scratch);                   \
  }                                                                                                   \
  AVX512 static int update_avx512_##SUFFIX(                                                           \
      size_t width, size_t dimension, const T *factor, const T *g, T *w) {                            \
    return update_##SUFFIX(width, dimension, factor, g, w);                                           \
  }                                                                                                   \
  AVX2 static int update_avx2_##SUFFIX(                                                               \
      size_t width, size_t dimension, const T *factor, const T *g, T *w) {                            \
    return update_##SUFFIX(width, dimension, factor, g, w);                                           \
  }
CLONES(float, f32)
CLONES(double, f64)
#else
#define CHOOSE(call512, call2)
#endif

#define ENTRIES(T, SUFFIX)                                                                            \
  double fs_sgd_residual_##SUFFIX(                                                                    \
      size_t rows, size_t width, size_t stride, const T *b, size_t terms, const T *readout,           \
      const T *target, T *fields, T *gradient, T *scratch) {                                          \
    series_##SUFFIX s;                                                                                \
    terms = make_series_##SUFFIX(b, terms, &s);                                                       \
    CHOOSE(                                                                                           \
        residual_avx512_##SUFFIX(                                                                     \
            rows, width, stride, &s, terms, readout, target, fields, gradient, scratch),              \
        residual_avx2_##SUFFIX(                                                                       \
            rows, width, stride, &s, terms, readout, target, fields, gradient, scratch))              \
    return residual_##SUFFIX(                                                                         \
        rows, width, stride, &s, terms, readout, target, fields, gradient, scratch);                  \
  }                                                                                                   \
  int fs_sgd_update_##SUFFIX(                                                                         \
      size_t width, size_t dimension, const T *factor, const T *g, T *w) {                            \
    CHOOSE(                                                                                           \
        update_avx512_##SUFFIX(width, dimension, factor, g, w),                                       \
        update_avx2_##SUFFIX(width, dimension, factor, g, w))                                         \
    return update_##SUFFIX(width, dimension, factor, g, w);                                           \
  }                                                                                                   \
  void fs_hermite_##SUFFIX(                                                                           \
      size_t count, const T *x, size_t stride, const T *c, size_t terms, T *out) {                    \
    series_##SUFFIX s;                                                                                \
    terms = make_series_##SUFFIX(c, terms, &s);                                                       \
    evaluate_##SUFFIX(count, x, stride, &s, terms, out);                                              \
  }

ENTRIES(float, f32)
ENTRIES(double, f64)

// MARK: Overlaps

double fs_gram_powers_f64(
    size_t width, const double *r, const double *a, size_t terms, double *out, double *scratch) {
  const size_t lanes = sizeof(f64v) / sizeof(double);
  double diagonal = 0, overlap = 0;
  memset(scratch, 0, lanes * terms * sizeof *scratch);
  memset(out, 0, terms * sizeof *out);
  for (size_t i = 0; i < width; ++i) {
    const double *row = r + i * width;
    for (size_t j = 0; j < i; j += lanes) {
      size_t take = i - j < lanes ? i - j : lanes;
      f64v base = {0}, power = {0};
      memcpy(&base, row + j, take * sizeof *row);
      memcpy(&power, a + j, take * sizeof *a);
      power *= 2 * a[i];  // r_ij and r_ji
      overlap += sum_f64(base);
      for (size_t k = 0; k < terms; ++k, power *= base) {
        f64v total = load_f64(scratch + k * lanes) + power;
        memcpy(scratch + k * lanes, &total, sizeof total);
      }
    }
    diagonal += a[i] * a[i];  // unit norm
  }
  for (size_t k = 0; k < terms; ++k) out[k] = diagonal + sum_f64(load_f64(scratch + k * lanes));
  return width > 1 ? 2 * overlap / ((double)width * (double)(width - 1)) : 0;
}

INLINE f64v horner_f64(f64v x, const double *c, size_t terms) {
  f64v sum = {0};
  for (size_t k = terms; k-- > 0;) sum = sum * x + c[k];
  return sum;
}

INLINE void overlap_sums(
    size_t width, const double *r, const double *a, const double *p, const double *q, const double *u,
    size_t terms, double *pull, double *radial, double *output) {
  const size_t lanes = sizeof(f64v) / sizeof(double);
  for (size_t i = 0; i < width; ++i, r += width, pull += width) {
    f64v along = {0}, value = {0};
    for (size_t j = 0; j < width; j += lanes) {
      size_t size = (width - j < lanes ? width - j : lanes) * sizeof(double);
      f64v overlap = {0}, weight = {0};
      memcpy(&overlap, r + j, size);
      memcpy(&weight, a + j, size);
      f64v push = weight * horner_f64(overlap, p, terms);
      along += weight * horner_f64(overlap, q, terms);
      value += weight * horner_f64(overlap, u, terms);
      memcpy(pull + j, &push, size);
    }
    radial[i] = sum_f64(along);
    output[i] = sum_f64(value);
  }
}

#if defined(__x86_64__)
AVX512 static void overlap_sums_avx512(
    size_t width, const double *r, const double *a, const double *p, const double *q, const double *u,
    size_t terms, double *pull, double *radial, double *output) {
  overlap_sums(width, r, a, p, q, u, terms, pull, radial, output);
}
AVX2 static void overlap_sums_avx2(
    size_t width, const double *r, const double *a, const double *p, const double *q, const double *u,
    size_t terms, double *pull, double *radial, double *output) {
  overlap_sums(width, r, a, p, q, u, terms, pull, radial, output);
}
#endif

void fs_overlap_sums_f64(
    size_t width, const double *r, const double *a, const double *p, const double *q, const double *u,
    size_t terms, double *pull, double *radial, double *output) {
#if defined(__x86_64__)
  switch (fs_kernels_isa()) {
    case FS_ISA_AVX512:
      overlap_sums_avx512(width, r, a, p, q, u, terms, pull, radial, output);
      return;
    case FS_ISA_AVX2: overlap_sums_avx2(width, r, a, p, q, u, terms, pull, radial, output); return;
  }
#endif
  overlap_sums(width, r, a, p, q, u, terms, pull, radial, output);
}
