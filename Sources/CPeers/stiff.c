#include "cpeers.h"

#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

// Right-hand sides and Jacobians (by columns, zero at first) as one writes them by hand.
typedef void (*rate_function)(const double *y, double *f);
typedef void (*jacobian_function)(const double *y, double *J);

static void robertson_rate(const double *y, double *f) {
  double forward = 0.04 * y[0], back = 1e4 * y[1] * y[2], pair = 3e7 * (y[1] * y[1]);
  f[0] = back - forward;
  f[1] = forward - back - pair;
  f[2] = pair;
}

static void robertson_jacobian(const double *y, double *J) {
  J[0] = -0.04;
  J[1] = 0.04;
  J[3] = 1e4 * y[2];
  J[4] = -1e4 * y[2] - 6e7 * y[1];
  J[5] = 6e7 * y[1];
  J[6] = 1e4 * y[1];
  J[7] = -1e4 * y[1];
}

static void hires_rate(const double *y, double *f) {
  double pair = 280 * y[5] * y[7];
  f[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007;
  f[1] = 1.71 * y[0] - 8.75 * y[1];
  f[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4];
  f[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
  f[4] = -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6];
  f[5] = -pair + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6];
  f[6] = pair - 1.81 * y[6];
  f[7] = -pair + 1.81 * y[6];
}

static void hires_jacobian(const double *y, double *J) {
  enum { N = 8 };
#define AT(i, j) J[(i) + (j) * N]
  AT(0, 0) = -1.71, AT(0, 1) = 0.43, AT(0, 2) = 8.32;
  AT(1, 0) = 1.71, AT(1, 1) = -8.75;
  AT(2, 2) = -10.03, AT(2, 3) = 0.43, AT(2, 4) = 0.035;
  AT(3, 1) = 8.32, AT(3, 2) = 1.71, AT(3, 3) = -1.12;
  AT(4, 4) = -1.745, AT(4, 5) = 0.43, AT(4, 6) = 0.43;
  AT(5, 3) = 0.69, AT(5, 4) = 1.71, AT(5, 5) = -280 * y[7] - 0.43, AT(5, 6) = 0.69;
  AT(5, 7) = -280 * y[5];
  AT(6, 5) = 280 * y[7], AT(6, 6) = -1.81, AT(6, 7) = 280 * y[5];
  AT(7, 5) = -280 * y[7], AT(7, 6) = 1.81, AT(7, 7) = -280 * y[5];
#undef AT
}

static void orego_rate(const double *y, double *f) {
  f[0] = 77.27 * (y[1] - y[0] * y[1] + y[0] - 8.375e-6 * y[0] * y[0]);
  f[1] = (y[2] - y[1] - y[0] * y[1]) / 77.27;
  f[2] = 0.161 * (y[0] - y[2]);
}

static void orego_jacobian(const double *y, double *J) {
  J[0] = 77.27 * (1 - y[1] - 2 * 8.375e-6 * y[0]);
  J[1] = -y[1] / 77.27;
  J[2] = 0.161;
  J[3] = 77.27 * (1 - y[0]);
  J[4] = -(1 + y[0]) / 77.27;
  J[7] = 1 / 77.27;
  J[8] = -0.161;
}

static void van_der_pol_rate(const double *y, double *f, double epsilon) {
  f[0] = (y[1] + y[0] - y[0] * y[0] * y[0] / 3) / epsilon;
  f[1] = -y[0];
}

static void van_der_pol_jacobian(const double *y, double *J, double epsilon) {
  J[0] = (1 - y[0] * y[0]) / epsilon;
  J[1] = -1;
  J[2] = 1 / epsilon;
}

static void vdp3_rate(const double *y, double *f) { van_der_pol_rate(y, f, 1e-3); }
static void vdp3_jacobian(const double *y, double *J) { van_der_pol_jacobian(y, J, 1e-3); }
static void vdp6_rate(const double *y, double *f) { van_der_pol_rate(y, f, 1e-6); }
static void vdp6_jacobian(const double *y, double *J) { van_der_pol_jacobian(y, J, 1e-6); }

static void davis_skodje_rate(const double *v, double *f) {
  double x = v[0], y = v[1], s = 1 / (1 + y);
  f[0] = (-x + y * s) / 1e-6 - y * (s * s);
  f[1] = -y;
}

static void davis_skodje_jacobian(const double *v, double *J) {
  double y = v[1], s = 1 / (1 + y);
  J[0] = -1e6;
  J[2] = s * s / 1e-6 - (1 - y) * (s * s * s);
  J[3] = -1;
}

static void unlearning_rate(const double *v, double *f) {
  double s = v[0], a = v[1], q = s * s;
  f[0] = a * (1 - q) * (1 - 0.8 * s - a * s * (1 + 2 * q));
  f[1] = 0.1 * (s - 0.4 * q - a * q * (1 + q));
}

static void unlearning_jacobian(const double *v, double *J) {
  double s = v[0], a = v[1], q = s * s, drive = 1 - 0.8 * s - a * s * (1 + 2 * q);
  J[0] = a * (-2 * s * drive + (1 - q) * (-0.8 - a * (1 + 6 * q)));
  J[1] = 0.1 * (1 - 0.8 * s - a * (2 * s + 4 * s * q));
  J[2] = (1 - q) * (drive - a * s * (1 + 2 * q));
  J[3] = -0.1 * q * (1 + q);
}

static const struct {
  rate_function rate;
  jacobian_function jacobian;
} problems[] = {
    [CPEERS_ROBERTSON] = {robertson_rate, robertson_jacobian},
    [CPEERS_HIRES] = {hires_rate, hires_jacobian},
    [CPEERS_OREGO] = {orego_rate, orego_jacobian},
    [CPEERS_VAN_DER_POL_3] = {vdp3_rate, vdp3_jacobian},
    [CPEERS_VAN_DER_POL_6] = {vdp6_rate, vdp6_jacobian},
    [CPEERS_DAVIS_SKODJE] = {davis_skodje_rate, davis_skodje_jacobian},
    [CPEERS_UNLEARNING] = {unlearning_rate, unlearning_jacobian},
};

static int rate(sunrealtype t, N_Vector y, N_Vector f, void *user) {
  (void)t;
  problems[*(int *)user].rate(NV_DATA_S(y), NV_DATA_S(f));
  return 0;
}

static int jacobian(sunrealtype t, N_Vector y, N_Vector f, SUNMatrix matrix, void *user, N_Vector a,
                    N_Vector b, N_Vector c) {
  (void)t, (void)f, (void)a, (void)b, (void)c;
  problems[*(int *)user].jacobian(NV_DATA_S(y), SUNDenseMatrix_Data(matrix));
  return 0;
}

int cpeers_stiff(int problem, int dimension, double end, double rtol, const double *atol,
                 double *state) {
  SUNContext context;
  if (SUNContext_Create(0, &context) != 0) return -1;
  N_Vector y = N_VMake_Serial(dimension, state, context);
  N_Vector tolerances = N_VNew_Serial(dimension, context);
  for (int k = 0; k < dimension; k++) NV_Ith_S(tolerances, k) = atol[k];
  void *memory = CVodeCreate(CV_BDF, context);
  CVodeInit(memory, rate, 0, y);
  CVodeSVtolerances(memory, rtol, tolerances);
  CVodeSetUserData(memory, &problem);
  CVodeSetErrFile(memory, NULL);  // loose tolerances may fail; the code says so
  CVodeSetMaxNumSteps(memory, 10000000);
  CVodeSetStopTime(memory, end);
  SUNMatrix matrix = SUNDenseMatrix(dimension, dimension, context);
  SUNLinearSolver solver = SUNLinSol_Dense(y, matrix, context);
  CVodeSetLinearSolver(memory, solver, matrix);
  CVodeSetJacFn(memory, jacobian);
  double t;
  int code = CVode(memory, end, y, &t, CV_NORMAL);
  CVodeFree(&memory);
  SUNLinSolFree(solver);
  SUNMatDestroy(matrix);
  N_VDestroy(tolerances);
  N_VDestroy(y);
  SUNContext_Free(&context);
  return code;
}
