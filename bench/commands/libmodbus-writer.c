/*
 * Writes one holding register with Debian's libmodbus and reads it back, again and again: the yardstick of verified writes.
 *
 *   libmodbus-writer PORT UNIT ADDRESS COUNT
 *
 * Prints {"writes","seconds"}. Exit code 1 when a write fails or another value is read back.
 */
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_s(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  int address = atoi(argv[3]), count = atoi(argv[4]);
  modbus_t *device = modbus_new_tcp("127.0.0.1", atoi(argv[1]));
  modbus_set_slave(device, atoi(argv[2]));
  if (modbus_connect(device) != 0) return 1;
  double start = now_s();
  for (int n = 0; n < count; n++) {
    uint16_t value = n % 3000, back;
    if (modbus_write_register(device, address, value) != 1 || modbus_read_registers(device, address, 1, &back) != 1 || back != value) {
      fprintf(stderr, "write %d: %s\n", n, modbus_strerror(errno));
      return 1;
    }
  }
  printf("{\"writes\":%d,\"seconds\":%.6f}\n", count, now_s() - start);
  return 0;
}
