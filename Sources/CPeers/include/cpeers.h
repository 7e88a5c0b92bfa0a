// Plain C programs that a careful user would write by hand, to measure against.
#pragma once

/// The mean-field network of many neurons in slow time by CVODE BDF with SPGMR; `state` holds all s,
/// then all a, and is replaced by the end state.
int cpeers_mean_field(long members, double epsilon, double end, double rtol, double atol,
                      double *state, long *steps);

/// FitzHugh-Nagumo neurons coupled to their mean, K = 0.1, alpha = 0.7, beta = 0.8, likewise; `state`
/// holds all v, then all w.
int cpeers_coupled_nerves(long members, double epsilon, double end, double rtol, double atol,
                          const double *currents, double *state, long *steps);

enum {
  CPEERS_ROBERTSON,
  CPEERS_HIRES,
  CPEERS_OREGO,
  CPEERS_VAN_DER_POL_3,  // epsilon 1e-3
  CPEERS_VAN_DER_POL_6,  // epsilon 1e-6
  CPEERS_DAVIS_SKODJE,
  CPEERS_UNLEARNING
};

/// One of the problems above by CVODE BDF with dense exact Jacobian, set-up and tear-down included;
/// `state` holds the start and is replaced by the end state. Returns CVODE's code.
int cpeers_stiff(int problem, int dimension, double end, double rtol, const double *atol,
                 double *state);
