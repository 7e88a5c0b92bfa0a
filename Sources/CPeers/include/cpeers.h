// Plain C programs that a careful user would write by hand, to measure against.
#pragma once

typedef struct {
  double y[3];
  long steps;
  long rate_evaluations;
} cpeers_result;

/// Robertson's problem to 4e10 by CVODE BDF with dense exact Jacobian; set-up and tear-down included.
int cpeers_robertson(double rtol, const double *atol, cpeers_result *result);
