// The absolute part of what an error may be, as in fs_cvode.c: given, or by the variable's size.
#pragma once
#include <math.h>

// Among given tolerances: by the variable's own size, which counts for no other variable.
#define BY_OWN_SIZE -2.0

/// Renews `largest`, the largest |y| so far, and from it the absolute tolerances `floor`.
static inline void error_floor(int n, const double *y, const double *given, double relative,
                               double *largest, double *floor) {
  double all = 0;
  for (int k = 0; k < n; k++) {
    double size = fabs(y[k]);
    if (size > largest[k]) largest[k] = size;
    if (given[k] != BY_OWN_SIZE && largest[k] > all) all = largest[k];
  }
  if (!(all > 0)) all = 1e8;  // everything starts at 0: a unit for all until something moves
  for (int k = 0; k < n; k++) {
    double least = given[k] == BY_OWN_SIZE && largest[k] > 0 ? 0 : 1e-8 * all;
    double scale = fmax(fmax(largest[k], least), 1e-290);
    floor[k] = given[k] < 0 ? 1e-4 * relative * scale : given[k];
  }
}
