// What the parts of the Rosenbrock solver share.
#pragma once
#include "fs_rosenbrock.h"
#include "fs_tape.h"

typedef int (*rosenbrock_attempt)(fs_rosenbrock *s, double h);

struct fs_rosenbrock {
  fs_rosenbrock_request request;
  int n;
  double time;
  double step;   // the next to try, without sign
  double begin;  // of the last step taken
  double *memory;
  double *y, *next;
  double *linearisation;  // F, J by columns, dF/dt
  double *u, *z, *rate, *lu;
  double *floor;    // absolute tolerances as they are now
  double *largest;  // of |y| so far, by variable
  double *dense;
  int *pivots;
  const fs_program *tape;  // F, where it is one; else NULL
  rosenbrock_attempt attempt, checked_attempt;
  int is_linearised, has_dense, was_rejected;
  double last_root, last_accepted;  // of the last step taken: fifth root of its error, its size
  fs_rosenbrock_statistics work;
};

/// What computes the stages of a step h and the new state in s->next, at this dimension. Returns 0,
/// a code of fs_rosenbrock_step, or > 0 if F is not finite at a stage, which with `tape` shows in the
/// error alone.
rosenbrock_attempt rosenbrock_attempt_for(int n, int tape);

/// b becomes W^-1 b with the matrix of the attempt before.
void rosenbrock_solve(fs_rosenbrock *s, double *b);

/// Renews the absolute tolerances at the state.
void rosenbrock_set_floor(fs_rosenbrock *s);

/// A component over what its error may be.
double rosenbrock_weighted(const fs_rosenbrock *s, double value, int k);

/// Root mean square of weighted components, CVODE's norm.
double rosenbrock_norm(const fs_rosenbrock *s, const double *v);

/// The factor by which the step after one of size h is smaller, from the fifth root of its error.
double rosenbrock_shrink(const fs_rosenbrock *s, double root, double h);

/// A first step from the linearisation at the start.
double rosenbrock_first_step(fs_rosenbrock *s);
