// Dense products (OpenBLAS, one thread a call) and the element kernels of an SGD step.
// Matrices are row-major. Suffixes: f32 float, f64 double.
#pragma once
#include <stddef.h>

/// Holds OpenBLAS to one thread a product: the ensemble is parallel over seeds, and a product on
/// one thread has the same bits however many seeds run beside it.
void fs_blas_single_thread(void);

/// Name of the processor whose kernels OpenBLAS has chosen; a constant string.
const char *fs_blas_kernels(void);

/// C = alpha A B' + beta C; A is rows x inner, B is columns x inner.
void fs_multiply_transposed_f32(
    size_t rows, size_t columns, size_t inner, float alpha, const float *a, size_t lda, const float *b,
    size_t ldb, float beta, float *c, size_t ldc);
void fs_multiply_transposed_f64(
    size_t rows, size_t columns, size_t inner, double alpha, const double *a, size_t lda, const double *b,
    size_t ldb, double beta, double *c, size_t ldc);

/// C = alpha A' B + beta C; A is inner x rows, B is inner x columns.
void fs_transposed_multiply_f32(
    size_t rows, size_t columns, size_t inner, float alpha, const float *a, size_t lda, const float *b,
    size_t ldb, float beta, float *c, size_t ldc);
void fs_transposed_multiply_f64(
    size_t rows, size_t columns, size_t inner, double alpha, const double *a, size_t lda, const double *b,
    size_t ldb, double beta, double *c, size_t ldc);

/// Lower triangle of C = A A'; A is rows x inner.
void fs_gram_f64(size_t rows, size_t inner, const double *a, double *c);

/// y += alpha x.
void fs_axpy_f32(size_t count, float alpha, const float *x, float *y);
void fs_axpy_f64(size_t count, double alpha, const double *x, double *y);

/// out[i] = sum over k < terms of c[k] h_k(x[i * stride]), h_k the normalised Hermite polynomials.
void fs_hermite_f32(size_t count, const float *x, size_t stride, const float *c, size_t terms, float *out);
void fs_hermite_f64(
    size_t count, const double *x, size_t stride, const double *c, size_t terms, double *out);

/// Residuals of a block of samples and what both layers' gradients need of them. Row by row, with
/// h the row's fields, sigma the series b and e = sum_j readout[j] sigma(h_j) - target:
/// fields becomes e sigma'(h), and gradient[j] += e sigma(h_j).
///
/// fields: rows x stride, stride a multiple of 16 and at least width; target: rows;
/// readout, gradient, scratch: stride, with readout zero from width on. Returns the sum of e^2.
double fs_sgd_residual_f32(
    size_t rows, size_t width, size_t stride, const float *b, size_t terms, const float *readout,
    const float *target, float *fields, float *gradient, float *scratch);
double fs_sgd_residual_f64(
    size_t rows, size_t width, size_t stride, const double *b, size_t terms, const double *readout,
    const double *target, double *fields, double *gradient, double *scratch);

/// w_j = normalise(w_j + factor[j] g_j) for each of `width` rows of length `dimension`.
/// Returns 1 if every row has a finite, positive norm, else 0.
int fs_sgd_update_f32(size_t width, size_t dimension, const float *factor, const float *g, float *w);
int fs_sgd_update_f64(size_t width, size_t dimension, const double *factor, const double *g, double *w);

/// out[k] = sum over i, j of a_i a_j r_ij^k for k < terms, and the mean of r_ij over i != j as the result
/// (0 for one neuron). r: the lower triangle of a width x width matrix; scratch: 8 * terms.
double fs_gram_powers_f64(
    size_t width, const double *r, const double *a, size_t terms, double *out, double *scratch);

/// Sums over the other neurons that the mean gradient needs, for polynomials p, q, u (`terms`
/// coefficients each, ascending) of the overlaps r (width x width, whole matrix):
/// pull[i, j] = a_j p(r_ij), radial[i] = sum_j a_j q(r_ij), output[i] = sum_j a_j u(r_ij).
void fs_overlap_sums_f64(
    size_t width, const double *r, const double *a, const double *p, const double *q, const double *u,
    size_t terms, double *pull, double *radial, double *output);
