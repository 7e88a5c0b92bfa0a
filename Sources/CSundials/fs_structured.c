#include "fs_structured.h"

#include <nvector/nvector_serial.h>
#include <stdlib.h>

// MARK: Matrix: remembers gamma; J itself stays with the callee between evaluations.

typedef struct {
  const fs_structure *structure;
  double gamma;
} content;

static SUNMatrix_ID matrix_id(SUNMatrix a) {
  (void)a;
  return SUNMATRIX_CUSTOM;
}

static void matrix_destroy(SUNMatrix a) {
  free(a->content);
  a->content = NULL;
  SUNMatFreeEmpty(a);
}

static SUNMatrix matrix_clone(SUNMatrix a);

static int matrix_keep(SUNMatrix a) {
  (void)a;
  return 0;
}

static int matrix_copy(SUNMatrix from, SUNMatrix to) {
  (void)from, (void)to;
  return 0;
}

// CVODE asks for I + c J with c = -gamma.
static int matrix_scale_add_identity(sunrealtype c, SUNMatrix a) {
  ((content *)a->content)->gamma = -c;
  return 0;
}

SUNMatrix fs_structured_matrix(const fs_structure *structure, SUNContext context) {
  SUNMatrix a = SUNMatNewEmpty(context);
  content *own = calloc(1, sizeof *own);
  if (!a || !own) {
    free(own);
    if (a) SUNMatFreeEmpty(a);
    return NULL;
  }
  own->structure = structure;
  a->content = own;
  a->ops->getid = matrix_id;
  a->ops->clone = matrix_clone;
  a->ops->destroy = matrix_destroy;
  a->ops->zero = matrix_keep;
  a->ops->copy = matrix_copy;
  a->ops->scaleaddi = matrix_scale_add_identity;
  return a;
}

static SUNMatrix matrix_clone(SUNMatrix a) {
  return fs_structured_matrix(((content *)a->content)->structure, a->sunctx);
}

// MARK: Solver

static SUNLinearSolver_Type solver_type(SUNLinearSolver s) {
  (void)s;
  return SUNLINEARSOLVER_DIRECT;
}

static int solver_setup(SUNLinearSolver s, SUNMatrix a) {
  const fs_structure *structure = s->content;
  return structure->factor(((content *)a->content)->gamma, structure->context);
}

static int solver_solve(SUNLinearSolver s, SUNMatrix a, N_Vector x, N_Vector b,
                        sunrealtype tolerance) {
  (void)a, (void)tolerance;
  const fs_structure *structure = s->content;
  return structure->solve(NV_DATA_S(b), NV_DATA_S(x), structure->context);
}

static int solver_free(SUNLinearSolver s) {
  s->content = NULL;
  SUNLinSolFreeEmpty(s);
  return 0;
}

SUNLinearSolver fs_structured_solver(const fs_structure *structure, SUNContext context) {
  SUNLinearSolver s = SUNLinSolNewEmpty(context);
  if (!s) return NULL;
  s->content = (void *)structure;
  s->ops->gettype = solver_type;
  s->ops->setup = solver_setup;
  s->ops->solve = solver_solve;
  s->ops->free = solver_free;
  return s;
}
