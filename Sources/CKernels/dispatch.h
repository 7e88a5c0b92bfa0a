// Run-time choice of instruction set; SwiftPM compiles for the baseline CPU.
#pragma once

// The thread sanitizer cannot start a program whose functions are chosen when it is loaded.
#if defined(__x86_64__) && defined(__linux__) && !__has_feature(thread_sanitizer)
#define DISPATCHED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define DISPATCHED
#endif
