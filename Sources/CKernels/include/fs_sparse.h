// Newton's matrix I - gamma J for a sparse J: banded LU of LAPACK, or KLU of SuiteSparse.
#pragma once
#include <stdint.h>

typedef struct fs_sparse fs_sparse;

/// Makes the solver for a pattern by columns: rows[starts[j] .. starts[j + 1]) ascending, the
/// diagonal present. With lower >= 0, LAPACK's banded LU of these bandwidths; else KLU. NULL if out
/// of memory or the pattern is structurally singular.
fs_sparse *fs_sparse_create(int32_t n, const int32_t *starts, const int32_t *rows, int32_t lower,
                            int32_t upper);

/// Where J's entries go, in the order of the pattern.
double *fs_sparse_values(fs_sparse *s);

/// Factors I - gamma J; 0, or 1 if it is singular.
int fs_sparse_factor(fs_sparse *s, double gamma);

/// Solves (I - gamma J) x = b; x may be b. Returns 0, or 1 if there are no factors.
int fs_sparse_solve(fs_sparse *s, const double *b, double *x);

void fs_sparse_destroy(fs_sparse *s);
