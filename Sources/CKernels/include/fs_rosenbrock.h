// Rodas5P: a Rosenbrock-Wanner method of order 5 for small stiff systems y' = F(t, y), with dense
// output of order 4 and an embedded method of order 4. L-stable and stiffly accurate.
// G. Steinebach, BIT Numer. Math. 63, 27 (2023), doi:10.1007/s10543-023-00967-x.
//
// Life cycle: fs_rosenbrock_create, then fs_rosenbrock_step until done, fs_rosenbrock_destroy.
// Nothing is allocated after the creation.
#pragma once
#include <stddef.h>
#include <stdint.h>

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

/// F at (t, y), or with derivatives. Returns 0; > 0: not defined there, try a smaller step;
/// < 0: stop.
typedef int (*fs_rosenbrock_callback)(double t, const double *y, double *result, void *context);

typedef struct {
  int64_t dimension;
  double start;
  double end;  // F is not evaluated beyond it
  const double *state;
  double relative_tolerance;
  const double *absolute_tolerances;  // one per variable; negative: scaled, as in fs_cvode.c
  const double *largest;              // |y| by variable before the start, or NULL
  double first_step;                  // 0: chosen
  double largest_step;                // 0: no limit
  int controls_dense;                 // whether steps are small enough for the dense output, too
  int depends_on_time;                // whether the linearisation ends with dF/dt
  fs_rosenbrock_callback rate;
  void *rate_context;
  fs_rosenbrock_callback linearisation;  // F, then dF/dy by columns, then dF/dt
  void *linearisation_context;
} fs_rosenbrock_request;

typedef struct {
  int64_t steps;
  int64_t rate_evaluations;  // those within linearisations included
  int64_t linearisations;
  int64_t factorisations;
  int64_t error_test_failures;
  int64_t rate_failures;  // trial states where F was not finite
  double last_step;
} fs_rosenbrock_statistics;

/// What fs_rosenbrock_step returns.
enum {
  FS_ROSENBROCK_SUCCESS = 0,
  FS_ROSENBROCK_END_REACHED = 1,
  FS_ROSENBROCK_ERROR_TEST = -3,     // the smallest step still has too large an error
  FS_ROSENBROCK_SINGULAR = -5,       // W is singular down to the smallest step
  FS_ROSENBROCK_LINEARISATION = -6,  // dF/dy or dF/dt is not finite at the state reached
  FS_ROSENBROCK_RATE = -10,          // F is not finite down to the smallest step
  FS_ROSENBROCK_STOPPED = -11,       // F asked to stop
  FS_ROSENBROCK_NO_STEP = -1000,     // the step asked for does not move time
};

typedef struct fs_rosenbrock fs_rosenbrock;

/// Makes a solver, or returns NULL if memory is out.
fs_rosenbrock *fs_rosenbrock_create(const fs_rosenbrock_request *request);
void fs_rosenbrock_destroy(fs_rosenbrock *solver);

/// Takes one step; *time and state receive the new point (unchanged on failure).
int fs_rosenbrock_step(fs_rosenbrock *solver, double *time, double *state);

/// The solution at a time within the last step.
void fs_rosenbrock_interpolate(fs_rosenbrock *solver, double time, double *result);

/// The largest |y| so far by variable.
void fs_rosenbrock_get_largest(const fs_rosenbrock *solver, double *largest);

void fs_rosenbrock_get_statistics(const fs_rosenbrock *solver, fs_rosenbrock_statistics *statistics);

/// The variable with the largest weighted error in the last step tried, or -1.
int64_t fs_rosenbrock_worst_variable(const fs_rosenbrock *solver);
