/*
 * Reads a plant with Debian's libmodbus, one device after another in one thread: the yardstick.
 *
 *   libmodbus-contestant PLAN PERIOD_MS WARM_S MEASURE_S PORT ...
 *
 * Lines of PLAN: "holding|coil ADDRESS COUNT TYPE:AT ...", one request each, AT from the start of the block. Polls every
 * device once per PERIOD_MS; 0: without pause. Prints {"values","seconds","cpuSeconds","userSeconds","pollSum"} of the measured time.
 */
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { BLOCKS = 16, CELLS = 128, DEVICES = 1000, LINE = 8192 };
enum type { FLOAT32, INT16, UINT32, BOOL };

struct block { int is_coil, address, count, cells; enum type type[CELLS]; int at[CELLS]; };

static struct block blocks[BLOCKS];
static int block_count;
static double values[BLOCKS * CELLS];

static double now_s(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static double user_s(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_utime.tv_usec / 1e6;
}

static double cpu_s(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static enum type type_of(const char *text) {
  if (strncmp(text, "float32", 7) == 0) return FLOAT32;
  if (strncmp(text, "int16", 5) == 0) return INT16;
  if (strncmp(text, "uint32", 6) == 0) return UINT32;
  return BOOL;
}

static void load(const char *path) {
  char line[LINE];
  FILE *file = fopen(path, "r");
  if (file == NULL) exit(2);
  while (fgets(line, sizeof line, file) != NULL && block_count < BLOCKS) {
    struct block *block = &blocks[block_count++];
    block->is_coil = strcmp(strtok(line, " \n"), "coil") == 0;
    block->address = atoi(strtok(NULL, " \n"));
    block->count = atoi(strtok(NULL, " \n"));
    for (char *cell; (cell = strtok(NULL, " \n")) != NULL && block->cells < CELLS; block->cells++) {
      block->type[block->cells] = type_of(cell);
      block->at[block->cells] = atoi(strchr(cell, ':') + 1);
    }
  }
  fclose(file);
}

static double decode(const struct block *block, int cell, const uint16_t *words, const uint8_t *bits) {
  const uint16_t *word = words + block->at[cell];
  switch (block->type[cell]) {
  /* modbus_get_float_abcd of libmodbus 3.1.6 swaps bytes on little endian hosts; the words are joined by hand. */
  case FLOAT32: {
    uint32_t joined = (uint32_t)word[0] << 16 | word[1];
    float value;
    memcpy(&value, &joined, 4);
    return value;
  }
  case INT16: return (int16_t)word[0];
  case UINT32: return (uint32_t)word[0] << 16 | word[1];
  default: return bits[block->at[cell]];
  }
}

/* Reads one device and keeps its values. Returns how many. */
static int poll_device(modbus_t *device) {
  uint16_t words[MODBUS_MAX_READ_REGISTERS];
  uint8_t bits[MODBUS_MAX_READ_BITS];
  int row = 0;
  for (int b = 0; b < block_count; b++) {
    const struct block *block = &blocks[b];
    int got = block->is_coil ? modbus_read_bits(device, block->address, block->count, bits)
                             : modbus_read_registers(device, block->address, block->count, words);
    if (got != block->count) {
      fprintf(stderr, "read: %s\n", modbus_strerror(errno));
      exit(1);
    }
    for (int cell = 0; cell < block->cells; cell++) values[row++] = decode(block, cell, words, bits);
  }
  return row;
}

int main(int argc, char **argv) {
  static modbus_t *devices[DEVICES];
  int count = argc - 5;
  if (count < 1 || count > DEVICES) return 2;
  load(argv[1]);
  double period = atof(argv[2]) / 1e3, warm = atof(argv[3]), measure = atof(argv[4]);
  for (int i = 0; i < count; i++) {
    devices[i] = modbus_new_tcp("127.0.0.1", atoi(argv[5 + i]));
    modbus_set_slave(devices[i], 1);
    if (modbus_connect(devices[i]) != 0) return 1;
  }
  double start = now_s(), next = start, from = 0, cpu = 0, user = 0, sum = 0;
  long read = 0;
  for (;;) {
    if (from == 0 && now_s() - start >= warm) from = now_s(), cpu = cpu_s(), user = user_s(), read = 0;
    if (from != 0 && now_s() - from >= measure) break;
    for (int i = 0; i < count; i++) read += poll_device(devices[i]);
    next += period;
    double wait = next - now_s();
    if (period == 0 || wait <= 0) continue;
    struct timespec pause = {(time_t)wait, (long)((wait - (time_t)wait) * 1e9)};
    nanosleep(&pause, NULL);
  }
  for (int row = 0, b = 0; b < block_count; b++) for (int cell = 0; cell < blocks[b].cells; cell++) sum += values[row++];
  printf("{\"values\":%ld,\"seconds\":%.6f,\"cpuSeconds\":%.6f,\"userSeconds\":%.6f,\"pollSum\":%.6f}\n", read,
         now_s() - from, cpu_s() - cpu, user_s() - user, sum);
  return 0;
}
