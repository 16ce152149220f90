/* What Swift does not import from the C library. */
#ifndef CPROCESS_H
#define CPROCESS_H

#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

/* A copy of the calling process, with one thread. Safe only where there is no other. */
static inline pid_t copy_of_process(void) { return fork(); }

/* Declared by <poll.h> under _GNU_SOURCE only. */
extern int ppoll(struct pollfd *descriptors, nfds_t count, const struct timespec *time, const sigset_t *mask);

/* Sleeps until a descriptor is ready, a signal comes that `mask` lets through, or the time is over. */
static inline int poll_unblocking(struct pollfd *descriptors, nfds_t count, const struct timespec *time, const sigset_t *mask) {
    return ppoll(descriptors, count, time, mask);
}

#endif
