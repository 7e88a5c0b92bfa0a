#include "fs_tape.h"
#include <math.h>
#include <string.h>

double fs_integer_power(double x, int32_t n) {
  uint32_t k = n < 0 ? 0u - (uint32_t)n : (uint32_t)n;
  double result = 1;
  while (k) {
    if (k & 1) result *= x;
    k >>= 1;
    if (k) x *= x;
  }
  return n < 0 ? 1 / result : result;
}

static inline double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }

void fs_tape_run(const fs_instruction *code, size_t count, double *work) {
#define A work[i->a]
#define B work[i->b]
#define C work[i->c]
  const fs_instruction *end = code + count;
  for (const fs_instruction *i = code; i != end; i++) {
    double r;
    switch (i->operation) {
      case FS_ADD: r = A + B; break;
      case FS_SUBTRACT: r = A - B; break;
      case FS_MULTIPLY: r = A * B; break;
      case FS_DIVIDE: r = A / B; break;
      case FS_POWER: r = pow(A, B); break;
      case FS_INTEGER_POWER: {
        double x = A;
        switch ((int32_t)i->b) {
          case 2: r = x * x; break;
          case 3: r = x * (x * x); break;
          case 4: r = (x * x) * (x * x); break;
          default: r = fs_integer_power(x, (int32_t)i->b);
        }
        break;
      }
      case FS_NEGATE: r = -A; break;
      case FS_EXP: r = exp(A); break;
      case FS_LOG: r = log(A); break;
      case FS_SQRT: r = sqrt(A); break;
      case FS_SIN: r = sin(A); break;
      case FS_COS: r = cos(A); break;
      case FS_TAN: r = tan(A); break;
      case FS_SINH: r = sinh(A); break;
      case FS_COSH: r = cosh(A); break;
      case FS_TANH: r = tanh(A); break;
      case FS_ERF: r = erf(A); break;
      case FS_ATAN: r = atan(A); break;
      case FS_ABS: r = fabs(A); break;
      case FS_SIGN: r = sign(A); break;
      // NaN in either operand comes through, as arithmetic would have it.
      case FS_MINIMUM: r = isnan(A) || A < B ? A : B; break;
      case FS_MAXIMUM: r = isnan(A) || A > B ? A : B; break;
      case FS_LESS: r = A < B; break;
      case FS_LESS_OR_EQUAL: r = A <= B; break;
      case FS_AND: r = A != 0 && B != 0; break;
      case FS_OR: r = A != 0 || B != 0; break;
      case FS_NOT: r = A == 0; break;
      case FS_SELECT: r = A != 0 ? B : C; break;
      default: r = NAN;
    }
    work[i->target] = r;
  }
#undef A
#undef B
#undef C
}

int fs_program_call(double t, const double *inputs, double *outputs, void *program) {
  fs_program *p = program;
  double *work = p->work;
  for (size_t k = 0; k < p->input_count; k++) work[k] = inputs[k];
  work[p->input_count] = t;
  fs_tape_run(p->code, p->count, work);
  double probe = 0;
  for (size_t k = 0; k < p->output_count; k++) {
    double value = work[p->output_slots[k]];
    outputs[k] = value;
    probe += value * 0;  // 0, or NaN once any value is not finite
  }
  if (probe == 0) return 0;
  p->nonfinite_calls++;
  p->nonfinite[0] = t;
  memcpy(p->nonfinite + 1, inputs, sizeof(double) * p->input_count);
  return 1;
}
