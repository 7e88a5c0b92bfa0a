#include "cpeers.h"

#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_spgmr.h>

typedef struct {
  long n;
  double epsilon;
} network;

// c = (0, 1, -0.45), b = (0, 1, 0.9), in slow time.
static int rate(sunrealtype t, N_Vector state, N_Vector out, void *user) {
  (void)t;
  const network *net = user;
  const double c1 = 1, c2 = -0.45, b1 = 1, b2 = 0.9;
  long n = net->n;
  const double *s = NV_DATA_S(state), *a = s + n;
  double *ds = NV_DATA_S(out), *da = ds + n;
  double m1 = 0, m2 = 0;
  for (long i = 0; i < n; i++) {
    m1 += a[i] * s[i];
    m2 += a[i] * s[i] * s[i];
  }
  m1 /= (double)n;
  m2 /= (double)n;
  for (long i = 0; i < n; i++) {
    double x = s[i];
    ds[i] = a[i] * (1 - x * x) * (c1 * b1 + 2 * c2 * b2 * x - b1 * b1 * m1 - 2 * b2 * b2 * x * m2) /
            net->epsilon;
    da[i] = c1 * b1 * x + c2 * b2 * x * x - b1 * b1 * x * m1 - b2 * b2 * x * x * m2;
  }
  return 0;
}

static int solve(CVRhsFn rate, void *user, long members, double end, double rtol, double atol,
                 double *state, long *steps) {
  SUNContext context;
  if (SUNContext_Create(0, &context) != 0) return -1;
  N_Vector y = N_VMake_Serial(2 * members, state, context);
  void *memory = CVodeCreate(CV_BDF, context);
  CVodeInit(memory, rate, 0, y);
  CVodeSStolerances(memory, rtol, atol);
  CVodeSetMaxNumSteps(memory, 10000000);
  CVodeSetUserData(memory, user);
  CVodeSetStopTime(memory, end);
  SUNLinearSolver solver = SUNLinSol_SPGMR(y, SUN_PREC_NONE, 20, context);
  CVodeSetLinearSolver(memory, solver, NULL);
  double t;
  int code = CVode(memory, end, y, &t, CV_NORMAL);
  CVodeGetNumSteps(memory, steps);
  CVodeFree(&memory);
  SUNLinSolFree(solver);
  N_VDestroy(y);
  SUNContext_Free(&context);
  return code;
}

int cpeers_mean_field(long members, double epsilon, double end, double rtol, double atol,
                      double *state, long *steps) {
  network net = {members, epsilon};
  return solve(rate, &net, members, end, rtol, atol, state, steps);
}

typedef struct {
  long n;
  double epsilon;
  const double *current;
} nerve;

// K = 0.1, alpha = 0.7, beta = 0.8, in slow time.
static int nerve_rate(sunrealtype t, N_Vector state, N_Vector out, void *user) {
  (void)t;
  const nerve *net = user;
  const double K = 0.1, alpha = 0.7, beta = 0.8;
  long n = net->n;
  const double *v = NV_DATA_S(state), *w = v + n;
  double *dv = NV_DATA_S(out), *dw = dv + n;
  double mean = 0;
  for (long i = 0; i < n; i++) mean += v[i];
  mean /= (double)n;
  for (long i = 0; i < n; i++) {
    double x = v[i];
    dv[i] = (x - x * x * x / 3 - w[i] + net->current[i] + K * (mean - x)) / net->epsilon;
    dw[i] = x + alpha - beta * w[i];
  }
  return 0;
}

int cpeers_coupled_nerves(long members, double epsilon, double end, double rtol, double atol,
                          const double *currents, double *state, long *steps) {
  nerve net = {members, epsilon, currents};
  return solve(nerve_rate, &net, members, end, rtol, atol, state, steps);
}
