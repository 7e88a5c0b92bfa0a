// DOP853: an explicit Runge-Kutta method of order 8 for systems y' = F(t, y) that are not stiff, with
// embedded methods of orders 5 and 3 and dense output of order 7. Steps: fs_onestep.h.
// Dormand and Prince 1980; Hairer, Norsett and Wanner, Solving Ordinary Differential Equations I.
#pragma once

enum { FS_EXPLICIT_STAGES = 12, FS_EXPLICIT_ALL_STAGES = 16 };

/// |h lambda| beyond which stability sets the step rather than accuracy: it ends at 6.1, and steps are
/// kept below 5.5.
#define FS_EXPLICIT_REACH 5.0

/// Stage i is F(t + c_i h, y + h sum_j a_ij k_j); the thirteenth is F at the new state
/// y + h sum b_j k_j, the last three are for dense output. The error is of order 5 by `fifth`, damped
/// by the one of order 3, `third` (II.10).
typedef struct {
  double c[FS_EXPLICIT_ALL_STAGES];
  double a[FS_EXPLICIT_ALL_STAGES][FS_EXPLICIT_ALL_STAGES];
  double b[FS_EXPLICIT_STAGES];
  double third[FS_EXPLICIT_STAGES + 1];
  double fifth[FS_EXPLICIT_STAGES + 1];
  double dense[4][FS_EXPLICIT_ALL_STAGES];
} fs_explicit_tableau;

/// The coefficients.
fs_explicit_tableau fs_explicit_get_tableau(void);
