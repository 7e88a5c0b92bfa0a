#include "fs_lapack.h"
#include <stdlib.h>

// Fortran's interface, as OpenBLAS exports it (32-bit integers).
extern void dgesv_(const int *n, const int *nrhs, double *a, const int *lda, int *ipiv, double *b,
                   const int *ldb, int *info);
extern void dgetrf_(const int *m, const int *n, double *a, const int *lda, int *ipiv, int *info);
extern void dgetrs_(const char *trans, const int *n, const int *nrhs, const double *a,
                    const int *lda, const int *ipiv, double *b, const int *ldb, int *info);
extern void dgeev_(const char *jobvl, const char *jobvr, const int *n, double *a, const int *lda,
                   double *wr, double *wi, double *vl, const int *ldvl, double *vr,
                   const int *ldvr, double *work, const int *lwork, int *info);
extern void dgesvd_(const char *jobu, const char *jobvt, const int *m, const int *n, double *a,
                    const int *lda, double *s, double *u, const int *ldu, double *vt,
                    const int *ldvt, double *work, const int *lwork, int *info);

static const int OUT_OF_MEMORY = 1000000;

int fs_solve(int n, double *a, int count, double *b) {
  int info = 0;
  int *pivots = malloc(sizeof(int) * (size_t)(n > 0 ? n : 1));
  if (!pivots) return OUT_OF_MEMORY;
  dgesv_(&n, &count, a, &n, pivots, b, &n, &info);
  free(pivots);
  return info;
}

int fs_lu(int n, double *a, int *pivots) {
  int info = 0;
  dgetrf_(&n, &n, a, &n, pivots, &info);
  return info;
}

int fs_lu_solve(int n, const double *lu, const int *pivots, int transposed, int count, double *b) {
  int info = 0;
  dgetrs_(transposed ? "T" : "N", &n, &count, lu, &n, pivots, b, &n, &info);
  return info;
}

int fs_eigenvalues(int n, double *a, double *real, double *imaginary) {
  int info = 0, one = 1, size = 8 * n + 8;
  double *work = malloc(sizeof(double) * (size_t)size);
  if (!work) return OUT_OF_MEMORY;
  dgeev_("N", "N", &n, a, &n, real, imaginary, NULL, &one, NULL, &one, work, &size, &info);
  free(work);
  return info;
}

int fs_eigensystem(int n, double *a, double *real, double *imaginary, double *left, double *right) {
  int info = 0, size = 8 * n + 8;
  double *work = malloc(sizeof(double) * (size_t)size);
  if (!work) return OUT_OF_MEMORY;
  dgeev_("V", "V", &n, a, &n, real, imaginary, left, &n, right, &n, work, &size, &info);
  free(work);
  return info;
}

int fs_singular_values(int m, int n, double *a, double *s, double *vt) {
  int info = 0, one = 1, size = 10 * (m > n ? m : n) + 10;
  double *work = malloc(sizeof(double) * (size_t)size);
  if (!work) return OUT_OF_MEMORY;
  dgesvd_("N", vt ? "A" : "N", &m, &n, a, &m, s, NULL, &one, vt, vt ? &n : &one, work, &size,
          &info);
  free(work);
  return info;
}
