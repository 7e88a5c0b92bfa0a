// Run-time choice of instruction set; SwiftPM compiles for the baseline CPU.
#pragma once

#if defined(__x86_64__) && defined(__linux__)
#define DISPATCHED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define DISPATCHED
#endif
