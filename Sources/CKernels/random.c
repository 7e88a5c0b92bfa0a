#include "fs_random.h"

#include <stdatomic.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))

// MARK: Dispatch

static _Atomic int isa_in_use = -1;

static int best_isa(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"))
    return FS_ISA_AVX512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return FS_ISA_AVX2;
#endif
  return FS_ISA_BASELINE;
}

int fs_kernels_isa(void) {
  int isa = atomic_load_explicit(&isa_in_use, memory_order_relaxed);
  if (isa < 0) {
    isa = best_isa();
    atomic_store_explicit(&isa_in_use, isa, memory_order_relaxed);
  }
  return isa;
}

const char *fs_kernels_isa_name(void) {
  switch (fs_kernels_isa()) {
    case FS_ISA_AVX512: return "avx512";
    case FS_ISA_AVX2: return "avx2";
  }
#if defined(__x86_64__)
  return "sse2";
#elif defined(__aarch64__)
  return "neon";
#else
  return "scalar";
#endif
}

// MARK: Philox4x32-10

#define PHILOX_M0 0xD2511F53u
#define PHILOX_M1 0xCD9E8D57u
#define PHILOX_W0 0x9E3779B9u
#define PHILOX_W1 0xBB67AE85u
#define LOW32 0xFFFFFFFFull

void fs_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; ++round) {
    uint64_t p0 = (uint64_t)PHILOX_M0 * c0, p1 = (uint64_t)PHILOX_M1 * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)p0;
    k0 += PHILOX_W0;
    k1 += PHILOX_W1;
  }
  out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

// Eight blocks side by side. Each lane carries a 32-bit word in 64 bits, the form in which the
// 32 x 32 -> 64 product is one instruction; stray upper halves are masked only where they would count.
typedef uint64_t u64x8 __attribute__((vector_size(64)));

INLINE void tile_body(fs_random_key key, uint64_t first, uint64_t *low, uint64_t *high) {
  const u64x8 lane = {0, 1, 2, 3, 4, 5, 6, 7};
  const uint64_t use = (uint64_t)(key.purpose & 0xFF) << 24;
  for (int block = 0; block < FS_TILE_BLOCKS; block += 8) {
    u64x8 index = lane + (first + (uint64_t)block);
    u64x8 c0 = index & LOW32, c1 = ((index >> 32) & 0xFFFFFF) | use;
    u64x8 c2 = lane * 0 + key.step, c3 = lane * 0 + key.stream;
    uint32_t k0 = (uint32_t)key.seed, k1 = (uint32_t)(key.seed >> 32);
#pragma clang loop unroll(full)
    for (int round = 0; round < 10; ++round) {
      u64x8 p0 = (c0 & LOW32) * (uint64_t)PHILOX_M0, p1 = (c2 & LOW32) * (uint64_t)PHILOX_M1;
      c0 = (p1 >> 32) ^ c1 ^ (uint64_t)k0;
      c1 = p1 & LOW32;
      c2 = (p0 >> 32) ^ c3 ^ (uint64_t)k1;
      c3 = p0 & LOW32;
      k0 += PHILOX_W0;
      k1 += PHILOX_W1;
    }
    u64x8 x = c0 | (c1 << 32), y = c2 | (c3 << 32);
    memcpy(low + block, &x, sizeof x);
    memcpy(high + block, &y, sizeof y);
  }
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw"))) static void tile_avx512(
    fs_random_key key, uint64_t first, uint64_t *low, uint64_t *high) {
  tile_body(key, first, low, high);
}
__attribute__((target("avx2"))) static void tile_avx2(
    fs_random_key key, uint64_t first, uint64_t *low, uint64_t *high) {
  tile_body(key, first, low, high);
}
#endif

void fs_random_tile(int isa, fs_random_key key, uint64_t first, uint64_t *low, uint64_t *high) {
#if defined(__x86_64__)
  switch (isa) {
    case FS_ISA_AVX512: tile_avx512(key, first, low, high); return;
    case FS_ISA_AVX2: tile_avx2(key, first, low, high); return;
  }
#else
  (void)isa;
#endif
  tile_body(key, first, low, high);
}

// MARK: Uniforms

// Tile values: `low` of every block, then `high` of every block; floats take each 64 bits as two words.
typedef union {
  uint64_t wide[2 * FS_TILE_BLOCKS];
  uint32_t narrow[4 * FS_TILE_BLOCKS];
} tile_bits;

void fs_random_uniform_f64(fs_random_key key, uint64_t first, size_t count, double *out) {
  enum { SIZE = 2 * FS_TILE_BLOCKS };
  tile_bits bits;
  while (count > 0) {
    size_t skip = (size_t)(first % SIZE), take = SIZE - skip < count ? SIZE - skip : count;
    fs_random_tile(
        fs_kernels_isa(), key, first / SIZE * FS_TILE_BLOCKS, bits.wide, bits.wide + FS_TILE_BLOCKS);
    for (size_t i = 0; i < take; ++i)  // odd multiples of 2^-53
      out[i] = (double)(bits.wide[skip + i] >> 12) * 0x1p-52 + 0x1p-53;
    out += take, first += take, count -= take;
  }
}

void fs_random_uniform_f32(fs_random_key key, uint64_t first, size_t count, float *out) {
  enum { SIZE = 4 * FS_TILE_BLOCKS };
  tile_bits bits;
  while (count > 0) {
    size_t skip = (size_t)(first % SIZE), take = SIZE - skip < count ? SIZE - skip : count;
    fs_random_tile(
        fs_kernels_isa(), key, first / SIZE * FS_TILE_BLOCKS, bits.wide, bits.wide + FS_TILE_BLOCKS);
    for (size_t i = 0; i < take; ++i)  // odd multiples of 2^-24
      out[i] = (float)(bits.narrow[skip + i] >> 9) * 0x1p-23f + 0x1p-24f;
    out += take, first += take, count -= take;
  }
}
