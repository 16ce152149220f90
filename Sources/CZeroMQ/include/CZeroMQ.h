// What the Jupyter kernel needs of libzmq, with its macros as constants.
#ifndef CZEROMQ_H
#define CZEROMQ_H

#include <zmq.h>

static const int socket_pub = ZMQ_PUB;
static const int socket_router = ZMQ_ROUTER;
static const int option_linger = ZMQ_LINGER;
static const int option_longest_frame = ZMQ_MAXMSGSIZE;
static const int option_handover = ZMQ_ROUTER_HANDOVER;
static const int flag_more = ZMQ_SNDMORE;
static const int flag_at_once = ZMQ_DONTWAIT;
static const short event_readable = ZMQ_POLLIN;

/// Binds a socket to `address`, on which a thread of its own sends back whatever comes. 0, or -1 with `errno`.
int start_heartbeat(void *context, const char *address);

#endif
