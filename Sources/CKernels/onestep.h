// What a one-step method has to give, and what it gets from the common part.
#pragma once
#include "fs_onestep.h"
#include "fs_tape.h"

#include <math.h>
#include <string.h>

/// A number of doubles and where to note their place.
typedef struct {
  size_t count;
  double **place;
} onestep_array;

/// A method. Its solver's struct begins with an fs_onestep.
typedef struct {
  size_t solver_size;
  /// Sets up the solver's own arrays and its orders. Returns 0 if memory is out.
  int (*open)(fs_onestep *s);
  /// Gets ready for steps from (time, y), and chooses a first step if there is none. Returns 0 or a
  /// code of fs_onestep_step.
  int (*prepare)(fs_onestep *s);
  /// Computes next and error of a step h. Returns 0, or why it cannot (FS_ONESTEP_STOPPED, _RATE,
  /// _SINGULAR, _CONVERGENCE). With `checked` F is called in the way that notes where it is not finite.
  int (*attempt)(fs_onestep *s, double h, int checked);
  /// The error over what is allowed: the step is taken up to 1.
  double (*size_of_error)(fs_onestep *s, double h);
  /// The error between the ends of a step to be taken, likewise; NULL: follows from the one at its end.
  double (*dense_error)(fs_onestep *s, double h);
  /// How many times smaller than h the next step should be, from the error's root of `error_order`.
  double (*shrink)(const fs_onestep *s, double root, double h);
  /// Notes that the step h is taken, before y and next change places; may lower the step to come.
  void (*accept)(fs_onestep *s, double h, double root);
  /// The solution at begin + x last_step. Returns 0 or a code of F.
  int (*interpolate)(fs_onestep *s, double x, double *result);
} onestep_method;

extern const onestep_method onestep_dop853, onestep_rodas5p, onestep_radau;

struct fs_onestep {
  fs_onestep_request request;
  const onestep_method *method;
  int n;
  double elapsed, before;  // since the start, now and at the last step's begin: no step is lost beside it
  double time, begin;      // the same, as F is told
  double step;             // the next to try, without sign
  double *y, *next;
  double *error;    // of the last attempt, not weighted
  double *floor;    // absolute tolerances as they are now
  double *largest;  // of |y| so far, by variable
  double *linearisation;   // F, J by columns, dF/dt, where the method asks for it
  const fs_program *tape;  // F, where it is one; else NULL
  int is_linearised, was_rejected;
  int error_order;  // the error goes with h to this power
  fs_onestep_statistics work;
  double *memory, *own_memory;
};

/// Cuts one block of memory, aligned for vectors, into arrays; NULL if memory is out. Every array
/// begins at a multiple of 64 bytes.
double *onestep_cut(const onestep_array *arrays, size_t count);

/// F by its callback, counted, and not beyond the end, which t + (end - t) may miss by a rounding.
static inline int onestep_rate(fs_onestep *s, double t, const double *z, double *rate) {
  s->work.rate_evaluations++;
  double end = s->request.problem.end;
  t = end >= s->request.problem.start ? fmin(t, end) : fmax(t, end);
  int code = s->request.rate(t, z, rate, s->request.rate_context);
  return code < 0 ? FS_ONESTEP_STOPPED : code ? FS_ONESTEP_RATE : 0;
}

/// A component over what its error may be.
static inline double onestep_weighted(const fs_onestep *s, double value, int k) {
  double size = fmax(fabs(s->y[k]), fabs(s->next[k]));
  return value == 0 ? 0 : value / (s->request.problem.relative_tolerance * size + s->floor[k]);
}

/// Root mean square of weighted components, CVODE's norm.
static inline double onestep_norm(const fs_onestep *s, const double *v) {
  double sum = 0;
  for (int k = 0; k < s->n; k++) {
    double part = onestep_weighted(s, v[k], k);
    sum += part * part;
  }
  return sqrt(sum / s->n);
}

static inline double onestep_clamp(double x, double low, double high) {
  return x < low ? low : x > high ? high : x;
}

/// Computes the linearisation at (time, y) if it is not there yet, and a first step from it if there
/// is none. Returns 0 or a code of fs_onestep_step.
int onestep_linearise(fs_onestep *s);

/// What implicit methods remember of the last step for the next one's size.
typedef struct {
  double root, step;  // of the error; without sign
} onestep_memory;

/// How many times smaller the next step should be: what the error's root asks for, and after a step
/// taken Gustafsson's prediction from two of them, whichever is the more careful (Hairer and Wanner
/// II, IV.8, (8.25)).
double onestep_predicted_shrink(const onestep_memory *last, double root, double h, double least,
                                double most);
