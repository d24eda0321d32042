#ifndef FUZZ_DRIVER_H
#define FUZZ_DRIVER_H

#include <stddef.h>
#include <stdint.h>

/// libFuzzer's own entry point for programs that have a `main` (LLVM, FuzzerInterface.h).
int LLVMFuzzerRunDriver(
    int *argc,
    char ***argv,
    int (*take)(const uint8_t *bytes, size_t count)
);

#endif
