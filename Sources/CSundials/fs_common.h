// What the solvers of SUNDIALS share here: contexts, messages, error weights, the count of live objects.
#pragma once
#include <stdint.h>
#include <sundials/sundials_nvector.h>

enum { FS_MESSAGE_SIZE = 512 };

/// Counts an object from its creation, if there is one, and returns it.
void *fs_counted(void *object);

/// No longer counts an object; nothing for NULL.
void fs_uncounted(const void *object);

/// Frees a vector; nothing for NULL.
void fs_free_vector(N_Vector v);

/// Makes a context, whose messages go to `message`. Returns 0, or SUNDIALS' code.
int fs_make_context(SUNContext *context, char *message);

/// Keeps a message in place of printing it: SUNDIALS' error handler before 7; `user` is the text.
void fs_keep_message(int code, const char *module, const char *function, char *text, void *user);

/// A vector in serial memory, with the loops for few or many components.
N_Vector fs_make_vector(int64_t dimension, SUNContext context);

/// 1 / (rtol |y| + atol) by variable, atol as `given` or by size (fs_error_floor); renews `largest`.
/// Returns 0, or -1 if an error allowed is 0.
int fs_error_weights(int64_t dimension, const double *y, const double *given, double relative,
                     double *largest, double *weights);
