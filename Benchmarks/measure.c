// Runs a command and writes what the whole process cost, its children included.
// usage: measure FILE COMMAND [ARGUMENT ...]
// FILE gets one line: wall milliseconds, CPU milliseconds (user and system), and the peak memory in MiB of the
// largest single process. The exit status is that of the command.
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double milliseconds(struct timeval time) { return time.tv_sec * 1e3 + time.tv_usec * 1e-3; }

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e3 + time.tv_nsec * 1e-6;
}

int main(int count, char **words)
{
    if (count < 3) {
        fprintf(stderr, "usage: measure FILE COMMAND [ARGUMENT ...]\n");
        return 2;
    }
    pid_t child;
    int status;
    struct rusage usage;
    double begin = now();
    if (posix_spawnp(&child, words[2], NULL, NULL, words + 2, environ)) {
        perror(words[2]);
        return 127;
    }
    if (wait4(child, &status, 0, &usage) != child) {
        perror("wait4");
        return 126;
    }
    double wall = now() - begin;
    FILE *file = fopen(words[1], "w");
    if (!file) {
        perror(words[1]);
        return 126;
    }
    fprintf(file, "%.3f %.3f %.1f\n", wall, milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
            usage.ru_maxrss / 1024.0);
    fclose(file);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
