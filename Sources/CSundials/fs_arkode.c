#include "fs_arkode.h"

#include "fs_common.h"

#include <arkode/arkode_arkstep.h>
#include <arkode/arkode_mristep.h>
#include <math.h>
#include <nvector/nvector_serial.h>
#include <stdlib.h>
#include <string.h>
#include <sundials/sundials_config.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

struct fs_arkode {
  fs_arkode_request request;
  SUNContext context;
  void *additive;   // the additive method, or what integrates the fast part of the multirate one
  void *multirate;  // NULL for the additive one
  MRIStepInnerStepper inner;
  N_Vector state, scratch;
  SUNMatrix matrix;
  SUNLinearSolver linear;
  double *tolerances, *largest;
  int64_t fast_evaluations, slow_evaluations;
  char message[FS_MESSAGE_SIZE];
};

// SUNDIALS' time is the time since the start, so that no step is lost beside it.
static double outer_time(const fs_arkode *s, double elapsed) {
  double t = s->request.problem.start + elapsed, end = s->request.problem.end;
  return end >= s->request.problem.start ? fmin(t, end) : fmax(t, end);
}

static int call_fast(sunrealtype t, N_Vector y, N_Vector rate, void *user) {
  fs_arkode *s = user;
  s->fast_evaluations++;
  return s->request.fast_rate(outer_time(s, t), NV_DATA_S(y), NV_DATA_S(rate),
                              s->request.fast_rate_context);
}

static int call_slow(sunrealtype t, N_Vector y, N_Vector rate, void *user) {
  fs_arkode *s = user;
  s->slow_evaluations++;
  return s->request.slow_rate(outer_time(s, t), NV_DATA_S(y), NV_DATA_S(rate),
                              s->request.slow_rate_context);
}

static int call_jacobian(sunrealtype t, N_Vector y, N_Vector rate, SUNMatrix matrix, void *user,
                         N_Vector a, N_Vector b, N_Vector c) {
  (void)rate, (void)a, (void)b, (void)c;
  fs_arkode *s = user;
  return s->request.fast_jacobian(outer_time(s, t), NV_DATA_S(y), SUNDenseMatrix_Data(matrix),
                                  s->request.fast_jacobian_context);
}

static int weights(N_Vector y, N_Vector weight, void *user) {
  fs_arkode *s = user;
  return fs_error_weights(s->request.problem.dimension, NV_DATA_S(y), s->tolerances,
                          s->request.problem.relative_tolerance, s->largest, NV_DATA_S(weight));
}

// MARK: Creation

// The implicit part and its linear solver, for both methods.
static int build_additive(fs_arkode *s) {
  const fs_arkode_request *r = &s->request;
  int is_inner = r->method == FS_MULTIRATE;
  s->additive = fs_counted(ARKStepCreate(is_inner ? NULL : call_slow, call_fast, 0, s->state, s->context));
  s->matrix = fs_counted(SUNDenseMatrix(r->problem.dimension, r->problem.dimension, s->context));
  if (!s->additive || !s->matrix) return FS_OUT_OF_MEMORY;
  s->linear = fs_counted(SUNLinSol_Dense(s->state, s->matrix, s->context));
  if (!s->linear) return FS_OUT_OF_MEMORY;
#if SUNDIALS_VERSION_MAJOR < 7
  ARKStepSetErrHandlerFn(s->additive, fs_keep_message, s->message);
#endif
  int code = ARKStepSetUserData(s->additive, s);
  if (code == 0) code = ARKStepWFtolerances(s->additive, weights);
  if (code == 0) code = ARKStepSetLinearSolver(s->additive, s->linear, s->matrix);
  if (code == 0) code = ARKStepSetJacFn(s->additive, call_jacobian);
  // Stages start Newton's iteration at the old state, where three iterations, the default, often miss.
  if (code == 0) code = ARKStepSetMaxNonlinIters(s->additive, 8);
  // The fast part must not spoil the order of the slow one.
  if (code == 0) code = ARKStepSetOrder(s->additive, is_inner ? 5 : r->order);
  // No limit of its own: the caller counts.
  if (code == 0) code = ARKStepSetMaxNumSteps(s->additive, -1);
  if (is_inner || code != 0) return code;
  code = ARKStepSetInterpolantType(s->additive, ARK_INTERP_LAGRANGE);
  if (code == 0) code = ARKStepSetStopTime(s->additive, r->problem.end - r->problem.start);
  const double first = r->problem.first_step, largest = r->problem.largest_step;
  if (code == 0 && first != 0) code = ARKStepSetInitStep(s->additive, first);
  if (code == 0 && largest != 0) code = ARKStepSetMaxStep(s->additive, largest);
  return code;
}

// The coupling of an order: 2 from Heun's method (multirate infinitesimal step), 3 that of Knoth and
// Wolke, 4 that of Sandu (MRI-GARK-ERK45a).
static MRIStepCoupling coupling(int order) {
  if (order == 3) return MRIStepCoupling_LoadTable(ARKODE_MIS_KW3);
  if (order == 4) return MRIStepCoupling_LoadTable(ARKODE_MRI_GARK_ERK45a);
  ARKodeButcherTable heun = ARKodeButcherTable_LoadERK(ARKODE_HEUN_EULER_2_1_2);
  if (!heun) return NULL;
  MRIStepCoupling made = MRIStepCoupling_MIStoMRI(heun, 2, 0);
  ARKodeButcherTable_Free(heun);
  return made;
}

static int build_multirate(fs_arkode *s) {
  const fs_arkode_request *r = &s->request;
  int code = ARKStepCreateMRIStepInnerStepper(s->additive, &s->inner);
  if (code != 0) return code;
  fs_counted(s->inner);
  s->multirate = fs_counted(MRIStepCreate(call_slow, NULL, 0, s->state, s->inner, s->context));
  if (!s->multirate) return FS_OUT_OF_MEMORY;
#if SUNDIALS_VERSION_MAJOR < 7
  MRIStepSetErrHandlerFn(s->multirate, fs_keep_message, s->message);
#endif
  MRIStepCoupling table = coupling(r->order);
  if (!table) return FS_OUT_OF_MEMORY;
  code = MRIStepSetCoupling(s->multirate, table);
  MRIStepCoupling_Free(table);
  if (code == 0) code = MRIStepSetUserData(s->multirate, s);
  if (code == 0) code = MRIStepWFtolerances(s->multirate, weights);
  if (code == 0) code = MRIStepSetInterpolantType(s->multirate, ARK_INTERP_LAGRANGE);
  if (code == 0)
    code = MRIStepSetFixedStep(s->multirate, copysign(r->slow_step, r->problem.end - r->problem.start));
  if (code == 0) code = MRIStepSetStopTime(s->multirate, r->problem.end - r->problem.start);
  if (code == 0) code = MRIStepSetMaxNumSteps(s->multirate, -1);
  return code;
}

static int build(fs_arkode *s) {
  const fs_arkode_request *r = &s->request;
  size_t n = (size_t)r->problem.dimension, bytes = sizeof(double) * n;
  s->tolerances = malloc(bytes > 0 ? bytes : 1);
  s->largest = calloc(n > 0 ? n : 1, sizeof(double));
  if (!s->tolerances || !s->largest) return FS_OUT_OF_MEMORY;
  memcpy(s->tolerances, r->problem.absolute_tolerances, bytes);
  if (r->problem.largest) memcpy(s->largest, r->problem.largest, bytes);
  if (fs_make_context(&s->context, s->message) != 0) return FS_OUT_OF_MEMORY;
  s->state = fs_make_vector(r->problem.dimension, s->context);
  s->scratch = fs_make_vector(r->problem.dimension, s->context);
  if (!s->state || !s->scratch) return FS_OUT_OF_MEMORY;
  memcpy(NV_DATA_S(s->state), r->problem.state, bytes);
  int code = build_additive(s);
  return code == 0 && r->method == FS_MULTIRATE ? build_multirate(s) : code;
}

int fs_arkode_create(const fs_arkode_request *request, fs_arkode **solver) {
  *solver = NULL;
  fs_arkode *s = calloc(1, sizeof *s);
  if (!s) return FS_OUT_OF_MEMORY;
  s->request = *request;
  int code = build(s);
  if (code == 0)
    *solver = s;
  else
    fs_arkode_destroy(s);
  return code;
}

void fs_arkode_destroy(fs_arkode *s) {
  if (!s) return;
  const void *owned[] = {s->additive, s->multirate, s->inner, s->linear, s->matrix, s->context};
  for (size_t k = 0; k < sizeof owned / sizeof *owned; k++) fs_uncounted(owned[k]);
  if (s->multirate) MRIStepFree(&s->multirate);
  if (s->inner) MRIStepInnerStepper_Free(&s->inner);
  if (s->additive) ARKStepFree(&s->additive);
  if (s->linear) SUNLinSolFree(s->linear);
  if (s->matrix) SUNMatDestroy(s->matrix);
  fs_free_vector(s->scratch);
  fs_free_vector(s->state);
  if (s->context) SUNContext_Free(&s->context);
  free(s->tolerances);
  free(s->largest);
  free(s);
}

// MARK: Steps

// ARKODE's codes as those of fs_cvode.h.
static int shared_code(int code) {
  switch (code) {
    case ARK_TOO_MUCH_ACC: return FS_TOO_MUCH_ACCURACY;
    case ARK_ERR_FAILURE: return FS_ERROR_TEST_FAILURE;
    case ARK_CONV_FAILURE: return FS_CONVERGENCE_FAILURE;
    case ARK_LSETUP_FAIL: return FS_SETUP_FAILURE;
    case ARK_LSOLVE_FAIL: return FS_SOLVE_FAILURE;
    case ARK_RHSFUNC_FAIL: return FS_RATE_FAILURE;
    case ARK_FIRST_RHSFUNC_ERR: return FS_FIRST_RATE_FAILURE;
    case ARK_REPTD_RHSFUNC_ERR: return FS_REPEATED_RATE_FAILURE;
    case ARK_UNREC_RHSFUNC_ERR: return FS_UNRECOVERABLE_RATE_FAILURE;
    default: return code;
  }
}

int fs_arkode_step(fs_arkode *s, double *time, double *state) {
  double before = 0, reached = 0, end = s->request.problem.end - s->request.problem.start;
  int code;
  if (s->multirate) {
    MRIStepGetCurrentTime(s->multirate, &before);
    code = MRIStepEvolve(s->multirate, end, s->state, &reached, ARK_ONE_STEP);
  } else {
    ARKStepGetCurrentTime(s->additive, &before);
    code = ARKStepEvolve(s->additive, end, s->state, &reached, ARK_ONE_STEP);
  }
  if (code < 0) return shared_code(code);
  if (reached == before) return FS_NO_STEP;
  int is_end = code == ARK_TSTOP_RETURN || reached == end;
  *time = is_end ? s->request.problem.end : outer_time(s, reached);
  memcpy(state, NV_DATA_S(s->state), sizeof(double) * (size_t)s->request.problem.dimension);
  weights(s->state, s->scratch, s);
  return is_end ? FS_END_REACHED : FS_SUCCESS;
}

int fs_arkode_interpolate(fs_arkode *s, double time, double *result) {
  double elapsed = time - s->request.problem.start;
  int code = s->multirate ? MRIStepGetDky(s->multirate, elapsed, 0, s->scratch)
                          : ARKStepGetDky(s->additive, elapsed, 0, s->scratch);
  if (code == 0)
    memcpy(result, NV_DATA_S(s->scratch), sizeof(double) * (size_t)s->request.problem.dimension);
  return code;
}

// MARK: Reports

void fs_arkode_get_largest(const fs_arkode *s, double *largest) {
  memcpy(largest, s->largest, sizeof(double) * (size_t)s->request.problem.dimension);
}

void fs_arkode_get_statistics(const fs_arkode *s, fs_arkode_statistics *out) {
  long steps = 0, jacobians = 0, setups = 0, iterations = 0, failures = 0, errors = 0;
  double last = 0;
  if (s->multirate) {
    MRIStepGetNumSteps(s->multirate, &steps);
    MRIStepGetLastStep(s->multirate, &last);
  } else {
    ARKStepGetNumSteps(s->additive, &steps);
    ARKStepGetLastStep(s->additive, &last);
  }
  ARKStepGetNumJacEvals(s->additive, &jacobians);
  ARKStepGetNumLinSolvSetups(s->additive, &setups);
  ARKStepGetNumErrTestFails(s->additive, &errors);
  ARKStepGetNonlinSolvStats(s->additive, &iterations, &failures);
  *out = (fs_arkode_statistics){
      .steps = steps,
      .fast_evaluations = s->fast_evaluations,
      .slow_evaluations = s->slow_evaluations,
      .jacobian_evaluations = jacobians,
      .linear_setups = setups,
      .nonlinear_iterations = iterations,
      .nonlinear_failures = failures,
      .error_test_failures = errors,
      .last_step = last,
  };
}

int64_t fs_arkode_worst_variable(const fs_arkode *s) {
  N_Vector errors = fs_counted(N_VClone(s->state)), allowed = fs_counted(N_VClone(s->state));
  int64_t worst = -1;
  if (errors && allowed && ARKStepGetErrWeights(s->additive, allowed) == 0 &&
      ARKStepGetEstLocalErrors(s->additive, errors) == 0) {
    double largest = 0;
    for (int64_t k = 0; k < s->request.problem.dimension; k++) {
      double weighted = fabs(NV_Ith_S(errors, k) * NV_Ith_S(allowed, k));
      if (weighted > largest) {
        largest = weighted;
        worst = k;
      }
    }
  }
  fs_free_vector(errors);
  fs_free_vector(allowed);
  return worst;
}

const char *fs_arkode_message(const fs_arkode *s) { return s->message; }
