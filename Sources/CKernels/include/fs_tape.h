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
  FS_ABS,
  FS_SIGN,
  FS_MINIMUM,
  FS_MAXIMUM,
  FS_LESS,           // conditions are 0 or 1
  FS_LESS_OR_EQUAL,
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

/// Runs `count` instructions over `work`.
void fs_tape_run(const fs_instruction *code, size_t count, double *work);

/// A program with its work slots: all that a call needs.
typedef struct {
  const fs_instruction *code;
  size_t count;
  double *work;
  size_t input_count;
  const uint32_t *output_slots;
  size_t output_count;
  double *nonfinite;     // time and inputs of the last call with a non-finite output
  int64_t nonfinite_calls;
} fs_program;

/// Loads inputs and t into work[0..input_count], runs the program and gathers the outputs.
/// Returns 0, or 1 if an output is not finite. `program` is an fs_program.
int fs_program_call(double t, const double *inputs, double *outputs, void *program);

/// x^n by repeated squaring; n < 0 gives 1 / x^|n|.
double fs_integer_power(double x, int32_t n);
