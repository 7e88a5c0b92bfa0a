// Dense linear algebra by LAPACK; matrices are column-major and overwritten.
// Each returns LAPACK's info: 0 done, < 0 a wrong argument, > 0 no result.
#pragma once

/// Solves A X = B for `count` right-hand sides; B becomes X. info > 0: A is singular.
int fs_solve(int n, double *a, int count, double *b);

/// LU factors in place with row pivots, for fs_lu_solve.
int fs_lu(int n, double *a, int *pivots);

/// Solves with factors from fs_lu; `transposed` != 0 solves with the transpose.
int fs_lu_solve(int n, const double *lu, const int *pivots, int transposed, int count, double *b);

/// Eigenvalues of a general matrix.
int fs_eigenvalues(int n, double *a, double *real, double *imaginary);

/// Eigenvalues with left and right eigenvectors by columns, n x n each; of a complex pair two columns,
/// real and imaginary part of the vector of the first.
int fs_eigensystem(int n, double *a, double *real, double *imaginary, double *left, double *right);

/// Singular values, and optionally V^T (n x n) of an m x n matrix; vt may be null.
int fs_singular_values(int m, int n, double *a, double *s, double *vt);
