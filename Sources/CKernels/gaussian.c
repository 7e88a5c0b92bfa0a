// Standard normals by Box-Muller over whole tiles.
//
// With u uniform on (0, 1), phi uniform on (-pi/4, pi/4) and two random signs,
//   x = ± rho (cos phi + sin phi),  y = ± rho (cos phi - sin phi),  rho = sqrt(-ln u)
// are independent standard normals: pi/4 + phi is the angle within a quadrant, the signs choose the
// quadrant, and the factor sqrt(2) of the radius cancels that of cos(pi/4). No range reduction is left.
// The polynomials are those of fdlibm (double) and Cephes (float): errors of a few units in the last place.
#include <string.h>

#include "fs_random.h"

#pragma STDC FP_CONTRACT OFF
// Vectors pass only between inlined functions: no calling convention is at stake.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

typedef double f64x8 __attribute__((vector_size(64)));
typedef uint64_t u64x8 __attribute__((vector_size(64)));
typedef float f32x16 __attribute__((vector_size(64)));
typedef int32_t i32x16 __attribute__((vector_size(64)));
typedef uint32_t u32x16 __attribute__((vector_size(64)));

// MARK: Double

// -ln u for u in [2^-53, 1): u = 2^k m, m in [1/sqrt 2, sqrt 2), ln m = 2 artanh(f / (2 + f)), f = m - 1.
INLINE f64x8 minus_log_f64(f64x8 u) {
  const uint64_t root_half = 0x3FE6A09E667F3BCDull, one = 0x3FF0000000000000ull;
  u64x8 shifted = (u64x8)u + (one - root_half);
  f64x8 k = (f64x8)((shifted >> 52) | 0x4330000000000000ull) - (0x1p52 + 1023.0);
  f64x8 f = (f64x8)((shifted & 0x000FFFFFFFFFFFFFull) + root_half) - 1.0;
  f64x8 s = f / (f + 2.0), z = s * s, half = f * f * 0.5;
  f64x8 r = z * 1.479819860511658591e-01 + 1.531383769920937332e-01;
  r = r * z + 1.818357216161805012e-01;
  r = r * z + 2.222219843214978396e-01;
  r = r * z + 2.857142874366239149e-01;
  r = r * z + 3.999999999940941908e-01;
  r = r * z + 6.666666666666735130e-01;
  r = r * z;
  return half - s * (half + r) - f - k * 6.93147180559945286227e-01;
}

INLINE f64x8 sin_f64(f64x8 x, f64x8 z) {
  f64x8 p = z * 1.58969099521155010221e-10 - 2.50507602534068634195e-08;
  p = p * z + 2.75573137070700676789e-06;
  p = p * z - 1.98412698298579493134e-04;
  p = p * z + 8.33333333332248946124e-03;
  p = p * z - 1.66666666666666324348e-01;
  return x + x * z * p;
}

INLINE f64x8 cos_f64(f64x8 z) {
  f64x8 p = z * -1.13596475577881948265e-11 + 2.08757232129817482790e-09;
  p = p * z - 2.75573143513906633035e-07;
  p = p * z + 2.48015872894767294178e-05;
  p = p * z - 1.38888888888741095749e-03;
  p = p * z + 4.16666666666666019037e-02;
  return (1.0 - z * 0.5) + z * z * p;
}

INLINE void normal_body_f64(const uint64_t *low, const uint64_t *high, double *out) {
  const uint64_t one = 0x3FF0000000000000ull;
  for (int i = 0; i < FS_TILE_BLOCKS; i += 8) {
    u64x8 x, y;
    memcpy(&x, low + i, sizeof x);
    memcpy(&y, high + i, sizeof y);
    f64x8 u = (f64x8)((x >> 12) | one) - (1.0 - 0x1p-53);
    f64x8 phi = ((f64x8)((y >> 12) | one) - 1.5) * 1.57079632679489661923;
    f64x8 rho = __builtin_elementwise_sqrt(minus_log_f64(u));
    f64x8 z = phi * phi, sine = sin_f64(phi, z), cosine = cos_f64(z);
    // The twelve bits that the angle leaves unused give the signs.
    f64x8 a = (f64x8)((u64x8)(rho * (cosine + sine)) ^ (y << 63));
    f64x8 b = (f64x8)((u64x8)(rho * (cosine - sine)) ^ ((y >> 1) << 63));
    memcpy(out + i, &a, sizeof a);
    memcpy(out + FS_TILE_BLOCKS + i, &b, sizeof b);
  }
}

// MARK: Float

INLINE f32x16 minus_log_f32(f32x16 u) {
  const uint32_t root_half = 0x3F3504F3u, one = 0x3F800000u;
  u32x16 shifted = (u32x16)u + (one - root_half);
  f32x16 k = __builtin_convertvector((i32x16)(shifted >> 23) - 127, f32x16);
  f32x16 f = (f32x16)((shifted & 0x007FFFFFu) + root_half) - 1.0f;
  f32x16 z = f * f;
  f32x16 p = f * 7.0376836292e-2f - 1.1514610310e-1f;
  p = p * f + 1.1676998740e-1f;
  p = p * f - 1.2420140846e-1f;
  p = p * f + 1.4249322787e-1f;
  p = p * f - 1.6668057665e-1f;
  p = p * f + 2.0000714765e-1f;
  p = p * f - 2.4999993993e-1f;
  p = p * f + 3.3333331174e-1f;
  return (z * 0.5f - p * z * f - f) - k * 0.69314718056f;
}

INLINE f32x16 sin_f32(f32x16 x, f32x16 z) {
  f32x16 p = z * -1.9515295891e-4f + 8.3321608736e-3f;
  p = p * z - 1.6666654611e-1f;
  return x + x * z * p;
}

INLINE f32x16 cos_f32(f32x16 z) {
  f32x16 p = z * 2.443315711809948e-5f - 1.388731625493765e-3f;
  p = p * z + 4.166664568298827e-2f;
  return (1.0f - z * 0.5f) + z * z * p;
}

INLINE void normal_body_f32(const uint32_t *low, const uint32_t *high, float *out) {
  for (int i = 0; i < 2 * FS_TILE_BLOCKS; i += 16) {
    u32x16 x, y;
    memcpy(&x, low + i, sizeof x);
    memcpy(&y, high + i, sizeof y);
    f32x16 u = (__builtin_convertvector((i32x16)(x >> 1), f32x16) + 0.5f) * 0x1p-31f;
    f32x16 phi = __builtin_convertvector((i32x16)(y & ~3u), f32x16) * 3.65729182e-10f;  // pi/4 2^-31
    f32x16 rho = __builtin_elementwise_sqrt(minus_log_f32(u));
    f32x16 z = phi * phi, sine = sin_f32(phi, z), cosine = cos_f32(z);
    f32x16 a = (f32x16)((u32x16)(rho * (cosine + sine)) ^ (y << 31));
    f32x16 b = (f32x16)((u32x16)(rho * (cosine - sine)) ^ ((y >> 1) << 31));
    memcpy(out + i, &a, sizeof a);
    memcpy(out + 2 * FS_TILE_BLOCKS + i, &b, sizeof b);
  }
}

// MARK: Dispatch

#if defined(__x86_64__)
#define AVX512 __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw")))
#define AVX2 __attribute__((target("avx2")))
AVX512 static void normal_avx512_f64(const uint64_t *low, const uint64_t *high, double *out) {
  normal_body_f64(low, high, out);
}
AVX2 static void normal_avx2_f64(const uint64_t *low, const uint64_t *high, double *out) {
  normal_body_f64(low, high, out);
}
AVX512 static void normal_avx512_f32(const uint32_t *low, const uint32_t *high, float *out) {
  normal_body_f32(low, high, out);
}
AVX2 static void normal_avx2_f32(const uint32_t *low, const uint32_t *high, float *out) {
  normal_body_f32(low, high, out);
}
#endif

static void normal_tile_f64(int isa, const uint64_t *low, const uint64_t *high, double *out) {
#if defined(__x86_64__)
  switch (isa) {
    case FS_ISA_AVX512: normal_avx512_f64(low, high, out); return;
    case FS_ISA_AVX2: normal_avx2_f64(low, high, out); return;
  }
#else
  (void)isa;
#endif
  normal_body_f64(low, high, out);
}

static void normal_tile_f32(int isa, const uint32_t *low, const uint32_t *high, float *out) {
#if defined(__x86_64__)
  switch (isa) {
    case FS_ISA_AVX512: normal_avx512_f32(low, high, out); return;
    case FS_ISA_AVX2: normal_avx2_f32(low, high, out); return;
  }
#else
  (void)isa;
#endif
  normal_body_f32(low, high, out);
}

typedef union {
  uint64_t wide[FS_TILE_BLOCKS];
  uint32_t narrow[2 * FS_TILE_BLOCKS];
} tile_half;

void fs_random_normal_f64(int isa, fs_random_key key, uint64_t first, size_t count, double *out) {
  enum { SIZE = 2 * FS_TILE_BLOCKS };
  tile_half low, high;
  double part[SIZE];
  while (count > 0) {
    size_t skip = (size_t)(first % SIZE), take = SIZE - skip < count ? SIZE - skip : count;
    fs_random_tile(isa, key, first / SIZE * FS_TILE_BLOCKS, low.wide, high.wide);
    if (take == SIZE) {
      normal_tile_f64(isa, low.wide, high.wide, out);
    } else {
      normal_tile_f64(isa, low.wide, high.wide, part);
      memcpy(out, part + skip, take * sizeof *out);
    }
    out += take, first += take, count -= take;
  }
}

void fs_random_normal_f32(int isa, fs_random_key key, uint64_t first, size_t count, float *out) {
  enum { SIZE = 4 * FS_TILE_BLOCKS };
  tile_half low, high;
  float part[SIZE];
  while (count > 0) {
    size_t skip = (size_t)(first % SIZE), take = SIZE - skip < count ? SIZE - skip : count;
    fs_random_tile(isa, key, first / SIZE * FS_TILE_BLOCKS, low.wide, high.wide);
    if (take == SIZE) {
      normal_tile_f32(isa, low.narrow, high.narrow, out);
    } else {
      normal_tile_f32(isa, low.narrow, high.narrow, part);
      memcpy(out, part + skip, take * sizeof *out);
    }
    out += take, first += take, count -= take;
  }
}
