// Radau IIA: implicit Runge-Kutta methods of 3, 5 and 7 stages, orders 5, 9 and 13, for small stiff
// systems at high accuracy. L-stable and stiffly accurate; the stages lie on the polynomial that
// satisfies the equation at them, which is the dense output. Steps: fs_onestep.h.
// Hairer and Wanner, Solving Ordinary Differential Equations II, IV.5 and IV.8; J. Comput. Appl. Math.
// 111 (1999) 93, doi:10.1016/S0377-0427(99)00134-X.
#pragma once

enum { FS_RADAU_LANES = 8 };

/// z_i = h sum_j a_ij F(t + c_j h, y + z_j). In w with z = T w the matrix 1/A is a diagonal of complex
/// numbers alpha_m + i beta_m; mode m's real part is lane m, its imaginary part lane m + 4. The first
/// mode is real; lanes without a mode are 0.
typedef struct {
  int stages;
  double c[FS_RADAU_LANES];
  double a[FS_RADAU_LANES][FS_RADAU_LANES];
  double alpha[FS_RADAU_LANES / 2];
  double beta[FS_RADAU_LANES / 2];
  double to_stages[FS_RADAU_LANES][FS_RADAU_LANES];  // column m: what lane m of w adds to z
  double to_modes[FS_RADAU_LANES][FS_RADAU_LANES];   // column i: what z_i adds to w
  double error[FS_RADAU_LANES];                      // weights of z in the error estimate
} fs_radau_tableau;

/// The method of 3, 5 or 7 stages.
fs_radau_tableau fs_radau_get_tableau(int stages);
