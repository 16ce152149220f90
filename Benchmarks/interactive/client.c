// Waits for the engine as a person does.
//
//   client repl PROGRAM RUNS          milliseconds from the start of `PROGRAM repl` on a terminal to its prompt
//   client lsp PROGRAM FILE RUNS      milliseconds from a changed text of FILE to its diagnostics, in `PROGRAM lsp`
//
// One line: the median and the largest of RUNS, and the median of the CPU time that the program took for it.
#define _GNU_SOURCE
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e3 + time.tv_nsec * 1e-6;
}

static void fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *times, int count)
{
    qsort(times, count, sizeof *times, ascending);
    return (times[(count - 1) / 2] + times[count / 2]) / 2;
}

static double cpuTime(clockid_t clock)
{
    struct timespec time;
    if (clock_gettime(clock, &time)) return 0;
    return time.tv_sec * 1e3 + time.tv_nsec * 1e-6;
}

// What has been read and not been used yet.
static char buffer[1 << 22];
static size_t filled;

// Reads until `text` has come, within ten seconds, and takes all up to its end.
static void expect(int descriptor, const char *text)
{
    for (;;) {
        char *found = memmem(buffer, filled, text, strlen(text));
        if (found) {
            size_t end = (size_t)(found - buffer) + strlen(text);
            memmove(buffer, buffer + end, filled - end);
            filled -= end;
            return;
        }
        struct pollfd ready = { descriptor, POLLIN, 0 };
        if (poll(&ready, 1, 10000) <= 0) fail("nothing came in time");
        ssize_t count = read(descriptor, buffer + filled, sizeof buffer - filled);
        if (count <= 0) fail("the program has ended");
        filled += (size_t)count;
    }
}

static void repl(const char *program, double *times, double *costs, int count)
{
    for (int run = 0; run < count; run++) {
        int terminal;
        double begin = now();
        pid_t child = forkpty(&terminal, NULL, NULL, NULL);
        if (child == 0) {
            execl(program, program, "repl", NULL);
            _exit(127);
        }
        filled = 0;
        expect(terminal, "> ");
        times[run] = now() - begin;
        kill(child, SIGKILL);
        close(terminal);
        struct rusage usage;
        wait4(child, NULL, 0, &usage);
        costs[run] = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-3;
    }
}

static int toServer, fromServer;

static void sendMessage(const char *body)
{
    char head[64];
    int length = snprintf(head, sizeof head, "Content-Length: %zu\r\n\r\n", strlen(body));
    size_t size = strlen(body), sent = 0;
    if (write(toServer, head, (size_t)length) != length) fail("the server takes nothing");
    while (sent < size) {
        ssize_t count = write(toServer, body + sent, size - sent);
        if (count <= 0) fail("the server takes nothing");
        sent += (size_t)count;
    }
}

// A message about the text with one more number behind its last equation.
static char *message(const char *method, const char *before, const char *text, int number, const char *after)
{
    char *body = malloc(2 * strlen(text) + 4096), *end = body;
    end += sprintf(end, "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/%s\",\"params\":{%s", method, before);
    const char *last = strstr(text, "= KEY");
    for (const char *c = text; *c; c++) {
        if (c == last) {
            end += sprintf(end, "= %d", number);
            c += 4;
        } else if (*c == '\n') {
            end += sprintf(end, "\\n");
        } else {
            if (*c == '"' || *c == '\\') *end++ = '\\';
            *end++ = *c;
        }
    }
    sprintf(end, "%s}}", after);
    return body;
}

static void lsp(const char *program, const char *file, double *times, double *costs, int count)
{
    static char text[1 << 20];
    FILE *input = fopen(file, "r");
    if (!input) fail("the file cannot be read");
    text[fread(text, 1, sizeof text - 1, input)] = 0;
    fclose(input);
    int in[2], out[2];
    if (pipe(in) || pipe(out)) fail("no pipe");
    pid_t child = fork();
    if (child == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        close(in[1]);
        close(out[0]);
        execl(program, program, "lsp", NULL);
        _exit(127);
    }
    toServer = in[1];
    fromServer = out[0];
    sendMessage("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}");
    expect(fromServer, "serverInfo");
    const char *open = "\"textDocument\":{\"uri\":\"file:///tmp/keystroke.lnb\",\"languageId\":\"lnb\",\"version\":1,\"text\":\"";
    const char *change = "\"textDocument\":{\"uri\":\"file:///tmp/keystroke.lnb\",\"version\":2},\"contentChanges\":[{\"text\":\"";
    sendMessage(message("didOpen", open, text, 0, "\"}"));
    expect(fromServer, "publishDiagnostics");
    clockid_t clock;
    if (clock_getcpuclockid(child, &clock)) fail("no clock");
    for (int run = 0; run < count; run++) {
        char *body = message("didChange", change, text, run + 1, "\"}]");
        double begin = now(), costBefore = cpuTime(clock);
        sendMessage(body);
        expect(fromServer, "publishDiagnostics");
        times[run] = now() - begin;
        costs[run] = cpuTime(clock) - costBefore;
        free(body);
        // The next key, while verdicts are worked out.
        usleep(150000);
        struct pollfd ready = { fromServer, POLLIN, 0 };
        while (poll(&ready, 1, 0) > 0 && read(fromServer, buffer, sizeof buffer) > 0) {}
        filled = 0;
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

int main(int count, char **words)
{
    static double times[1000], costs[1000];
    int runs = count > 1 ? atoi(words[count - 1]) : 0;
    if (runs < 1 || runs > 1000) fail("usage: client repl PROGRAM RUNS | client lsp PROGRAM FILE RUNS");
    if (count == 4 && !strcmp(words[1], "repl")) repl(words[2], times, costs, runs);
    else if (count == 5 && !strcmp(words[1], "lsp")) lsp(words[2], words[3], times, costs, runs);
    else fail("usage: client repl PROGRAM RUNS | client lsp PROGRAM FILE RUNS");
    double middle = median(times, runs);
    printf("%.1f %.1f %.1f\n", middle, times[runs - 1], median(costs, runs));
}
