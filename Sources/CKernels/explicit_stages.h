// Stages of DOP853. Included after definitions of STAGES, the name of the function, and
// RATE(s, t, z, f), which puts F(t, z) in f and returns not 0 to give up.
//
// Computes stages FIRST up to, not including, LAST into s->k, each at z = y + h sum a_ij k_j.
static inline __attribute__((always_inline)) int STAGES(dop *s, const double *y, double t,
                                                        double h, double *z, int first, int last) {
  int n = s->base.n;
  double *k = s->k;
#pragma clang loop unroll(full)
  for (int i = first; i < last; i++) {
    for (int m = 0; m < n; m++) {
      double sum = 0;
#pragma clang loop unroll(full)
      for (int j = 0; j < i; j++)
        if (DOP853.a[i][j] != 0) sum += DOP853.a[i][j] * k[j * n + m];
      z[m] = y[m] + h * sum;
    }
    int code = RATE(s, t + DOP853.c[i] * h, z, k + i * n);
    if (code) return code;
  }
  return 0;
}
