// DOP853: an explicit Runge-Kutta method of order 8 for systems y' = F(t, y) that are not stiff, with
// embedded methods of orders 5 and 3 and dense output of order 7.
// Dormand and Prince 1980; Hairer, Norsett and Wanner, Solving Ordinary Differential Equations I.
//
// Life cycle: fs_explicit_create, then fs_explicit_step until done, fs_explicit_destroy.
// Nothing is allocated after the creation.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { FS_EXPLICIT_STAGES = 12, FS_EXPLICIT_ALL_STAGES = 16 };

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

/// F at (t, y). Returns 0; > 0: not defined there, try a smaller step; < 0: stop.
typedef int (*fs_explicit_callback)(double t, const double *y, double *result, void *context);

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
  fs_explicit_callback rate;
  void *rate_context;
} fs_explicit_request;

typedef struct {
  int64_t steps;
  int64_t rate_evaluations;
  int64_t error_test_failures;
  int64_t rate_failures;  // trial states where F was not finite
  double last_step;
  double next_step;
  double stiffness;  // |h lambda| of the last step, lambda the fastest mode its last stages show
} fs_explicit_statistics;

/// What fs_explicit_step returns.
enum {
  FS_EXPLICIT_SUCCESS = 0,
  FS_EXPLICIT_END_REACHED = 1,
  FS_EXPLICIT_ERROR_TEST = -3,  // the smallest step still has too large an error
  FS_EXPLICIT_RATE = -10,       // F is not finite down to the smallest step
  FS_EXPLICIT_STOPPED = -11,    // F asked to stop
  FS_EXPLICIT_NO_STEP = -1000,  // the step asked for does not move time
};

typedef struct fs_explicit fs_explicit;

/// Makes a solver, or returns NULL if memory is out.
fs_explicit *fs_explicit_create(const fs_explicit_request *request);
void fs_explicit_destroy(fs_explicit *solver);

/// Takes one step; *time and state receive the new point (unchanged on failure).
int fs_explicit_step(fs_explicit *solver, double *time, double *state);

/// The solution at a time within the last step. Returns 0, or a code of F.
int fs_explicit_interpolate(fs_explicit *solver, double time, double *result);

/// The largest |y| so far by variable.
void fs_explicit_get_largest(const fs_explicit *solver, double *largest);

void fs_explicit_get_statistics(const fs_explicit *solver, fs_explicit_statistics *statistics);

/// The variable with the largest weighted error in the last step tried, or -1.
int64_t fs_explicit_worst_variable(const fs_explicit *solver);
