#include "fs_population.h"

#include "dispatch.h"
#include "fs_random.h"
#include "fs_vector_math.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EACH for (size_t l = 0; l < FS_LANES; l++)

static inline double power(double x, int32_t n) {
  uint32_t k = n < 0 ? 0u - (uint32_t)n : (uint32_t)n;
  double result = 1;
  while (k) {
    if (k & 1) result *= x;
    k >>= 1;
    if (k) x *= x;
  }
  return n < 0 ? 1 / result : result;
}

DISPATCHED static void run_block(const fs_instruction *code, size_t count, double *work,
                                 const fs_block_function *functions) {
  const fs_instruction *end = code + count;
  for (const fs_instruction *i = code; i != end; i++) {
    // The target may be an operand's own slot: each lane is read before it is written.
    double *r = work + (size_t)i->target * FS_LANES;
    const double *a = work + (size_t)i->a * FS_LANES;
    // b and c hold an exponent or a table where they are no slots.
    int b_is_slot = i->operation != FS_INTEGER_POWER && i->operation != FS_INTERPOLATE &&
                    i->operation != FS_EXTERNAL;
    const double *b = b_is_slot ? work + (size_t)i->b * FS_LANES : a;
    const double *c = b_is_slot ? work + (size_t)i->c * FS_LANES : a;
    switch (i->operation) {
      case FS_ADD: EACH r[l] = a[l] + b[l]; break;
      case FS_SUBTRACT: EACH r[l] = a[l] - b[l]; break;
      case FS_MULTIPLY: EACH r[l] = a[l] * b[l]; break;
      case FS_DIVIDE: EACH r[l] = a[l] / b[l]; break;
      case FS_INTEGER_POWER: {
        int32_t n = (int32_t)i->b;
        if (n == 2) EACH r[l] = a[l] * a[l];
        else if (n == 3) EACH r[l] = a[l] * (a[l] * a[l]);
        else EACH r[l] = power(a[l], n);
        break;
      }
      case FS_NEGATE: EACH r[l] = -a[l]; break;
      case FS_SQRT: EACH r[l] = sqrt(a[l]); break;
      case FS_ABS: EACH r[l] = fabs(a[l]); break;
      case FS_SIGN: EACH r[l] = a[l] > 0 ? 1 : a[l] < 0 ? -1 : a[l]; break;
      case FS_HEAVISIDE: EACH r[l] = isnan(a[l]) ? a[l] : a[l] >= 0; break;
      case FS_FLOOR: EACH r[l] = floor(a[l]); break;
      case FS_MODULO: EACH r[l] = fs_modulo(a[l], b[l]); break;
      case FS_INTERPOLATE: {
        const fs_table *table = fs_instruction_table(i);
        EACH r[l] = fs_table_value(table, a[l]);
        break;
      }
      case FS_EXTERNAL: {
        const fs_external *external = fs_instruction_external(i);
        double values[FS_LANES];  // the target may be an argument of a lane to come
        EACH values[l] = fs_external_value(external, work, FS_LANES, l);
        EACH r[l] = values[l];
        break;
      }
      case FS_MINIMUM: EACH r[l] = isnan(a[l]) || a[l] < b[l] ? a[l] : b[l]; break;
      case FS_MAXIMUM: EACH r[l] = isnan(a[l]) || a[l] > b[l] ? a[l] : b[l]; break;
      case FS_LESS: EACH r[l] = a[l] < b[l]; break;
      case FS_LESS_OR_EQUAL: EACH r[l] = a[l] <= b[l]; break;
      case FS_EQUAL: EACH r[l] = a[l] == b[l]; break;
      case FS_AND: EACH r[l] = a[l] != 0 && b[l] != 0; break;
      case FS_OR: EACH r[l] = a[l] != 0 || b[l] != 0; break;
      case FS_NOT: EACH r[l] = a[l] == 0; break;
      case FS_SELECT: EACH r[l] = a[l] != 0 ? b[l] : c[l]; break;
      default: functions[i->operation](r, a, b);
    }
  }
}

// Unused lanes of the last block repeat a member, so that no value appears that the model never has.
static void load(double *slot, const double *values, size_t first, size_t lanes) {
  memcpy(slot, values + first, lanes * sizeof(double));
  for (size_t l = lanes; l < FS_LANES; l++) slot[l] = values[first];
}

void fs_block_run(const fs_block_program *p, size_t members, const double *const *inputs,
                  const double *uniforms, double *const *outputs, double *sums) {
  for (size_t k = 0; k < p->uniform_count; k++) {
    double *slot = p->work + (size_t)p->uniform_slots[k] * FS_LANES;
    EACH slot[l] = uniforms[k];
  }
  const fs_block_function *functions = fs_block_functions(fs_kernels_isa());
  if (sums)
    for (size_t k = 0; k < p->output_count; k++) sums[k] = 0;
  for (size_t first = 0; first < members; first += FS_LANES) {
    size_t lanes = members - first < FS_LANES ? members - first : FS_LANES;
    for (size_t k = 0; k < p->input_count; k++)
      load(p->work + (size_t)p->input_slots[k] * FS_LANES, inputs[k], first, lanes);
    run_block(p->code, p->count, p->work, functions);
    for (size_t k = 0; k < p->output_count; k++) {
      const double *slot = p->work + (size_t)p->output_slots[k] * FS_LANES;
      if (outputs && outputs[k]) memcpy(outputs[k] + first, slot, lanes * sizeof(double));
      if (sums) {
        // Four running sums, then blocks: the error grows as members / 256 at worst.
        double part[4] = {0, 0, 0, 0};
        size_t l = 0;
        for (; l + 4 <= lanes; l += 4)
          for (size_t q = 0; q < 4; q++) part[q] += slot[l + q];
        for (; l < lanes; l++) part[0] += slot[l];
        sums[k] += (part[0] + part[1]) + (part[2] + part[3]);
      }
    }
  }
}

// MARK: Arrowhead

static inline double at(const double *const *arrays, size_t index, size_t member) {
  return arrays[index] ? arrays[index][member] : 0;
}

// Gauss-Jordan with row pivoting on a small matrix by columns; returns 1 if singular.
static int invert(size_t k, double *a, double *inverse) {
  for (size_t i = 0; i < k * k; i++) inverse[i] = 0;
  for (size_t i = 0; i < k; i++) inverse[i + i * k] = 1;
  for (size_t c = 0; c < k; c++) {
    size_t pivot = c;
    for (size_t i = c + 1; i < k; i++)
      if (fabs(a[i + c * k]) > fabs(a[pivot + c * k])) pivot = i;
    if (!(fabs(a[pivot + c * k]) > 0)) return 1;
    for (size_t j = 0; j < k; j++) {
      double swap = a[c + j * k];
      a[c + j * k] = a[pivot + j * k];
      a[pivot + j * k] = swap;
      swap = inverse[c + j * k];
      inverse[c + j * k] = inverse[pivot + j * k];
      inverse[pivot + j * k] = swap;
    }
    double scale = 1 / a[c + c * k];
    for (size_t j = 0; j < k; j++) {
      a[c + j * k] *= scale;
      inverse[c + j * k] *= scale;
    }
    for (size_t i = 0; i < k; i++) {
      if (i == c) continue;
      double factor = a[i + c * k];
      for (size_t j = 0; j < k; j++) {
        a[i + j * k] -= factor * a[c + j * k];
        inverse[i + j * k] -= factor * inverse[c + j * k];
      }
    }
  }
  return 0;
}

DISPATCHED static int invert_pairs(const fs_arrow_block *s, double gamma) {
  const double *const *fx = s->fx;
  double *p = s->inverse, *q = p + s->members, *r = q + s->members, *t = r + s->members;
  int singular = 0;
  for (size_t n = 0; n < s->members; n++) {
    double a = 1 - gamma * at(fx, 0, n), c = -gamma * at(fx, 1, n);
    double b = -gamma * at(fx, 2, n), d = 1 - gamma * at(fx, 3, n);
    double determinant = a * d - b * c;
    singular |= !(fabs(determinant) > 0);
    double scale = 1 / determinant;
    p[n] = d * scale;
    q[n] = -c * scale;
    r[n] = -b * scale;
    t[n] = a * scale;
  }
  return singular;
}

static int invert_members(const fs_arrow_block *s, double gamma) {
  size_t k = s->k;
  if (k == 2) return invert_pairs(s, gamma);
  double *a = malloc(2 * k * k * sizeof(double)), *inverse = a + k * k;
  if (!a) return 1;
  int singular = 0;
  for (size_t n = 0; n < s->members && !singular; n++) {
    for (size_t e = 0; e < k * k; e++) a[e] = -gamma * at(s->fx, e, n);
    for (size_t i = 0; i < k; i++) a[i + i * k] += 1;
    singular = invert(k, a, inverse);
    for (size_t e = 0; e < k * k; e++) s->inverse[e * s->members + n] = inverse[e];
  }
  free(a);
  return singular;
}

// target += factor * x * y over members; x or y NULL is zero.
DISPATCHED static void accumulate(size_t members, double factor, const double *x, const double *y,
                                  double *target) {
  for (size_t n = 0; n < members; n++) target[n] += factor * x[n] * y[n];
}

DISPATCHED static double inner(size_t members, const double *x, const double *y) {
  double part[8] = {0};
  size_t n = 0;
  for (; n + 8 <= members; n += 8)
    for (size_t q = 0; q < 8; q++) part[q] += x[n + q] * y[n + q];
  for (; n < members; n++) part[0] += x[n] * y[n];
  return ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]));
}

int fs_arrow_factor(const fs_arrow_block *s, double gamma, double *coupling) {
  size_t k = s->k, m = s->m, r = s->r, members = s->members;
  if (invert_members(s, gamma)) return 1;
  memset(s->row, 0, r * k * members * sizeof(double));
  memset(s->column, 0, k * m * members * sizeof(double));
  for (size_t i = 0; i < r; i++)
    for (size_t j = 0; j < k; j++)
      for (size_t q = 0; q < k; q++)
        if (s->ex[i + q * r])
          accumulate(members, 1, s->ex[i + q * r], s->inverse + (q + j * k) * members,
                     s->row + (i + j * r) * members);
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < m; j++)
      for (size_t q = 0; q < k; q++)
        if (s->fu[q + j * k])
          accumulate(members, gamma, s->inverse + (i + q * k) * members, s->fu[q + j * k],
                     s->column + (i + j * k) * members);
  for (size_t i = 0; i < r; i++)
    for (size_t j = 0; j < m; j++) {
      double sum = 0;
      for (size_t q = 0; q < k; q++)
        if (s->ex[i + q * r])
          sum += inner(members, s->ex[i + q * r], s->column + (q + j * k) * members);
      coupling[i + j * r] = sum;
    }
  return 0;
}

void fs_arrow_reduce(const fs_arrow_block *s, const double *const *b, double *reduced) {
  for (size_t i = 0; i < s->r; i++) {
    double sum = 0;
    for (size_t j = 0; j < s->k; j++)
      sum += inner(s->members, s->row + (i + j * s->r) * s->members, b[j]);
    reduced[i] = sum;
  }
}

void fs_arrow_substitute(const fs_arrow_block *s, const double *const *b, const double *u,
                         double *const *x) {
  size_t k = s->k, m = s->m;
  double *block = malloc(2 * k * FS_LANES * sizeof(double)), *result = block + k * FS_LANES;
  if (!block) return;
  for (size_t first = 0; first < s->members; first += FS_LANES) {
    size_t lanes = s->members - first < FS_LANES ? s->members - first : FS_LANES;
    for (size_t i = 0; i < k; i++) {
      memcpy(block + i * FS_LANES, b[i] + first, lanes * sizeof(double));
      double *row = result + i * FS_LANES;
      for (size_t l = 0; l < lanes; l++) row[l] = 0;
      for (size_t j = 0; j < m; j++) {
        const double *column = s->column + (i + j * k) * s->members + first;
        for (size_t l = 0; l < lanes; l++) row[l] += column[l] * u[j];
      }
    }
    for (size_t i = 0; i < k; i++)
      for (size_t j = 0; j < k; j++) {
        const double *inverse = s->inverse + (i + j * k) * s->members + first;
        for (size_t l = 0; l < lanes; l++)
          result[i * FS_LANES + l] += inverse[l] * block[j * FS_LANES + l];
      }
    for (size_t i = 0; i < k; i++)
      memcpy(x[i] + first, result + i * FS_LANES, lanes * sizeof(double));
  }
  free(block);
}
