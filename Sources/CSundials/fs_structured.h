// A SUNDIALS matrix and linear solver whose work is done by callbacks: the matrix
// I - gamma J exists only as its factors, which the callee keeps.
#pragma once
#include "fs_cvode.h"
#include <sundials/sundials_linearsolver.h>
#include <sundials/sundials_matrix.h>

SUNMatrix fs_structured_matrix(const fs_structure *structure, SUNContext context);
SUNLinearSolver fs_structured_solver(const fs_structure *structure, SUNContext context);
