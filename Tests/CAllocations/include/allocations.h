// Counts heap allocations: this test program's malloc, calloc and realloc pass through here.
#pragma once
#include <stdint.h>

/// Allocations by the calling thread so far; -1 where they cannot be counted.
int64_t fs_allocation_count(void);
