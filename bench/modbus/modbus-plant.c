/*
 * A plant of Modbus TCP devices on loopback, as cheap as it can be, so that readers are measured and not the devices.
 *
 *   modbus-plant DEVICES FILE PERIOD_MS WARM_MS
 *
 * Lines of FILE: "holding|coil ADDRESS WORD ...", in decimal; every device holds the same. Each device listens on a free
 * port; prints "ready PORT ..." . Answers functions 1 and 3, unit 1, inside registers and coils 0-2999; anything else
 * closes the connection. When its standard input ends it prints one line of JSON and ends:
 *   requests     answered
 *   lateP50Ms    how far the time between two reads of register 0 of a device was from PERIOD_MS, over all devices,
 *   lateP99Ms,
 *   lateMaxMs    without the first WARM_MS of each connection and without times below half of PERIOD_MS, at which readers
 *                warm up; 0 with a PERIOD_MS of 0
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <math.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CELLS = 3000, LINE = 8192, REQUEST = 12, LATE_KEPT = 1 << 20, MAX_FD = 8192 };

static uint16_t registers[CELLS];
static uint8_t coils[CELLS];
static double last_ms[MAX_FD], first_ms[MAX_FD], late[LATE_KEPT];
static uint8_t pending[MAX_FD][REQUEST];
static int pending_size[MAX_FD];
static long requests, late_count;
static double period_ms, warm_ms;

static double now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static void fill(const char *path) {
  char line[LINE];
  FILE *file = fopen(path, "r");
  if (file == NULL) exit(2);
  while (fgets(line, sizeof line, file) != NULL) {
    char *area = strtok(line, " \n"), *first = strtok(NULL, " \n"), *word;
    if (area == NULL || first == NULL) continue;
    for (int at = atoi(first); (word = strtok(NULL, " \n")) != NULL && at < CELLS; at++) {
      if (strcmp(area, "holding") == 0) registers[at] = atoi(word);
      else coils[at] = atoi(word);
    }
  }
  fclose(file);
}

static void note_time(int fd) {
  double now = now_ms();
  if (first_ms[fd] == 0) first_ms[fd] = now;
  else if (now - first_ms[fd] > warm_ms && now - last_ms[fd] > period_ms / 2 && late_count < LATE_KEPT)
    late[late_count++] = fabs(now - last_ms[fd] - period_ms);
  last_ms[fd] = now;
}

/* Writes the answer to one request. Returns its size, or 0 for a request that is none of ours. */
static int answer(int fd, const uint8_t *request, uint8_t *reply) {
  int function = request[7], address = request[8] << 8 | request[9], count = request[10] << 8 | request[11];
  int bytes = function == 3 ? count * 2 : (count + 7) / 8;
  if (request[5] != 6 || request[6] != 1 || (function != 1 && function != 3)) return 0;
  if (count < 1 || bytes > 250 || address + count > CELLS) return 0;
  if (function == 3 && address == 0 && period_ms > 0) note_time(fd);
  memcpy(reply, request, 8);
  reply[4] = 0, reply[5] = bytes + 3, reply[8] = bytes;
  memset(reply + 9, 0, bytes);
  for (int i = 0; i < count; i++) {
    if (function == 1) reply[9 + i / 8] |= coils[address + i] << i % 8;
    else reply[9 + i * 2] = registers[address + i] >> 8, reply[10 + i * 2] = registers[address + i] & 0xff;
  }
  requests++;
  return 9 + bytes;
}

/* Answers what arrived. Returns 0 when the connection is over. */
static int serve(int fd) {
  uint8_t in[REQUEST * 64], out[64 * 260];
  int held = pending_size[fd], size = 0;
  memcpy(in, pending[fd], held);
  ssize_t got = read(fd, in + held, sizeof in - held);
  if (got <= 0) return 0;
  int have = held + got, at = 0;
  for (; have - at >= REQUEST; at += REQUEST) {
    int bytes = answer(fd, in + at, out + size);
    if (bytes == 0) return 0;
    size += bytes;
  }
  pending_size[fd] = have - at;
  memcpy(pending[fd], in + at, have - at);
  return size == 0 || write(fd, out, size) == size;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double percentile(double share) {
  return late_count == 0 ? 0 : late[(long)(share * (late_count - 1))];
}

static int listen_anywhere(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof address;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, 16) != 0) exit(1);
  getsockname(fd, (struct sockaddr *)&address, &size);
  printf(" %d", ntohs(address.sin_port));
  return fd;
}

static void watch(int epoll, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  if (fd >= MAX_FD || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) exit(1);
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  fill(argv[2]);
  period_ms = atof(argv[3]), warm_ms = atof(argv[4]);
  int epoll = epoll_create1(0), on = 1, first = 0, last = 0;
  printf("ready");
  for (int i = 0; i < atoi(argv[1]); i++) {
    last = listen_anywhere();
    if (i == 0) first = last;
    watch(epoll, last);
  }
  printf("\n");
  fflush(stdout);
  watch(epoll, STDIN_FILENO);
  for (;;) {
    struct epoll_event events[256];
    int count = epoll_wait(epoll, events, 256, -1);
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      if (fd == STDIN_FILENO) {
        qsort(late, late_count, sizeof *late, compare);
        printf("{\"requests\":%ld,\"lateP50Ms\":%.3f,\"lateP99Ms\":%.3f,\"lateMaxMs\":%.3f}\n", requests, percentile(0.5),
               percentile(0.99), percentile(1));
        return 0;
      }
      if (fd >= first && fd <= last) {
        int accepted = accept(fd, NULL, NULL);
        setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        first_ms[accepted] = 0, pending_size[accepted] = 0;
        watch(epoll, accepted);
      } else if (!serve(fd)) {
        close(fd);
      }
    }
  }
}
