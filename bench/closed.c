/* Closed-loop load that counts each request from the very first: so many connections, each with its next request as soon as the
   last is answered, until all are. One thread and the system's epoll; times only what is between a request and its answer.

   closed PORT REQUESTS CONNECTIONS MARK <request     a line a request: microseconds to the answer's first piece, and to its last
   Ends with 1 and a sentence where an answer is refused, broken off or without MARK. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ANSWER_MAX (1 << 20)
#define PATIENCE_MS 60000

struct connection {
  int socket;
  double sent, first;
  size_t has, needs; /* bytes of the answer; needs is 0 where it comes in chunks */
  char data[ANSWER_MAX];
};

static char request[1 << 16];
static size_t request_length;

static void fail(const char *text, ...) {
  va_list arguments;
  va_start(arguments, text);
  vfprintf(stderr, text, arguments);
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static int connected(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  int on = 1, made = socket(AF_INET, SOCK_STREAM, 0);
  if (made < 0 || connect(made, (struct sockaddr *)&address, sizeof address)) fail("cannot connect to port %d", port);
  setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return made;
}

static void ask(struct connection *one) {
  one->has = one->needs = 0;
  one->sent = now();
  if (send(one->socket, request, request_length, MSG_NOSIGNAL) != (ssize_t)request_length) fail("cannot send");
}

/* Reads what there is; whether the answer is complete with it. */
static int answered(struct connection *one) {
  ssize_t got = recv(one->socket, one->data + one->has, ANSWER_MAX - 1 - one->has, 0);
  if (got <= 0) fail("broke off after %zu bytes: %.*s", one->has, (int)one->has, one->data);
  int begun = one->has > 0;
  one->has += got;
  one->data[one->has] = 0;
  if (!begun) {
    one->first = now();
    char *head = strstr(one->data, "\r\n\r\n");
    if (strncmp(one->data, "HTTP/1.1 200", 12) || !head) fail("refused, or the head came in pieces: %.900s", one->data);
    char *length = strcasestr(one->data, "\r\ncontent-length:");
    if (length && length < head) one->needs = head + 4 - one->data + strtoul(length + 17, NULL, 10);
  }
  if (one->needs) return one->has >= one->needs;
  return one->has > 5 && !memcmp(one->data + one->has - 5, "0\r\n\r\n", 5);
}

int main(int count, char **arguments) {
  if (count != 5) fail("usage: closed PORT REQUESTS CONNECTIONS MARK <request");
  int port = atoi(arguments[1]), requests = atoi(arguments[2]), connections = atoi(arguments[3]);
  char *mark = arguments[4];
  request_length = fread(request, 1, sizeof request, stdin);
  struct connection *all = calloc(connections, sizeof *all);
  double(*times)[2] = malloc(requests * sizeof *times);
  int poll = epoll_create1(0), asked = 0, done = 0;
  for (int i = 0; i < connections; i++) {
    struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = &all[i]};
    all[i].socket = connected(port);
    epoll_ctl(poll, EPOLL_CTL_ADD, all[i].socket, &wanted);
  }
  for (; asked < connections && asked < requests; asked++) ask(&all[asked]);
  while (done < requests) {
    struct epoll_event ready[64];
    int found = epoll_wait(poll, ready, 64, PATIENCE_MS);
    if (found <= 0) fail("answered nothing for %d s", PATIENCE_MS / 1000);
    for (int i = 0; i < found; i++) {
      struct connection *one = ready[i].data.ptr;
      if (!answered(one)) continue;
      if (!strstr(one->data, mark)) fail("answered wrongly: %.900s", one->data);
      times[done][0] = one->first - one->sent;
      times[done++][1] = now() - one->sent;
      if (asked < requests) asked++, ask(one);
    }
  }
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  for (int i = 0; i < done; i++) printf("%.1f %.1f\n", times[i][0], times[i][1]);
  double cpu = used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
  printf("%.2f\n", cpu / requests * 1e6);
  return 0;
}
