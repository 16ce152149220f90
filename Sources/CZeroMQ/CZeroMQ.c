#include "CZeroMQ.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>

// Ends when the context does.
static void *beat(void *socket) {
    zmq_proxy(socket, socket, NULL);
    zmq_close(socket);
    return NULL;
}

int start_heartbeat(void *context, const char *address) {
    void *socket = zmq_socket(context, ZMQ_ROUTER);
    if (!socket) return -1;
    int linger = 0;
    int64_t longest = 1 << 16;
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
    zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &longest, sizeof longest);
    if (zmq_bind(socket, address) != 0) {
        zmq_close(socket);
        return -1;
    }
    // Signals are for the main thread.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    pthread_t thread;
    int failure = pthread_create(&thread, NULL, beat, socket);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failure) {
        zmq_close(socket);
        errno = failure;
        return -1;
    }
    pthread_detach(thread);
    return 0;
}
