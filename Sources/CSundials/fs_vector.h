// SUNDIALS' serial vector with element loops for the CPU at hand.
#pragma once
#include <sundials/sundials_nvector.h>

/// Replaces the vector's loops by ones compiled for AVX2 and AVX-512 as well; clones inherit them.
/// The sums of a norm are taken in another order than SUNDIALS does.
void fs_vector_accelerate(N_Vector v);
