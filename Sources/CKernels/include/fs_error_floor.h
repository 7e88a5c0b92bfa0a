// The absolute part of what a variable's error may be: given, or by the variable's size.
#pragma once
#include <math.h>
#include <stdint.h>

/// In place of a tolerance, as is any other negative number: by the variable's size.
#define FS_BY_SIZE -1.0
/// By the variable's own size alone, which counts for no other variable: an integral may outgrow
/// everything.
#define FS_BY_OWN_SIZE -2.0

/// Renews `largest`, the largest |y| so far, and from it the absolute tolerances `floor`.
///
/// By size a tolerance is a ten-thousandth of the relative one times the largest |y| of the variable so
/// far, at least 1e-8 of the largest of all: what a variable must be accurate to follows from its
/// size, whatever its unit.
static inline void fs_error_floor(int64_t n, const double *y, const double *given, double relative,
                                  double *largest, double *floor) {
  double all = 0;
  for (int64_t k = 0; k < n; k++) {
    double size = fabs(y[k]);
    if (size > largest[k]) largest[k] = size;
    if (given[k] != FS_BY_OWN_SIZE && largest[k] > all) all = largest[k];
  }
  if (!(all > 0)) all = 1e8;  // everything starts at 0: a unit for all until something moves
  for (int64_t k = 0; k < n; k++) {
    double least = given[k] == FS_BY_OWN_SIZE && largest[k] > 0 ? 0 : 1e-8 * all;
    double scale = fmax(fmax(largest[k], least), 1e-290);
    floor[k] = given[k] < 0 ? 1e-4 * relative * scale : given[k];
  }
}
