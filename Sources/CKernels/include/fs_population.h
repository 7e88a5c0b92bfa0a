// Populations: one program run over all members in blocks of lanes, and the
// arrowhead solver of mean-field systems.
#pragma once
#include "fs_tape.h"
#include <stddef.h>
#include <stdint.h>

/// Members per block: small enough that a program's slots stay in the first-level cache.
#define FS_LANES 64

/// A program over work slots of FS_LANES doubles each.
typedef struct {
  const fs_instruction *code;
  size_t count;
  double *work;                   // slots * FS_LANES
  const uint32_t *input_slots;    // one value a member
  size_t input_count;
  const uint32_t *uniform_slots;  // the same value for all members
  size_t uniform_count;
  const uint32_t *output_slots;
  size_t output_count;
} fs_block_program;

/// Runs the program over all members.
/// inputs[k][member] and uniforms[k] are read; outputs[k][member] is written where the pointer is
/// not NULL; sums[k] receives the sum over members if sums is not NULL.
void fs_block_run(const fs_block_program *program, size_t members, const double *const *inputs,
                  const double *uniforms, double *const *outputs, double *sums);

/// One population's part of Newton's matrix I - gamma J, by members (arrays over members; NULL: 0):
/// fx[i + j k] = dF_i/dx_j, fu[i + j k] = dF_i/du_j, ex[i + j r] = dE_i/dx_j, with k variables a
/// member, the m shared unknowns u (scalars and reductions), and r reductions over this population.
typedef struct {
  size_t members;
  size_t k, m, r;
  const double *const *fx;
  const double *const *fu;
  const double *const *ex;
  double *inverse;  // k k arrays: (I - gamma fx)^-1
  double *row;      // r k arrays: ex (I - gamma fx)^-1
  double *column;   // k m arrays: gamma (I - gamma fx)^-1 fu
} fs_arrow_block;

/// Eliminates the members; coupling[i + j r] receives the sum of (ex column)_ij over members.
/// Returns 0, or 1 if a member's block is singular.
int fs_arrow_factor(const fs_arrow_block *block, double gamma, double *coupling);

/// reduced[i] = sum over members of (row b)_i; b[j][member].
void fs_arrow_reduce(const fs_arrow_block *block, const double *const *b, double *reduced);

/// x = inverse b + column u; x[i][member] may be b[i].
void fs_arrow_substitute(const fs_arrow_block *block, const double *const *b, const double *u,
                         double *const *x);
