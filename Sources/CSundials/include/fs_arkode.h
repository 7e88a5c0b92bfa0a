// ARKODE behind plain C types: additive and multirate Runge-Kutta methods for y' = F_fast + F_slow.
//
// Life cycle: fs_arkode_create, then fs_arkode_step until done, fs_arkode_destroy.
#pragma once
#include "fs_cvode.h"

/// Additive: F_fast implicit, F_slow explicit, with error control. Multirate: a slow step of fixed
/// size by F_slow, within which F_fast is integrated implicitly with error control.
enum { FS_ADDITIVE = 1, FS_MULTIRATE = 2 };

typedef struct {
  fs_problem problem;  // the steps in it: of the additive method
  int method;          // FS_ADDITIVE or FS_MULTIRATE
  int order;           // additive: 3, 4, 5; multirate: 2, 3, 4
  double slow_step;    // multirate: its size, without sign
  fs_callback fast_rate;
  void *fast_rate_context;
  fs_callback slow_rate;
  void *slow_rate_context;
  fs_callback fast_jacobian;  // by columns
  void *fast_jacobian_context;
} fs_arkode_request;

typedef struct {
  int64_t steps;
  int64_t fast_evaluations;
  int64_t slow_evaluations;
  int64_t jacobian_evaluations;
  int64_t linear_setups;
  int64_t nonlinear_iterations;
  int64_t nonlinear_failures;
  int64_t error_test_failures;
  double last_step;
} fs_arkode_statistics;

typedef struct fs_arkode fs_arkode;

/// Makes a solver; *solver is NULL on failure, and nothing is left allocated.
int fs_arkode_create(const fs_arkode_request *request, fs_arkode **solver);
void fs_arkode_destroy(fs_arkode *solver);

/// Takes one step; *time and state receive the new point (unchanged on failure). Returns a code of
/// fs_cvode.h.
int fs_arkode_step(fs_arkode *solver, double *time, double *state);

/// The solution at a time within the last step, by the polynomial through the last states.
int fs_arkode_interpolate(fs_arkode *solver, double time, double *result);

/// The largest |y| so far by variable.
void fs_arkode_get_largest(const fs_arkode *solver, double *largest);

void fs_arkode_get_statistics(const fs_arkode *solver, fs_arkode_statistics *statistics);

/// The variable with the largest weighted local error in the last step tried, or -1.
int64_t fs_arkode_worst_variable(const fs_arkode *solver);

/// SUNDIALS' last message; empty if there was none.
const char *fs_arkode_message(const fs_arkode *solver);
