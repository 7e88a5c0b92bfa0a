// One-step methods for small systems y' = F(t, y): Rodas5P and Radau IIA for stiff ones, DOP853 for
// the others. What they have in common: request, step control's loop, statistics, failures.
//
// Life cycle: fs_onestep_create, then fs_onestep_step until done, fs_onestep_destroy. Nothing is
// allocated after the creation.
#pragma once
#include "fs_problem.h"

#include <stdint.h>

/// The method: the order follows from the name but for Radau IIA, whose order (5, 9, 13) follows from
/// the tolerance.
enum { FS_DOP853, FS_RODAS5P, FS_RADAU };

/// F at (t, y), or with derivatives. Returns 0; > 0: not defined there, try a smaller step;
/// < 0: stop.
typedef int (*fs_onestep_callback)(double t, const double *y, double *result, void *context);

typedef struct {
  int method;
  fs_problem problem;
  int controls_dense;  // whether steps are small enough for the dense output, too
  fs_onestep_callback rate;
  void *rate_context;
  fs_onestep_callback linearisation;  // F, dF/dy by columns, dF/dt; not needed by DOP853
  void *linearisation_context;
  int depends_on_time;  // whether the linearisation ends with dF/dt
} fs_onestep_request;

typedef struct {
  int64_t steps;
  int64_t rate_evaluations;  // those within linearisations included
  int64_t linearisations;
  int64_t factorisations;
  int64_t iterations;  // Newton's, each over all stages
  int64_t error_test_failures;
  int64_t convergence_failures;  // of Newton's iteration
  int64_t rate_failures;         // trial states where F was not finite
  double last_step;
  double stiffness;  // DOP853: |h lambda| of the last step, lambda the fastest mode its stages show
  int32_t order;
  int32_t dense_degree;  // of the polynomial between the ends of a step
} fs_onestep_statistics;

/// What fs_onestep_step returns.
enum {
  FS_ONESTEP_SUCCESS = 0,
  FS_ONESTEP_END_REACHED = 1,
  FS_ONESTEP_ERROR_TEST = -3,     // the smallest step still has too large an error
  FS_ONESTEP_CONVERGENCE = -4,    // Newton's iteration does not converge down to the smallest step
  FS_ONESTEP_SINGULAR = -5,       // the matrix is singular down to the smallest step
  FS_ONESTEP_LINEARISATION = -6,  // dF/dy or dF/dt is not finite at the state reached
  FS_ONESTEP_RATE = -10,          // F is not finite down to the smallest step
  FS_ONESTEP_STOPPED = -11,       // F asked to stop
  FS_ONESTEP_STIFF = -12,         // DOP853: stability holds steps so small that the run would not end
  FS_ONESTEP_NO_STEP = -1000,     // the step asked for does not move time
};

typedef struct fs_onestep fs_onestep;

/// Makes a solver, or returns NULL if memory is out.
fs_onestep *fs_onestep_create(const fs_onestep_request *request);
void fs_onestep_destroy(fs_onestep *solver);

/// Takes one step; *time and state receive the new point (unchanged on failure).
int fs_onestep_step(fs_onestep *solver, double *time, double *state);

/// The solution at a time within the last step. Returns 0, or a code of F.
int fs_onestep_interpolate(fs_onestep *solver, double time, double *result);

/// The largest |y| so far by variable.
void fs_onestep_get_largest(const fs_onestep *solver, double *largest);

void fs_onestep_get_statistics(const fs_onestep *solver, fs_onestep_statistics *statistics);

/// The variable with the largest weighted error in the last step tried, or -1.
int64_t fs_onestep_worst_variable(const fs_onestep *solver);
