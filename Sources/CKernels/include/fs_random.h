// Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC'11,
// doi:10.1145/2063384.2063405) and standard normals by Box-Muller.
//
// Nothing here has a state. Value i of a sequence depends on (seed, stream, step, purpose, i) alone,
// so that bits are the same however a range is split and on whatever thread it is filled; and only
// +, -, *, /, sqrt and integers are used, without contraction, so that they are the same on every CPU.
//
// Why not Random123's own header: its philox4x32 is one block at a time, 1.33 ns a word on an AVX-512
// core (AMD EPYC, clang -O3), against 0.42 ns a word by fs_random_tile and 0.9 ns a whole normal in float.
// The cipher is the same: fs_philox4x32 passes the published vectors of Random123 (tests) and agreed with
// Random123 1.14 on a million pairs of counter and key.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Which sequence: the seed is the key of the cipher, the rest a part of its counter.
typedef struct {
  uint64_t seed;
  uint32_t stream;
  uint32_t step;
  /// 0 to 255: what the numbers are for, so that no two uses share a sequence.
  uint32_t purpose;
} fs_random_key;

/// Instruction sets the kernels are compiled for, in rising order.
enum { FS_ISA_BASELINE = 0, FS_ISA_AVX2 = 1, FS_ISA_AVX512 = 2 };

/// The instruction set in use: the best this CPU has.
int fs_kernels_isa(void);

/// Its name: "avx512", "avx2", "sse2", "neon" or "scalar".
const char *fs_kernels_isa_name(void);

enum {
  /// Philox blocks in a tile; a tile gives 512 doubles or 1024 floats.
  FS_TILE_BLOCKS = 256
};

/// One block of Philox4x32-10: counter and key in, four words out. For checks against published vectors.
void fs_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/// The 128 bits of FS_TILE_BLOCKS blocks from block `first`: words 0, 1 to `low`, words 2, 3 to `high`.
/// Computed with the given instruction set, one that this CPU has; the bits do not depend on it.
void fs_random_tile(int isa, fs_random_key key, uint64_t first, uint64_t *low, uint64_t *high);

/// Values first ..< first + count of the sequence of uniforms on the open interval (0, 1).
void fs_random_uniform_f64(fs_random_key key, uint64_t first, size_t count, double *out);
void fs_random_uniform_f32(fs_random_key key, uint64_t first, size_t count, float *out);

/// Values first ..< first + count of the sequence of standard normals.
/// Largest magnitude: 8.57 in double, 6.66 in float. `isa` as for fs_random_tile.
void fs_random_normal_f64(int isa, fs_random_key key, uint64_t first, size_t count, double *out);
void fs_random_normal_f32(int isa, fs_random_key key, uint64_t first, size_t count, float *out);
