// Many trajectories of one system at once by Rodas5P, one a lane of a vector, each with its own step
// control; a lane whose trajectory is done takes the next.
#pragma once
#include "fs_lanes.h"
#include "fs_onestep.h"
#include "fs_rosenbrock.h"

/// A trajectory's step budget is used up; beside the codes of fs_onestep_step.
enum { FS_BATCH_STEP_LIMIT = -1 };

/// What became of a trajectory.
typedef struct {
  int32_t code;  // FS_ONESTEP_END_REACHED, or why it failed
  int32_t steps;
  int32_t failures;  // attempts that were repeated
  double time;       // reached
} fs_batch_outcome;

typedef struct {
  int64_t dimension;
  int64_t count;  // trajectories
  double start, end;
  const double *states;      // count * dimension
  const double *parameters;  // count * the programs' parameters
  double relative_tolerance;
  const double *absolute_tolerances;  // one per variable; negative: scaled by the variable's size
  int64_t largest_step_count;         // steps after which a trajectory is given up
  int64_t time_count;
  const double *times;  // where to record, in the direction of the run
  double *records;      // count * time_count * dimension; what is not reached is left alone
  double *ends;         // count * dimension: the state reached
  fs_batch_outcome *outcomes;
  int depends_on_time;
  const fs_lane_program *rate;
  const fs_lane_program *linearisation;  // F, then dF/dy by columns, then dF/dt
} fs_batch_request;

/// Trajectories handed out to the threads that call fs_batch_run.
typedef struct fs_batch fs_batch;

/// The request's memory must outlive the batch. NULL if memory is out.
fs_batch *fs_batch_create(const fs_batch_request *request);
void fs_batch_destroy(fs_batch *batch);

/// Integrates until no trajectory is left; called by as many threads as there are cores.
/// Returns 0, or 1 if memory is out.
int fs_batch_run(fs_batch *batch);

/// Makes every fs_batch_run return soon; trajectories not done keep the code 0.
void fs_batch_stop(fs_batch *batch);

/// Trajectories done so far.
int64_t fs_batch_done(const fs_batch *batch);
