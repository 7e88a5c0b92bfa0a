// What every solver is asked: an initial value problem with its tolerances.
#pragma once
#include <stdint.h>

typedef struct {
  int64_t dimension;
  double start;
  double end;  // no right-hand side is evaluated beyond it
  const double *state;
  double relative_tolerance;
  const double *absolute_tolerances;  // one per variable; negative: by size, fs_error_floor.h
  const double *largest;              // |y| by variable before the start, or NULL
  double first_step;                  // 0: chosen
  double largest_step;                // 0: no limit
} fs_problem;
