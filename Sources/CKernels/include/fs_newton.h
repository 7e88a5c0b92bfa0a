// Newton's matrix I - gamma J of a few variables, kept and solved in one place.
#pragma once
#include <stdint.h>

/// dF/dy by columns at (t, y); returns 0, > 0: not finite, < 0: stop.
typedef int (*fs_jacobian_callback)(double t, const double *y, double *result, void *context);

typedef struct fs_newton fs_newton;

/// Makes the matrix, or returns NULL if memory is out or the dimension is not in 1...12.
fs_newton *fs_newton_create(int64_t dimension, fs_jacobian_callback jacobian, void *context);
void fs_newton_destroy(fs_newton *newton);

/// Evaluates J. `newton` is an fs_newton, here and below, as callbacks have it.
int fs_newton_evaluate(double t, const double *y, void *newton);

/// Factors I - gamma J; 1 if it is singular.
int fs_newton_factor(double gamma, void *newton);

/// x = (I - gamma J)^-1 b; x may be b.
int fs_newton_solve(const double *b, double *x, void *newton);
