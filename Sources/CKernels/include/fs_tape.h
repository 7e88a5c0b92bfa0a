// The evaluation tape: flat instructions over an array of work slots.
//
// Swift's `Operation` (Sources/Symbolic/Operation.swift) numbers its cases as
// this table does; a test holds the two together.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum {
  FS_CONSTANT = 0,  // leaves: never in a program
  FS_SYMBOL,
  FS_ADD,
  FS_SUBTRACT,
  FS_MULTIPLY,
  FS_DIVIDE,
  FS_POWER,
  FS_INTEGER_POWER,  // exponent: (int32_t)b
  FS_NEGATE,
  FS_EXP,
  FS_LOG,
  FS_SQRT,
  FS_SIN,
  FS_COS,
  FS_TAN,
  FS_SINH,
  FS_COSH,
  FS_TANH,
  FS_ERF,
  FS_ATAN,
  FS_ASIN,
  FS_ACOS,
  FS_ASINH,
  FS_ACOSH,
  FS_ATANH,
  FS_ATAN2,
  FS_ABS,
  FS_SIGN,
  FS_HEAVISIDE,      // 1 at 0
  FS_FLOOR,
  FS_MODULO,         // a - b floor(a / b)
  FS_INTERPOLATE,    // fs_instruction_table(i) at a
  FS_EXTERNAL,       // fs_instruction_external(i), whose arguments' slots it holds
  FS_MINIMUM,
  FS_MAXIMUM,
  FS_LESS,           // conditions are 0 or 1
  FS_LESS_OR_EQUAL,
  FS_EQUAL,
  FS_AND,
  FS_OR,
  FS_NOT,
  FS_SELECT,         // a != 0 ? b : c
  FS_SUM,            // reductions over a population: never in a program
  FS_MEAN,
  FS_OPERATION_COUNT
};

/// work[target] = operation(work[a], work[b], work[c])
typedef struct {
  uint32_t operation;
  uint32_t target;
  uint32_t a, b, c;
} fs_instruction;

/// A piecewise cubic function: coefficients[4 k + j] (x - knots[k])^j between knots k and k + 1,
/// `below` and `above` outside.
typedef struct {
  size_t count;  // of knots; 1 or more
  const double *knots;
  const double *coefficients;
  double below, above;
} fs_table;

/// The table of an FS_INTERPOLATE: its address lies in b (low half) and c (high half).
static inline const fs_table *fs_instruction_table(const fs_instruction *i) {
  return (const fs_table *)(uintptr_t)((uint64_t)i->c << 32 | i->b);
}

/// A function of the caller's, with the work slots of its arguments.
typedef struct {
  double (*call)(const double *arguments, int32_t count, void *context);
  void *context;
  int32_t count;
  uint32_t slots[3];
} fs_external;

/// The record of an FS_EXTERNAL, whose address lies as that of a table does.
static inline const fs_external *fs_instruction_external(const fs_instruction *i) {
  return (const fs_external *)(uintptr_t)((uint64_t)i->c << 32 | i->b);
}

/// Its value where slot k of lane l is work[slots[k] * lanes + l].
static inline double fs_external_value(const fs_external *e, const double *work, size_t lanes,
                                       size_t l) {
  double arguments[3] = {0};
  for (int32_t k = 0; k < e->count; k++) arguments[k] = work[(size_t)e->slots[k] * lanes + l];
  return e->call(arguments, e->count, e->context);
}

/// The table's value at x; NaN at NaN. At a knot, that of the piece to the right.
double fs_table_value(const fs_table *table, double x);

/// a - b floor(a / b), in [0, b) for b > 0.
double fs_modulo(double a, double b);

/// Runs `count` instructions over `work`.
void fs_tape_run(const fs_instruction *code, size_t count, double *work);

/// A program with its work slots: all that a call needs.
typedef struct {
  const fs_instruction *code;
  size_t count;
  double *work;
  size_t slot_count;
  size_t input_count;
  const uint32_t *output_slots;
  size_t output_count;
  double earliest, latest;  // t is taken within
  double *nonfinite;     // time and inputs of the last call with a non-finite output
  int64_t nonfinite_calls;
} fs_program;

/// Loads inputs and t into work[0..input_count], runs the program and gathers the outputs.
/// Returns 0, or 1 if an output is not finite. `program` is an fs_program.
int fs_program_call(double t, const double *inputs, double *outputs, void *program);

/// x^n by repeated squaring; n < 0 gives 1 / x^|n|.
double fs_integer_power(double x, int32_t n);
