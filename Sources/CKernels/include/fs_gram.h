// Factors and products of small symmetric matrices, for SGD kept as overlaps.
// Matrices are row-major; of a symmetric one the lower triangle is read and written.
#pragma once
#include <stddef.h>

/// S = A' A + beta S, lower triangle; A is rows x columns with row length `stride`.
void fs_columns_gram_f32(
    size_t rows, size_t columns, size_t stride, const float *a, float beta, float *s);
void fs_columns_gram_f64(
    size_t rows, size_t columns, size_t stride, const double *a, double beta, double *s);

/// F with F F' = S, S positive semidefinite up to rounding; returns its number of columns, the rank.
///
/// s: n x n, destroyed. factor: n x n; its first `rank` columns are set, packed in rows of length
/// `rank`. Cholesky's factor where there is one; else the pivoted one, rows back in their order, cut
/// where no pivot exceeds tolerance times the largest diagonal entry. scratch: 2 n; pivots: n, the
/// first of them 0 if the factor is Cholesky's own and hence triangular.
size_t fs_factor_f64(
    size_t n, double tolerance, double *s, double *factor, double *scratch, int *pivots);

/// fields = X W' for rows w_j that are zero from column dimension - width + j + 1 on; X is
/// count x dimension, W width x dimension, fields count x width with row length `stride`.
void fs_triangular_fields_f32(
    size_t count, size_t width, size_t dimension, const float *x, const float *w, float *fields,
    size_t stride);
void fs_triangular_fields_f64(
    size_t count, size_t width, size_t dimension, const double *x, const double *w, double *fields,
    size_t stride);

/// C = A L for L lower triangular or trapezoidal; A is rows x inner, L inner x columns.
void fs_multiply_f64(
    size_t rows, size_t columns, size_t inner, const double *a, const double *l, double *c);
