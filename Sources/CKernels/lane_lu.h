// LU with row pivots of FS_BATCH_LANES matrices at once, by columns. A row moves up in the lanes
// where its entry is larger, so that each lane has its own pivots.
#pragma once
#include "fs_lanes.h"

#include <stdint.h>

typedef int64_t lane_mask __attribute__((vector_size(FS_BATCH_LANES * sizeof(int64_t))));

// Vectors by value are safe here: such functions are always inlined.
#pragma clang diagnostic ignored "-Wpsabi"
#define LANE_INLINE static inline __attribute__((always_inline))

LANE_INLINE fs_lanes lane_choose(lane_mask mask, fs_lanes yes, fs_lanes no) {
  return (fs_lanes)((mask & (lane_mask)yes) | (~mask & (lane_mask)no));
}

LANE_INLINE fs_lanes lane_abs(fs_lanes x) {
  return (fs_lanes)((lane_mask)x & INT64_MAX);
}

LANE_INLINE fs_lanes lane_max(fs_lanes a, fs_lanes b) { return lane_choose(a > b, a, b); }
LANE_INLINE fs_lanes lane_min(fs_lanes a, fs_lanes b) { return lane_choose(a < b, a, b); }

LANE_INLINE int lane_any(lane_mask mask) { return __builtin_reduce_or(mask) != 0; }

LANE_INLINE void lane_swap(lane_mask mask, fs_lanes *a, fs_lanes *b) {
  fs_lanes x = *a, y = *b;
  *a = lane_choose(mask, y, x);
  *b = lane_choose(mask, x, y);
}

/// Factors in place; the diagonal keeps the inverse pivots, `moves` which lanes changed rows. A
/// singular lane gets infinities, which its error will show.
LANE_INLINE void lane_factor(int n, fs_lanes *a, lane_mask *moves) {
  for (int k = 0, q = 0; k < n; k++) {
    for (int i = k + 1; i < n; i++, q++) {
      moves[q] = lane_abs(a[i + k * n]) > lane_abs(a[k + k * n]);
      if (lane_any(moves[q]))
        for (int j = 0; j < n; j++) lane_swap(moves[q], &a[k + j * n], &a[i + j * n]);
    }
    fs_lanes inverse = a[k + k * n] = 1 / a[k + k * n];
    for (int i = k + 1; i < n; i++) a[i + k * n] *= inverse;
    for (int j = k + 1; j < n; j++)
      for (int i = k + 1; i < n; i++) a[i + j * n] -= a[i + k * n] * a[k + j * n];
  }
}

/// Solves with factors of lane_factor; b becomes the solution.
LANE_INLINE void lane_solve(int n, const fs_lanes *a, const lane_mask *moves, fs_lanes *b) {
  for (int k = 0, q = 0; k < n; k++)
    for (int i = k + 1; i < n; i++, q++)
      if (lane_any(moves[q])) lane_swap(moves[q], &b[k], &b[i]);
  for (int k = 0; k < n - 1; k++)
    for (int i = k + 1; i < n; i++) b[i] -= a[i + k * n] * b[k];
  for (int k = n - 1; k >= 0; k--) {
    b[k] *= a[k + k * n];
    for (int i = 0; i < k; i++) b[i] -= a[i + k * n] * b[k];
  }
}
