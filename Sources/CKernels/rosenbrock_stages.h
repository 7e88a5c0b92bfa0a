// The stages of a Rosenbrock step, for one trajectory (LANE a double) or several at once (LANE a
// vector of doubles). Included after definitions of
//   LANE               the type of a number
//   STAGES             the name of the function
//   SYSTEM             the type of what the next two know
//   RATE(s, t, z, f)   f = F(t, z); not 0: give up
//   SOLVE(s, n, b)     b becomes the solution of W x = b
//
// y, f: state and F at the start; ft: dF/dt there or NULL. On return z holds the last stage's
// argument, to which u[7 n] is still to be added, and u the stages U_i one after another.
static inline __attribute__((always_inline)) int STAGES(SYSTEM *s, int n, LANE t, LANE h,
                                                        const LANE *y, const LANE *f,
                                                        const LANE *ft, LANE *z, LANE *rate,
                                                        LANE *u) {
  const LANE inverse = 1 / h;
#pragma clang loop unroll(full)
  for (int i = 0; i < FS_ROSENBROCK_STAGES; i++) {
    LANE *restrict b = u + i * n;
    if (i == 0) {
      for (int k = 0; k < n; k++) b[k] = f[k];
    } else {
      // From the seventh on an argument is the one before plus the stage before.
      for (int k = 0; k < n; k++) {
        LANE sum = i < 6 ? y[k] : z[k];
#pragma clang loop unroll(full)
        for (int j = i < 6 ? 0 : i - 1; j < i; j++) sum += RODAS5P.a[i][j] * u[j * n + k];
        z[k] = sum;
      }
      int code = RATE(s, t + RODAS5P.alpha[i] * h, z, rate);
      if (code) return code;
      for (int k = 0; k < n; k++) {
        LANE sum = RODAS5P.c[i][0] * u[k];
#pragma clang loop unroll(full)
        for (int j = 1; j < i; j++) sum += RODAS5P.c[i][j] * u[j * n + k];
        b[k] = rate[k] + inverse * sum;
      }
    }
    if (ft && RODAS5P.gamma_sums[i] != 0)
      for (int k = 0; k < n; k++) b[k] += RODAS5P.gamma_sums[i] * h * ft[k];
    SOLVE(s, n, b);
  }
  return 0;
}
