// Rodas5P: a Rosenbrock-Wanner method of order 5 for small stiff systems y' = F(t, y), with dense
// output of order 4 and an embedded method of order 4. L-stable and stiffly accurate. Steps:
// fs_onestep.h, of many trajectories at once fs_rosenbrock_batch.h.
// G. Steinebach, BIT Numer. Math. 63, 27 (2023), doi:10.1007/s10543-023-00967-x.
#pragma once

enum { FS_ROSENBROCK_STAGES = 8 };

/// The method in the variables U = Gamma k of Hairer and Wanner II, IV.7, where no product with the
/// Jacobian is needed: with W = 1 / (gamma h) - J,
///   W U_i = F(t + alpha_i h, y + sum_j a_ij U_j) + sum_j c_ij U_j / h + gamma_i h dF/dt.
/// The new state is the last stage's argument plus U_8, which is also the error estimate.
/// Between, y(theta) = (1 - theta) y0 + theta (y1 + (1 - theta) (k1 + theta (k2 + theta k3))) with
/// k_m = sum_j dense_mj U_j.
typedef struct {
  double gamma;
  double alpha[FS_ROSENBROCK_STAGES];
  double gamma_sums[FS_ROSENBROCK_STAGES];
  double a[FS_ROSENBROCK_STAGES][FS_ROSENBROCK_STAGES];
  double c[FS_ROSENBROCK_STAGES][FS_ROSENBROCK_STAGES];
  double dense[3][FS_ROSENBROCK_STAGES];
} fs_rosenbrock_tableau;

/// The coefficients.
fs_rosenbrock_tableau fs_rosenbrock_get_tableau(void);
