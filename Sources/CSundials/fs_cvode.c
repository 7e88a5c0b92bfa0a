#include "fs_cvode.h"

#include "fs_common.h"
#include "fs_structured.h"

#include <cvode/cvode.h>
#include <math.h>
#include <nvector/nvector_serial.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sundials/sundials_config.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunlinsol/sunlinsol_spgmr.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>

struct fs_cvode {
  SUNContext context;
  void *memory;
  N_Vector state;
  N_Vector tolerances;
  N_Vector scratch;
  SUNMatrix matrix;
  SUNLinearSolver linear;
  SUNNonlinearSolver fixed_point;
  fs_callback rate;
  fs_callback jacobian;
  void *rate_context;
  void *jacobian_context;
  fs_structure structure;
  fs_krylov krylov;
  double relative_tolerance;
  double *largest;  // of |y| so far, by variable
  int64_t dimension;
  double origin;  // SUNDIALS' time is the time since here, so that no step is lost beside it
  double end;
  double look_ahead;  // the time SUNDIALS is told to go for in the first step
  char message[FS_MESSAGE_SIZE];
};

// The caller's time, never beyond the interval by a rounding.
static double outer_time(const fs_cvode *s, double elapsed) {
  double t = s->origin + elapsed;
  return s->end >= s->origin ? fmin(t, s->end) : fmax(t, s->end);
}

static atomic_llong live_count;
// Called where a tolerance goes by size; see fs_error_weights.
static int weights(N_Vector y, N_Vector weight, void *user) {
  fs_cvode *s = user;
  return fs_error_weights(s->dimension, NV_DATA_S(y), NV_DATA_S(s->tolerances), s->relative_tolerance,
                          s->largest, NV_DATA_S(weight));
}

static int has_scaled(const fs_cvode_request *r) {
  for (int64_t k = 0; k < r->problem.dimension; k++)
    if (r->problem.absolute_tolerances[k] < 0) return 1;
  return 0;
}

static int call_rate(sunrealtype t, N_Vector y, N_Vector rate, void *user) {
  fs_cvode *s = user;
  return s->rate(outer_time(s, t), NV_DATA_S(y), NV_DATA_S(rate), s->rate_context);
}

static int call_jacobian(sunrealtype t, N_Vector y, N_Vector rate, SUNMatrix matrix, void *user,
                         N_Vector a, N_Vector b, N_Vector c) {
  (void)rate, (void)a, (void)b, (void)c;
  fs_cvode *s = user;
  return s->jacobian(outer_time(s, t), NV_DATA_S(y), SUNDenseMatrix_Data(matrix), s->jacobian_context);
}

static int call_structure(sunrealtype t, N_Vector y, N_Vector rate, SUNMatrix matrix, void *user,
                          N_Vector a, N_Vector b, N_Vector c) {
  (void)rate, (void)matrix, (void)a, (void)b, (void)c;
  fs_cvode *s = user;
  return s->structure.evaluate(outer_time(s, t), NV_DATA_S(y), s->structure.context);
}

static int call_product(N_Vector v, N_Vector product, sunrealtype t, N_Vector y, N_Vector rate,
                        void *user, N_Vector scratch) {
  (void)rate, (void)scratch;
  fs_cvode *s = user;
  return s->krylov.product(outer_time(s, t), NV_DATA_S(y), NV_DATA_S(v), NV_DATA_S(product),
                           s->krylov.context);
}

static int set_preconditioner(sunrealtype t, N_Vector y, N_Vector rate, sunbooleantype is_current,
                              sunbooleantype *was_evaluated, sunrealtype gamma, void *user) {
  (void)rate;
  fs_cvode *s = user;
  *was_evaluated = !is_current;
  if (!is_current) {
    int code = s->krylov.evaluate(outer_time(s, t), NV_DATA_S(y), s->krylov.context);
    if (code != 0) return code;
  }
  return s->krylov.factor(gamma, s->krylov.context);
}

static int call_preconditioner(sunrealtype t, N_Vector y, N_Vector rate, N_Vector r, N_Vector z,
                               sunrealtype gamma, sunrealtype tolerance, int side, void *user) {
  (void)t, (void)y, (void)rate, (void)gamma, (void)tolerance, (void)side;
  fs_cvode *s = user;
  return s->krylov.solve(NV_DATA_S(r), NV_DATA_S(z), s->krylov.context);
}

static int attach_solver(fs_cvode *s, int method) {
  if (method == FS_ADAMS) {
    s->fixed_point = fs_counted(SUNNonlinSol_FixedPoint(s->state, 0, s->context));
    if (!s->fixed_point) return FS_OUT_OF_MEMORY;
    return CVodeSetNonlinearSolver(s->memory, s->fixed_point);
  }
  if (s->krylov.product) {
    // Twenty directions: a stiff mean field takes more than SUNDIALS' five.
    s->linear = fs_counted(SUNLinSol_SPGMR(s->state, SUN_PREC_LEFT, 20, s->context));
    if (!s->linear) return FS_OUT_OF_MEMORY;
    int code = CVodeSetLinearSolver(s->memory, s->linear, NULL);
    if (code == 0) code = CVodeSetJacTimes(s->memory, NULL, call_product);
    if (code == 0) code = CVodeSetPreconditioner(s->memory, set_preconditioner, call_preconditioner);
    return code;
  }
  if (s->structure.evaluate) {
    s->matrix = fs_counted(fs_structured_matrix(&s->structure, s->context));
    if (!s->matrix) return FS_OUT_OF_MEMORY;
    s->linear = fs_counted(fs_structured_solver(&s->structure, s->context));
    if (!s->linear) return FS_OUT_OF_MEMORY;
    int code = CVodeSetLinearSolver(s->memory, s->linear, s->matrix);
    return code == 0 ? CVodeSetJacFn(s->memory, call_structure) : code;
  }
  s->matrix = fs_counted(SUNDenseMatrix(s->dimension, s->dimension, s->context));
  if (!s->matrix) return FS_OUT_OF_MEMORY;
  s->linear = fs_counted(SUNLinSol_Dense(s->state, s->matrix, s->context));
  if (!s->linear) return FS_OUT_OF_MEMORY;
  int code = CVodeSetLinearSolver(s->memory, s->linear, s->matrix);
  if (code == 0 && s->jacobian) code = CVodeSetJacFn(s->memory, call_jacobian);
  return code;
}

static int set_options(fs_cvode *s, const fs_cvode_request *r) {
  const fs_problem *p = &r->problem;
  int code = CVodeSetUserData(s->memory, s);
  if (code == 0)
    code = s->largest ? CVodeWFtolerances(s->memory, weights)
                      : CVodeSVtolerances(s->memory, p->relative_tolerance, s->tolerances);
  // A jump met at a long step takes more than the seven and ten tries that are SUNDIALS' own.
  if (code == 0) code = CVodeSetMaxErrTestFails(s->memory, 50);
  if (code == 0) code = CVodeSetMaxConvFails(s->memory, 50);
  if (code == 0) code = CVodeSetStopTime(s->memory, p->end - p->start);
  if (code == 0 && p->first_step != 0) code = CVodeSetInitStep(s->memory, p->first_step);
  if (code == 0 && p->largest_step != 0) code = CVodeSetMaxStep(s->memory, p->largest_step);
  if (code == 0 && r->largest_order != 0) code = CVodeSetMaxOrd(s->memory, r->largest_order);
  if (code == 0 && r->method == FS_BDF && r->detect_stability_limit)
    code = CVodeSetStabLimDet(s->memory, 1);
  return code;
}

// How far ahead SUNDIALS may look for its first step. Its lower bound for that step is 2e-14 of the
// distance to the end, which on a long horizon skips the start altogether; here it is at most
// some 1e3 times the time in which a variable moves by its tolerance.
static double first_horizon(fs_cvode *s) {
  double length = s->end - s->origin, fastest = 0;
  N_Vector w = fs_counted(N_VClone(s->scratch));
  if (!w) return length;
  if (s->largest) {
    weights(s->state, w, s);
  } else {
    for (int64_t k = 0; k < s->dimension; k++)
      NV_Ith_S(w, k) = 1 / (s->relative_tolerance * fabs(NV_Ith_S(s->state, k)) +
                            NV_Ith_S(s->tolerances, k));
  }
  if (s->rate(s->origin, NV_DATA_S(s->state), NV_DATA_S(s->scratch), s->rate_context) == 0)
    for (int64_t k = 0; k < s->dimension; k++)
      fastest = fmax(fastest, fabs(NV_Ith_S(s->scratch, k) * NV_Ith_S(w, k)));
  fs_free_vector(w);
  double most = fastest > 0 ? 1e17 / fastest : 1e15;
  return fabs(length) <= most ? length : copysign(most, length);
}

static int build(fs_cvode *s, const fs_cvode_request *r) {
  if (fs_make_context(&s->context, s->message) != 0) return FS_OUT_OF_MEMORY;
  s->state = fs_make_vector(s->dimension, s->context);
  s->tolerances = fs_counted(N_VNew_Serial(s->dimension, s->context));
  s->scratch = fs_counted(N_VNew_Serial(s->dimension, s->context));
  if (!s->state || !s->tolerances || !s->scratch) return FS_OUT_OF_MEMORY;
  size_t bytes = sizeof(double) * (size_t)s->dimension;
  memcpy(NV_DATA_S(s->state), r->problem.state, bytes);
  memcpy(NV_DATA_S(s->tolerances), r->problem.absolute_tolerances, bytes);
  if (has_scaled(r)) {
    s->largest = calloc((size_t)s->dimension, sizeof(double));
    if (!s->largest) return FS_OUT_OF_MEMORY;
    if (r->problem.largest) memcpy(s->largest, r->problem.largest, bytes);
  }
  s->memory = fs_counted(CVodeCreate(r->method == FS_ADAMS ? CV_ADAMS : CV_BDF, s->context));
  if (!s->memory) return FS_OUT_OF_MEMORY;
#if SUNDIALS_VERSION_MAJOR < 7
  CVodeSetErrHandlerFn(s->memory, fs_keep_message, s->message);
#endif
  int code = CVodeInit(s->memory, call_rate, 0, s->state);
  if (code == 0) code = set_options(s, r);
  if (code == 0) code = attach_solver(s, r->method);
  s->look_ahead = first_horizon(s);
  return code;
}

int fs_cvode_create(const fs_cvode_request *request, fs_cvode **solver) {
  *solver = NULL;
  fs_cvode *s = calloc(1, sizeof *s);
  if (!s) return FS_OUT_OF_MEMORY;
  atomic_fetch_add(&live_count, 1);
  s->rate = request->rate;
  s->jacobian = request->jacobian;
  s->rate_context = request->rate_context;
  s->jacobian_context = request->jacobian_context;
  s->structure = request->structure;
  s->krylov = request->krylov;
  s->relative_tolerance = request->problem.relative_tolerance;
  s->dimension = request->problem.dimension;
  s->origin = request->problem.start;
  s->end = request->problem.end;
  int code = build(s, request);
  if (code == 0)
    *solver = s;
  else
    fs_cvode_destroy(s);
  return code;
}

void fs_cvode_destroy(fs_cvode *s) {
  if (!s) return;
  const void *owned[] = {s->memory, s->fixed_point, s->linear, s->matrix, s->context};
  for (size_t k = 0; k < sizeof owned / sizeof *owned; k++) fs_uncounted(owned[k]);
  if (s->memory) CVodeFree(&s->memory);
  if (s->fixed_point) SUNNonlinSolFree(s->fixed_point);
  if (s->linear) SUNLinSolFree(s->linear);
  if (s->matrix) SUNMatDestroy(s->matrix);
  fs_free_vector(s->scratch);
  fs_free_vector(s->tolerances);
  fs_free_vector(s->state);
  if (s->context) SUNContext_Free(&s->context);
  free(s->largest);
  free(s);
  atomic_fetch_sub(&live_count, 1);
}

int fs_cvode_step(fs_cvode *s, double *time, double *state) {
  double before = 0, reached = 0;
  CVodeGetCurrentTime(s->memory, &before);
  int code = CVode(s->memory, s->look_ahead, s->state, &reached, CV_ONE_STEP);
  if (code < 0) return code;
  if (reached == before) return FS_NO_STEP;
  s->look_ahead = s->end - s->origin;
  *time = code == CV_TSTOP_RETURN ? s->end : outer_time(s, reached);
  memcpy(state, NV_DATA_S(s->state), sizeof(double) * (size_t)s->dimension);
  return code == CV_TSTOP_RETURN ? FS_END_REACHED : FS_SUCCESS;
}

int fs_cvode_interpolate(fs_cvode *s, double time, int derivative, double *result) {
  double current = 0, step = 0, elapsed = time - s->origin;
  CVodeGetCurrentTime(s->memory, &current);
  CVodeGetLastStep(s->memory, &step);
  // A time rounded where the caller sees it may miss the step by less than its own spacing.
  double low = fmin(current - step, current), high = fmax(current - step, current);
  double spacing = 4 * (nextafter(fabs(time), INFINITY) - fabs(time));
  if (elapsed < low && low - elapsed <= spacing) elapsed = low;
  if (elapsed > high && elapsed - high <= spacing) elapsed = high;
  int code = CVodeGetDky(s->memory, elapsed, derivative, s->scratch);
  if (code == 0) memcpy(result, NV_DATA_S(s->scratch), sizeof(double) * (size_t)s->dimension);
  return code;
}

void fs_cvode_get_largest(const fs_cvode *s, double *largest) {
  for (int64_t k = 0; k < s->dimension; k++) largest[k] = s->largest ? s->largest[k] : 0;
}

void fs_cvode_get_statistics(const fs_cvode *s, fs_cvode_statistics *out) {
  long steps = 0, rates = 0, setups = 0, errors = 0, iterations = 0, failures = 0, jacobians = 0;
  long difference_rates = 0, reductions = 0, directions = 0, preconditioners = 0;
  int order = 0, current = 0;
  double first = 0, last = 0, next = 0, time = 0;
  CVodeGetIntegratorStats(s->memory, &steps, &rates, &setups, &errors, &order, &current, &first,
                          &last, &next, &time);
  CVodeGetNonlinSolvStats(s->memory, &iterations, &failures);
  CVodeGetNumStabLimOrderReds(s->memory, &reductions);
  if (s->linear) {
    CVodeGetNumJacEvals(s->memory, &jacobians);
    CVodeGetNumLinRhsEvals(s->memory, &difference_rates);
    CVodeGetNumLinIters(s->memory, &directions);
    CVodeGetNumPrecEvals(s->memory, &preconditioners);
  }
  *out = (fs_cvode_statistics){
      .steps = steps,
      .rate_evaluations = rates + difference_rates,
      .jacobian_evaluations = jacobians + preconditioners,
      .linear_setups = setups,
      .nonlinear_iterations = iterations,
      .nonlinear_failures = failures,
      .linear_iterations = directions,
      .error_test_failures = errors,
      .order_reductions = reductions,
      .last_order = order,
      .last_step = last,
      .next_step = next,
  };
}

int64_t fs_cvode_worst_variable(const fs_cvode *s) {
  N_Vector weights = fs_counted(N_VClone(s->scratch)), errors = fs_counted(N_VClone(s->scratch));
  int64_t worst = -1;
  if (weights && errors && CVodeGetErrWeights(s->memory, weights) == 0 &&
      CVodeGetEstLocalErrors(s->memory, errors) == 0) {
    double largest = 0;
    for (int64_t k = 0; k < s->dimension; k++) {
      double weighted = fabs(NV_Ith_S(errors, k) * NV_Ith_S(weights, k));
      if (weighted > largest) {
        largest = weighted;
        worst = k;
      }
    }
  }
  fs_free_vector(weights);
  fs_free_vector(errors);
  return worst;
}

const char *fs_cvode_message(const fs_cvode *s) { return s->message; }

int64_t fs_cvode_live_count(void) { return atomic_load(&live_count); }

const char *fs_sundials_version(void) { return SUNDIALS_VERSION; }
