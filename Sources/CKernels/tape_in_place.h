// A tape run where its inputs already lie: no copies, no look at each value. What is not finite shows
// in what is computed from it.
#pragma once
#include "fs_tape.h"

/// F at the inputs that lie in work[0..n); its values go to `rate`.
static inline void tape_run_in_place(const fs_program *p, int n, double t, double *rate) {
  double *work = p->work;
  work[n] = t < p->earliest ? p->earliest : t > p->latest ? p->latest : t;
  fs_tape_run(p->code, p->count, work);
  for (int k = 0; k < n; k++) rate[k] = work[p->output_slots[k]];
}
