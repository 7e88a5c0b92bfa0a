// SUNDIALS' serial vector with plain loops, for a few components.
#pragma once
#include <sundials/sundials_nvector.h>

/// Up to this dimension plain loops are faster than those of fs_vector.c.
enum { FS_FEW_COMPONENTS = 12 };

/// Replaces the vector's loops by plain ones; clones inherit them.
void fs_vector_simplify(N_Vector v);
