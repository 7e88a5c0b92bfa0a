#include "fs_rosenbrock_batch.h"

#include "dispatch.h"
#include "rosenbrock_lanes.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define EACH_LANE for (int l = 0; l < LANES; l++)

struct fs_batch {
  fs_batch_request request;
  atomic_llong next, done;
  atomic_int stopped;
};

// MARK: Trajectories in lanes

// The state at a time within the step just accepted in a lane.
static void interpolate(const worker *w, int l, double time, double *result) {
  int n = w->n;
  double x = (time - w->time[l]) / w->tried[l], rest = 1 - x;
  for (int k = 0; k < n; k++) {
    double dense[3] = {0};
    for (int m = 0; m < 3; m++)
      for (int j = 0; j < FS_ROSENBROCK_STAGES; j++)
        dense[m] += RODAS5P.dense[m][j] * w->u[j * n + k][l];
    result[k] = rest * w->y[k][l] +
                x * (w->next[k][l] + rest * (dense[0] + x * (dense[1] + x * dense[2])));
  }
}

static void record(worker *w, int l, double reached) {
  const fs_batch_request *r = w->request;
  double *rows = r->records + w->place[l] * r->time_count * w->n;
  double direction = r->end > r->start ? 1 : -1;
  for (; w->recorded[l] < r->time_count; w->recorded[l]++) {
    double time = r->times[w->recorded[l]];
    if ((time - reached) * direction > 0) return;
    double *row = rows + w->recorded[l] * w->n;
    if (time == reached)
      for (int k = 0; k < w->n; k++) row[k] = w->next[k][l];
    else
      interpolate(w, l, time, row);
  }
}

static void conclude(worker *w, fs_batch *batch, int l, int code) {
  int64_t place = w->place[l];
  for (int k = 0; k < w->n; k++) w->request->ends[place * w->n + k] = w->y[k][l];
  w->request->outcomes[place] = (fs_batch_outcome){
      .code = code, .steps = w->steps[l], .failures = w->failures[l], .time = w->time[l]};
  atomic_fetch_add_explicit(&batch->done, 1, memory_order_relaxed);
}

static void load_parameters(worker *w, fs_lanes *work, const fs_lane_program *program, int l) {
  const double *values = w->request->parameters + w->place[l] * (int64_t)program->parameter_count;
  fs_lanes *slots = work + program->input_count + 1;
  for (size_t k = 0; k < program->parameter_count; k++) slots[k][l] = values[k];
}

static void run_prologue(fs_lanes *work, const fs_lane_program *program) {
  fs_lane_run(program->prologue, program->prologue_count, work);
}

// Puts the next trajectory into a lane; returns 0 if none is left.
static int refill(worker *w, fs_batch *batch, int l) {
  const fs_batch_request *r = w->request;
  long long place = atomic_fetch_add_explicit(&batch->next, 1, memory_order_relaxed);
  if (place >= r->count || atomic_load_explicit(&batch->stopped, memory_order_relaxed)) {
    w->place[l] = -1;
    return 0;
  }
  w->place[l] = place;
  w->time[l] = r->start;
  w->step[l] = w->last_accepted[l] = 0;
  w->last_root[l] = 1;
  w->rejected[l] = 0;
  w->recorded[l] = w->steps[l] = w->failures[l] = 0;
  for (int k = 0; k < w->n; k++) {
    w->y[k][l] = w->next[k][l] = r->states[place * w->n + k];
    w->largest[k][l] = fabs(w->y[k][l]);
  }
  load_parameters(w, w->rate_work, r->rate, l);
  load_parameters(w, w->linear_work, r->linearisation, l);
  while (w->recorded[l] < r->time_count && r->times[w->recorded[l]] == r->start) {
    double *row = r->records + (place * r->time_count + w->recorded[l]) * w->n;
    for (int k = 0; k < w->n; k++) row[k] = w->y[k][l];
    w->recorded[l]++;
  }
  return 1;
}

// Refills every lane at the start, in which lanes without a trajectory repeat the first's.
static int fill(worker *w, fs_batch *batch) {
  int filled = 0;
  EACH_LANE if (refill(w, batch, l)) filled++;
  for (int l = filled; l < LANES && filled > 0; l++) {
    w->place[l] = w->place[0];
    load_parameters(w, w->rate_work, w->request->rate, l);
    load_parameters(w, w->linear_work, w->request->linearisation, l);
    for (int k = 0; k < w->n; k++) w->y[k][l] = w->largest[k][l] = w->y[k][0];
    w->time[l] = w->time[0];
    w->last_root[l] = 1;
    w->place[l] = -1;
  }
  return filled > 0;
}

// Books what the attempt gave; returns whether any lane has a trajectory still.
static int book(worker *w, fs_batch *batch) {
  int alive = 0, refilled = 0;
  EACH_LANE {
    if (w->place[l] < 0) continue;
    alive = 1;
    int code = 0;
    if (w->accepted[l]) {
      w->steps[l]++;
      double reached = w->reaches[l] ? w->request->end : w->time[l] + w->tried[l];
      if (w->recorded[l] < w->request->time_count) record(w, l, reached);
      for (int k = 0; k < w->n; k++) w->y[k][l] = w->next[k][l];
      w->time[l] = reached;
      if (w->reaches[l]) code = FS_ONESTEP_END_REACHED;
      else if (w->steps[l] >= w->request->largest_step_count) code = FS_BATCH_STEP_LIMIT;
    } else {
      w->failures[l]++;
      if (w->stuck[l]) code = FS_ONESTEP_ERROR_TEST;
    }
    if (code) {
      conclude(w, batch, l, code);
      refilled |= refill(w, batch, l);
    }
  }
  if (refilled) {
    run_prologue(w->rate_work, w->request->rate);
    run_prologue(w->linear_work, w->request->linearisation);
  }
  return alive;
}

// MARK: The loop

LANE_INLINE void integrate(worker *w, fs_batch *batch, int n) {
  int alive = 1;
  while (alive && !atomic_load_explicit(&batch->stopped, memory_order_relaxed)) {
    step(w, n);
    alive = book(w, batch);
  }
}

#define INTEGRATE(N) \
  DISPATCHED static void integrate_##N(worker *w, fs_batch *batch) { integrate(w, batch, N); }
INTEGRATE(1) INTEGRATE(2) INTEGRATE(3) INTEGRATE(4)
DISPATCHED static void integrate_any(worker *w, fs_batch *batch) { integrate(w, batch, w->n); }

static void (*const loops[])(worker *, fs_batch *) = {integrate_any, integrate_1, integrate_2,
                                                      integrate_3, integrate_4};

// One block of memory, cut into the worker's arrays.
static int allocate(worker *w) {
  const fs_batch_request *r = w->request;
  size_t n = (size_t)w->n;
  size_t sizes[] = {r->rate->slot_count, r->linearisation->slot_count, n, n, n * n + 2 * n, n, n * n,
                    FS_ROSENBROCK_STAGES * n, n, n};
  fs_lanes **arrays[] = {&w->rate_work, &w->linear_work, &w->y,     &w->next, &w->linearisation,
                         &w->rate,      &w->lu,          &w->u, &w->floor, &w->largest};
  size_t count = sizeof arrays / sizeof *arrays, total = n * n;
  for (size_t k = 0; k < count; k++) total += sizes[k];
  w->memory = aligned_alloc(sizeof(fs_lanes), total * sizeof(fs_lanes));
  if (!w->memory) return 0;
  memset(w->memory, 0, total * sizeof(fs_lanes));
  fs_lanes *place = w->memory;
  for (size_t k = 0; k < count; k++) {
    *arrays[k] = place;
    place += sizes[k];
  }
  w->moves = (lane_mask *)place;
  return 1;
}

static void load_constants(fs_lanes *work, const fs_lane_program *program) {
  fs_lanes *slots = work + program->input_count + 1 + program->parameter_count;
  for (size_t k = 0; k < program->constant_count; k++)
    slots[k] = program->constants[k] + (fs_lanes){0};
}

int fs_batch_run(fs_batch *batch) {
  worker w = {.request = &batch->request, .n = (int)batch->request.dimension};
  if (!allocate(&w)) return 1;
  load_constants(w.rate_work, w.request->rate);
  load_constants(w.linear_work, w.request->linearisation);
  if (fill(&w, batch)) {
    run_prologue(w.rate_work, w.request->rate);
    run_prologue(w.linear_work, w.request->linearisation);
    loops[w.n <= 4 ? w.n : 0](&w, batch);
  }
  free(w.memory);
  return 0;
}

fs_batch *fs_batch_create(const fs_batch_request *request) {
  fs_batch *batch = calloc(1, sizeof *batch);
  if (batch) batch->request = *request;
  return batch;
}

void fs_batch_destroy(fs_batch *batch) { free(batch); }

void fs_batch_stop(fs_batch *batch) { atomic_store(&batch->stopped, 1); }

int64_t fs_batch_done(const fs_batch *batch) { return atomic_load(&((fs_batch *)batch)->done); }
