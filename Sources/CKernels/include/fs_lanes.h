// Several evaluations of a tape at once, one a lane of a vector: each operation is dispatched once
// for FS_BATCH_LANES points.
#pragma once
#include "fs_tape.h"

enum { FS_BATCH_LANES = 16 };

/// One number of each of FS_BATCH_LANES points.
typedef double fs_lanes __attribute__((vector_size(FS_BATCH_LANES * sizeof(double))));

/// The stages of one implicit Runge-Kutta step, at most FS_STAGE_LANES.
enum { FS_STAGE_LANES = 8 };
typedef double fs_stages __attribute__((vector_size(FS_STAGE_LANES * sizeof(double))));

/// A program over slots of fs_lanes: inputs, time, parameters, constants, what depends on
/// parameters alone, temporaries.
typedef struct {
  const fs_instruction *code;
  size_t count;
  const fs_instruction *prologue;  // what depends on parameters alone
  size_t prologue_count;
  size_t slot_count;
  size_t input_count;  // time is the slot after the inputs, parameters follow
  size_t parameter_count;
  const double *constants;  // after the parameters
  size_t constant_count;
  const uint32_t *output_slots;
  size_t output_count;
} fs_lane_program;

/// Runs `count` instructions over `work`.
void fs_lane_run(const fs_instruction *code, size_t count, fs_lanes *work);
void fs_stage_run(const fs_instruction *code, size_t count, fs_stages *work);
