#include "fs_common.h"

#include "fs_cvode.h"
#include "fs_error_floor.h"
#include "fs_small_vector.h"
#include "fs_vector.h"

#include <math.h>
#include <nvector/nvector_serial.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sundials/sundials_config.h>
#include <sundials/sundials_context.h>

static atomic_llong live_objects;

void *fs_counted(void *object) {
  if (object) atomic_fetch_add(&live_objects, 1);
  return object;
}

void fs_uncounted(const void *object) {
  if (object) atomic_fetch_sub(&live_objects, 1);
}

int64_t fs_sundials_live_objects(void) { return atomic_load(&live_objects); }

void fs_free_vector(N_Vector v) {
  fs_uncounted(v);
  if (v) N_VDestroy(v);
}

#if SUNDIALS_VERSION_MAJOR >= 7
static void keep(int line, const char *function, const char *file, const char *text, SUNErrCode code,
                 void *user, SUNContext context) {
  (void)line, (void)function, (void)file, (void)code, (void)context;
  snprintf(user, FS_MESSAGE_SIZE, "%s", text);
}

int fs_make_context(SUNContext *context, char *message) {
  if (SUNContext_Create(SUN_COMM_NULL, context) != 0) return -1;
  fs_counted(*context);
  SUNContext_ClearErrHandlers(*context);
  return SUNContext_PushErrHandler(*context, keep, message);
}
#else
int fs_make_context(SUNContext *context, char *message) {
  (void)message;
  int code = SUNContext_Create(NULL, context);
  fs_counted(*context);
  return code;
}
#endif

void fs_keep_message(int code, const char *module, const char *function, char *text, void *user) {
  (void)code, (void)module, (void)function;
  snprintf(user, FS_MESSAGE_SIZE, "%s", text);
}

N_Vector fs_make_vector(int64_t dimension, SUNContext context) {
  N_Vector v = fs_counted(N_VNew_Serial(dimension, context));
  if (v && dimension <= FS_FEW_COMPONENTS)
    fs_vector_simplify(v);
  else if (v)
    fs_vector_accelerate(v);
  return v;
}

int fs_error_weights(int64_t dimension, const double *y, const double *given, double relative,
                     double *largest, double *weights) {
  fs_error_floor(dimension, y, given, relative, largest, weights);
  for (int64_t k = 0; k < dimension; k++) {
    double error = relative * fabs(y[k]) + weights[k];
    if (!(error > 0)) return -1;
    weights[k] = 1 / error;
  }
  return 0;
}
