// Runs instructions over slots that are vectors. Included after definitions of
//   LANES  how many numbers a vector has
//   LANE   its type
//   RUN    the name of the function
#define EACH for (int l = 0; l < LANES; l++)

DISPATCHED void RUN(const fs_instruction *code, size_t count, LANE *work) {
#define A work[i->a]
#define B work[i->b]
#define C work[i->c]
#define BY_LANE(value) EACH r[l] = value
  const fs_instruction *end = code + count;
  for (const fs_instruction *i = code; i != end; i++) {
    LANE r;
    switch (i->operation) {
      case FS_ADD: r = A + B; break;
      case FS_SUBTRACT: r = A - B; break;
      case FS_MULTIPLY: r = A * B; break;
      case FS_DIVIDE: r = A / B; break;
      case FS_INTEGER_POWER: {
        LANE x = A;
        switch ((int32_t)i->b) {
          case 2: r = x * x; break;
          case 3: r = x * (x * x); break;
          case 4: r = (x * x) * (x * x); break;
          default: BY_LANE(fs_integer_power(x[l], (int32_t)i->b));
        }
        break;
      }
      case FS_NEGATE: r = -A; break;
      case FS_POWER: BY_LANE(pow(A[l], B[l])); break;
      case FS_EXP: BY_LANE(exp(A[l])); break;
      case FS_LOG: BY_LANE(log(A[l])); break;
      case FS_SQRT: BY_LANE(sqrt(A[l])); break;
      case FS_SIN: BY_LANE(sin(A[l])); break;
      case FS_COS: BY_LANE(cos(A[l])); break;
      case FS_TAN: BY_LANE(tan(A[l])); break;
      case FS_SINH: BY_LANE(sinh(A[l])); break;
      case FS_COSH: BY_LANE(cosh(A[l])); break;
      case FS_TANH: BY_LANE(tanh(A[l])); break;
      case FS_ERF: BY_LANE(erf(A[l])); break;
      case FS_ATAN: BY_LANE(atan(A[l])); break;
      case FS_ASIN: BY_LANE(asin(A[l])); break;
      case FS_ACOS: BY_LANE(acos(A[l])); break;
      case FS_ASINH: BY_LANE(asinh(A[l])); break;
      case FS_ACOSH: BY_LANE(acosh(A[l])); break;
      case FS_ATANH: BY_LANE(atanh(A[l])); break;
      case FS_ATAN2: BY_LANE(atan2(A[l], B[l])); break;
      case FS_ABS: BY_LANE(fabs(A[l])); break;
      case FS_SIGN: BY_LANE(A[l] > 0 ? 1 : A[l] < 0 ? -1 : A[l]); break;
      case FS_HEAVISIDE: BY_LANE(isnan(A[l]) ? A[l] : A[l] >= 0); break;
      case FS_FLOOR: BY_LANE(floor(A[l])); break;
      case FS_MODULO: BY_LANE(fs_modulo(A[l], B[l])); break;
      case FS_EXTERNAL:
        BY_LANE(fs_external_value(fs_instruction_external(i), (const double *)work, LANES, (size_t)l));
        break;
      case FS_INTERPOLATE: BY_LANE(fs_table_value(fs_instruction_table(i), A[l])); break;
      case FS_MINIMUM: BY_LANE(isnan(A[l]) || A[l] < B[l] ? A[l] : B[l]); break;
      case FS_MAXIMUM: BY_LANE(isnan(A[l]) || A[l] > B[l] ? A[l] : B[l]); break;
      case FS_LESS: BY_LANE(A[l] < B[l]); break;
      case FS_LESS_OR_EQUAL: BY_LANE(A[l] <= B[l]); break;
      case FS_EQUAL: BY_LANE(A[l] == B[l]); break;
      case FS_AND: BY_LANE(A[l] != 0 && B[l] != 0); break;
      case FS_OR: BY_LANE(A[l] != 0 || B[l] != 0); break;
      case FS_NOT: BY_LANE(A[l] == 0); break;
      case FS_SELECT: BY_LANE(A[l] != 0 ? B[l] : C[l]); break;
      default: BY_LANE(NAN);
    }
    work[i->target] = r;
  }
#undef A
#undef B
#undef C
#undef BY_LANE
}
#undef EACH
