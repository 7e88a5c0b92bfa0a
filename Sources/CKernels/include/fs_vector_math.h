// Elementary functions over one block of FS_LANES values, from SLEEF where the CPU has vectors for
// it: each within 1 ulp.
#pragma once
#include "fs_population.h"

/// result[l] = function(a[l]) or function(a[l], b[l]); result may be an operand.
typedef void (*fs_block_function)(double *result, const double *a, const double *b);

/// The functions for an instruction set (FS_ISA_...) by operation, NULL where the operation is no
/// such function; the CPU must have the set.
const fs_block_function *fs_block_functions(int isa);

/// Runs one of them; for tests.
void fs_block_function_run(int isa, int operation, double *result, const double *a,
                           const double *b);
