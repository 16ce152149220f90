/* What Swift does not import from the C library. */
#ifndef CPROCESS_H
#define CPROCESS_H

#include <malloc.h>
#include <unistd.h>

/* A copy of the calling process, with one thread. Safe only where there is no other. */
static inline pid_t copy_of_process(void) { return fork(); }

#endif
