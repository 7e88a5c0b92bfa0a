#include "fs_tape.h"
