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

double fs_table_value(const fs_table *t, double x) {
  if (isnan(x)) return x;
  if (x < t->knots[0]) return t->below;
  if (x >= t->knots[t->count - 1]) return t->above;
  size_t low = 0, high = t->count - 1;
  while (high - low > 1) {
    size_t middle = (low + high) / 2;
    if (t->knots[middle] <= x) low = middle;
    else high = middle;
  }
  const double *c = t->coefficients + 4 * low;
  double s = x - t->knots[low];
  return c[0] + s * (c[1] + s * (c[2] + s * c[3]));
}

// The remainder of fmod is exact; a - b floor(a / b) in plain arithmetic is not.
double fs_modulo(double a, double b) {
  double r = fmod(a, b);
  return r != 0 && (r < 0) != (b < 0) ? r + b : r;
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
      case FS_ASIN: r = asin(A); break;
      case FS_ACOS: r = acos(A); break;
      case FS_ASINH: r = asinh(A); break;
      case FS_ACOSH: r = acosh(A); break;
      case FS_ATANH: r = atanh(A); break;
      case FS_ATAN2: r = atan2(A, B); break;
      case FS_ABS: r = fabs(A); break;
      case FS_SIGN: r = sign(A); break;
      case FS_HEAVISIDE: r = isnan(A) ? A : A >= 0; break;
      case FS_FLOOR: r = floor(A); break;
      case FS_MODULO: r = fs_modulo(A, B); break;
      case FS_EXTERNAL: r = fs_external_value(fs_instruction_external(i), work, 1, 0); break;
      case FS_INTERPOLATE: r = fs_table_value(fs_instruction_table(i), A); break;
      // NaN in either operand comes through, as arithmetic would have it.
      case FS_MINIMUM: r = isnan(A) || A < B ? A : B; break;
      case FS_MAXIMUM: r = isnan(A) || A > B ? A : B; break;
      case FS_LESS: r = A < B; break;
      case FS_LESS_OR_EQUAL: r = A <= B; break;
      case FS_EQUAL: r = A == B; break;
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
  work[p->input_count] = t < p->earliest ? p->earliest : t > p->latest ? p->latest : t;
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
