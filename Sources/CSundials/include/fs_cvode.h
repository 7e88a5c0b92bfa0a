// CVODE behind plain C types: the one place that knows SUNDIALS' headers and versions.
//
// Life cycle: fs_cvode_create, then fs_cvode_step until done, fs_cvode_destroy.
#pragma once
#include <stddef.h>
#include "fs_problem.h"

#include <stdint.h>

typedef struct fs_cvode fs_cvode;

/// Computes rate or Jacobian (by columns) at (t, y). Returns 0; > 0: not
/// defined there, try a smaller step; < 0: stop.
typedef int (*fs_callback)(double t, const double *y, double *result, void *context);

/// Newton's matrix I - gamma J kept and solved by the caller. Each returns 0; > 0: try a
/// smaller step; < 0: stop.
typedef struct {
  int (*evaluate)(double t, const double *y, void *context);  // J at (t, y)
  int (*factor)(double gamma, void *context);                 // I - gamma J, J as last evaluated
  int (*solve)(const double *b, double *x, void *context);    // (I - gamma J) x = b
  void *context;
} fs_structure;

/// What a Krylov method solves Newton's equations with: products J v, and a preconditioner P that
/// stands for I - gamma J. Each returns 0; > 0: try a smaller step; < 0: stop.
typedef struct {
  int (*product)(double t, const double *y, const double *v, double *result, void *context);
  int (*evaluate)(double t, const double *y, void *context);  // P's part of J at (t, y)
  int (*factor)(double gamma, void *context);
  int (*solve)(const double *r, double *z, void *context);    // P z = r
  void *context;
} fs_krylov;

enum { FS_ADAMS = 1, FS_BDF = 2 };

typedef struct {
  fs_problem problem;
  int method;                  // FS_ADAMS (functional iteration) or FS_BDF (Newton)
  int largest_order;           // 0: the method's own
  int detect_stability_limit;  // BDF order reduction for oscillating modes
  fs_callback rate;
  void *rate_context;
  fs_callback jacobian;        // NULL: by differences
  void *jacobian_context;
  fs_structure structure;      // evaluate NULL: a dense matrix
  fs_krylov krylov;            // product NULL: a matrix
} fs_cvode_request;

typedef struct {
  int64_t steps;
  int64_t rate_evaluations;
  int64_t jacobian_evaluations;
  int64_t linear_setups;
  int64_t nonlinear_iterations;
  int64_t nonlinear_failures;
  int64_t linear_iterations;   // of a Krylov method
  int64_t error_test_failures;
  int64_t order_reductions;
  int last_order;
  double last_step;
  double next_step;
} fs_cvode_statistics;

/// What fs_cvode_step returns; other negative values are SUNDIALS' own.
enum {
  FS_SUCCESS = 0,
  FS_END_REACHED = 1,
  FS_TOO_MUCH_WORK = -1,
  FS_TOO_MUCH_ACCURACY = -2,
  FS_ERROR_TEST_FAILURE = -3,
  FS_CONVERGENCE_FAILURE = -4,
  FS_SETUP_FAILURE = -5,
  FS_SOLVE_FAILURE = -6,
  FS_RATE_FAILURE = -8,
  FS_FIRST_RATE_FAILURE = -9,
  FS_REPEATED_RATE_FAILURE = -10,
  FS_UNRECOVERABLE_RATE_FAILURE = -11,
  FS_OUT_OF_MEMORY = -20,
  FS_NO_STEP = -1000  // time did not move
};

/// Makes a solver; *solver is NULL on failure, and nothing is left allocated.
int fs_cvode_create(const fs_cvode_request *request, fs_cvode **solver);
void fs_cvode_destroy(fs_cvode *solver);

/// Takes one internal step; *time and state receive the new point (unchanged on failure).
int fs_cvode_step(fs_cvode *solver, double *time, double *state);

/// The k-th derivative of the solution at a time within the last step.
int fs_cvode_interpolate(fs_cvode *solver, double time, int derivative, double *result);

/// The largest |y| so far by variable; zeros if no tolerance is scaled.
void fs_cvode_get_largest(const fs_cvode *solver, double *largest);

void fs_cvode_get_statistics(const fs_cvode *solver, fs_cvode_statistics *statistics);

/// The variable with the largest weighted local error in the last step tried, or -1.
int64_t fs_cvode_worst_variable(const fs_cvode *solver);

/// SUNDIALS' last message; empty if there was none.
const char *fs_cvode_message(const fs_cvode *solver);

/// Solvers alive in this process: 0 when all owners are gone.
int64_t fs_cvode_live_count(void);

/// Vectors, matrices, solvers and contexts of SUNDIALS made here and not yet freed.
int64_t fs_sundials_live_objects(void);

/// SUNDIALS' version, as "6.4.1".
const char *fs_sundials_version(void);
