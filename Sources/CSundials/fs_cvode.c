#include "fs_cvode.h"
