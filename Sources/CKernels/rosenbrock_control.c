#include "error_floor.h"
#include "rosenbrock_internal.h"

#include <math.h>
#include <string.h>

void rosenbrock_set_floor(fs_rosenbrock *s) {
  error_floor(s->n, s->y, s->request.absolute_tolerances, s->request.relative_tolerance, s->largest,
              s->floor);
}

double rosenbrock_weighted(const fs_rosenbrock *s, double value, int k) {
  double size = fmax(fabs(s->y[k]), fabs(s->next[k]));
  double allowed = s->request.relative_tolerance * size + s->floor[k];
  return value == 0 ? 0 : value / allowed;
}

double rosenbrock_norm(const fs_rosenbrock *s, const double *v) {
  double sum = 0;
  for (int k = 0; k < s->n; k++) {
    double part = rosenbrock_weighted(s, v[k], k);
    sum += part * part;
  }
  return sqrt(sum / s->n);
}

static inline double clamp(double x, double low, double high) {
  return x < low ? low : x > high ? high : x;
}

// The factor by which the next step is smaller: what the error asks for, and after a step taken
// Gustafsson's prediction from two of them, whichever is the more careful (Hairer and Wanner II,
// IV.8, (8.25) for an error of order 5).
double rosenbrock_shrink(const fs_rosenbrock *s, double root, double h) {
  const double safety = 0.9, least = 1.0 / 6, most = 5;
  double factor = clamp(root / safety, least, most);
  if (root <= 1 && s->last_accepted > 0) {
    double predicted = s->last_accepted / h * (root * root / s->last_root) / safety;
    factor = fmax(factor, clamp(predicted, least, most));
  }
  return factor;
}

// Hairer and Wanner I, II.4, with the exact second derivative J F + dF/dt.
double rosenbrock_first_step(fs_rosenbrock *s) {
  int n = s->n;
  const double *f = s->linearisation, *jacobian = f + n;
  for (int i = 0; i < n; i++) {
    double sum = s->request.depends_on_time ? jacobian[n * n + i] : 0;
    for (int j = 0; j < n; j++) sum += jacobian[i + j * n] * f[j];
    s->z[i] = sum;
  }
  memcpy(s->next, s->y, sizeof(double) * (size_t)n);
  double size = rosenbrock_norm(s, s->y), speed = rosenbrock_norm(s, f), bend = rosenbrock_norm(s, s->z);
  double span = fabs(s->request.end - s->request.start);
  double short_step = size > 1e-5 && speed > 1e-5 ? 0.01 * size / speed : 1e-6 * span;
  double largest = fmax(speed, sqrt(bend));
  double step = largest > 0 ? pow(0.01, 0.2) / largest : span;
  return fmin(100 * short_step, step);
}
