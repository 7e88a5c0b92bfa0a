// A step of Rodas5P in every lane: rosenbrock.c for FS_BATCH_LANES trajectories at once.
#pragma once
#include "fs_error_floor.h"
#include "fs_rosenbrock_batch.h"
#include "lane_lu.h"
#include "rosenbrock_tableau.h"

#include <math.h>

#define LANES FS_BATCH_LANES

// What one thread works on: LANES trajectories and its own slots.
typedef struct {
  const fs_batch_request *request;
  int n;
  fs_lanes *rate_work, *linear_work;
  fs_lanes *y, *next, *linearisation, *rate, *lu, *u, *floor, *largest;
  lane_mask *moves;
  fs_lanes time, step;  // the step without sign; 0: to be chosen
  fs_lanes tried;       // the last attempt, with sign
  fs_lanes last_root, last_accepted;
  lane_mask rejected;  // the attempt before was
  lane_mask accepted, reaches, stuck;  // the last attempt: taken, ends the run, cannot be smaller
  int64_t place[LANES];      // the trajectory in a lane; -1: none is left
  int64_t recorded[LANES];   // output times passed
  int32_t steps[LANES], failures[LANES];
  void *memory;
} worker;

LANE_INLINE int call_rate(worker *w, fs_lanes t, const fs_lanes *z, fs_lanes *rate) {
  const fs_lane_program *program = w->request->rate;
  fs_lanes *work = w->rate_work;
  (void)z;  // its place is where the program reads it
  work[w->n] = t;
  fs_lane_run(program->code, program->count, work);
  for (int k = 0; k < w->n; k++) rate[k] = work[program->output_slots[k]];
  return 0;
}

LANE_INLINE void solve(worker *w, int n, fs_lanes *b) { lane_solve(n, w->lu, w->moves, b); }

#define LANE fs_lanes
#define SYSTEM worker
#define STAGES lane_stages
#define RATE call_rate
#define SOLVE solve
#include "rosenbrock_stages.h"

LANE_INLINE void linearise(worker *w, int n) {
  const fs_lane_program *program = w->request->linearisation;
  fs_lanes *work = w->linear_work;
  for (int k = 0; k < n; k++) work[k] = w->y[k];
  work[n] = w->time;
  fs_lane_run(program->code, program->count, work);
  for (size_t k = 0; k < program->output_count; k++)
    w->linearisation[k] = work[program->output_slots[k]];
}

// As fs_error_floor, in every lane.
LANE_INLINE void set_floor(worker *w, int n) {
  const double rtol = w->request->relative_tolerance;
  fs_lanes all = {0};
  for (int k = 0; k < n; k++) {
    w->largest[k] = lane_max(w->largest[k], lane_abs(w->y[k]));
    if (w->request->absolute_tolerances[k] != FS_BY_OWN_SIZE) all = lane_max(all, w->largest[k]);
  }
  all = lane_choose(all > 0, all, 1e8 + (fs_lanes){0});
  for (int k = 0; k < n; k++) {
    double given = w->request->absolute_tolerances[k];
    fs_lanes least = 1e-8 * all;
    if (given == FS_BY_OWN_SIZE) least = lane_choose(w->largest[k] > 0, (fs_lanes){0}, least);
    fs_lanes scale = lane_max(w->largest[k], lane_max(least, 1e-290 + (fs_lanes){0}));
    w->floor[k] = given < 0 ? 1e-4 * rtol * scale : given + (fs_lanes){0};
  }
}

LANE_INLINE fs_lanes norm(const worker *w, int n, const fs_lanes *v) {
  fs_lanes sum = {0};
  for (int k = 0; k < n; k++) {
    fs_lanes size = lane_max(lane_abs(w->y[k]), lane_abs(w->next[k]));
    fs_lanes part = v[k] / (w->request->relative_tolerance * size + w->floor[k]);
    part = lane_choose(v[k] == 0, v[k], part);
    sum += part * part;
  }
  return __builtin_elementwise_sqrt(sum / (double)n);
}

// The fifth root to 1e-4, enough for a step size: a guess from the bits, then Newton's iteration.
LANE_INLINE fs_lanes fifth_root(fs_lanes x) {
  typedef float singles __attribute__((vector_size(LANES * sizeof(float))));
  typedef int32_t bits __attribute__((vector_size(LANES * sizeof(int32_t))));
  x = lane_min(lane_max(x, 1e-10 + (fs_lanes){0}), 1e10 + (fs_lanes){0});
  bits pattern = (bits)__builtin_convertvector(x, singles);
  singles scaled = 0.2f * __builtin_convertvector(pattern, singles) + 852282572.8f;
  fs_lanes root =
      __builtin_convertvector((singles)__builtin_convertvector(scaled, bits), fs_lanes);
  for (int k = 0; k < 2; k++) {
    fs_lanes square = root * root;
    root = 0.8 * root + 0.2 * x / (square * square);
  }
  return root;
}

LANE_INLINE fs_lanes clamp(fs_lanes x) {
  return lane_min(lane_max(x, 1.0 / 6 + (fs_lanes){0}), 5.0 + (fs_lanes){0});
}

// As onestep_predicted_shrink.
LANE_INLINE fs_lanes shrink(const worker *w, fs_lanes root, fs_lanes size, lane_mask accepted) {
  const double safety = 0.9;
  fs_lanes factor = clamp(root / safety);
  fs_lanes predicted = w->last_accepted / size * (root * root / w->last_root) / safety;
  fs_lanes careful = lane_max(factor, clamp(predicted));
  return lane_choose(accepted & (w->last_accepted > 0), careful, factor);
}

// As first_step of onestep.c, in the lanes that have none yet.
LANE_INLINE void choose_first_steps(worker *w, int n) {
  const fs_lanes *f = w->linearisation, *jacobian = f + n;
  for (int i = 0; i < n; i++) {
    fs_lanes sum = {0};
    if (w->request->depends_on_time) sum = jacobian[n * n + i];
    for (int j = 0; j < n; j++) sum += jacobian[i + j * n] * f[j];
    w->rate[i] = sum;
    w->next[i] = w->y[i];
  }
  fs_lanes size = norm(w, n, w->y), speed = norm(w, n, f), bend = norm(w, n, w->rate);
  double span = fabs(w->request->end - w->request->start);
  fs_lanes brief = lane_choose((size > 1e-5) & (speed > 1e-5), 0.01 * size / speed,
                               1e-6 * span + (fs_lanes){0});
  fs_lanes largest = lane_max(speed, __builtin_elementwise_sqrt(bend));
  fs_lanes step = lane_choose(largest > 0, pow(0.01, 0.2) / largest, span + (fs_lanes){0});
  w->step = lane_choose(w->step == 0, lane_min(100 * brief, step), w->step);
}

LANE_INLINE void attempt(worker *w, int n) {
  fs_lanes *lu = w->lu, diagonal = 1 / (RODAS5P.gamma * w->tried);
  const fs_lanes *f = w->linearisation, *jacobian = f + n;
  for (int k = 0; k < n * n; k++) lu[k] = -jacobian[k];
  for (int k = 0; k < n; k++) lu[k + k * n] += diagonal;
  lane_factor(n, lu, w->moves);
  const fs_lanes *ft = w->request->depends_on_time ? jacobian + n * n : NULL;
  fs_lanes *z = w->rate_work;
  lane_stages(w, n, w->time, w->tried, w->y, f, ft, z, w->rate, w->u);
  for (int k = 0; k < n; k++) w->next[k] = z[k] + w->u[7 * n + k];
}

// Tries a step in every lane; the worker's masks say what came of it.
LANE_INLINE void step(worker *w, int n) {
  const double end = w->request->end, direction = end > w->request->start ? 1 : -1;
  linearise(w, n);
  set_floor(w, n);
  if (lane_any(w->step == 0)) choose_first_steps(w, n);
  fs_lanes left = lane_abs(end - w->time);
  lane_mask reaches = w->step * 1.0001 >= left;
  fs_lanes size = lane_choose(reaches, left, w->step);
  w->tried = direction * size;
  w->reaches = reaches;
  w->stuck = ~reaches & (w->time + 0.1 * w->tried == w->time);
  attempt(w, n);
  fs_lanes error = norm(w, n, w->u + 7 * n);
  lane_mask accepted = error <= 1;
  fs_lanes root = fifth_root(error);
  fs_lanes factor = shrink(w, root, size, accepted);
  factor = lane_choose(accepted & w->rejected, lane_max(factor, 1 + (fs_lanes){0}), factor);
  // Not finite: somewhere on the way F was not.
  factor = lane_choose(error < INFINITY, factor, 4 + (fs_lanes){0});
  w->step = size / factor;
  w->last_accepted = lane_choose(accepted, size, w->last_accepted);
  w->last_root = lane_choose(accepted, lane_max(root, 0.4 + (fs_lanes){0}), w->last_root);
  w->accepted = accepted;
  w->rejected = ~accepted;
}
