/*
 * Reads holding registers or coils with Debian's libmodbus and prints what that library makes of them.
 *
 *   libmodbus-reader PORT UNIT words|coils|abcd|badc|cdab|dcba ADDRESS COUNT
 *
 * words: COUNT registers in hex. coils: COUNT bits. The others: one float of two registers, by modbus_get_float_ORDER.
 * Exit code 1 with the error on stderr when libmodbus refuses the reply.
 */
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failed(const char *what) {
  fprintf(stderr, "%s: %s\n", what, modbus_strerror(errno));
  return 1;
}

int main(int argc, char **argv) {
  uint16_t words[MODBUS_MAX_READ_REGISTERS];
  uint8_t bits[MODBUS_MAX_READ_BITS];
  if (argc != 6) return 2;
  const char *kind = argv[3];
  int address = atoi(argv[4]), count = atoi(argv[5]);
  if (count < 1 || count > MODBUS_MAX_READ_REGISTERS) return 2;
  modbus_t *context = modbus_new_tcp("127.0.0.1", atoi(argv[1]));
  if (context == NULL) return failed("new");
  modbus_set_slave(context, atoi(argv[2]));
  if (modbus_connect(context) == -1) return failed("connect");
  if (strcmp(kind, "coils") == 0) {
    if (modbus_read_bits(context, address, count, bits) != count) return failed("read bits");
    for (int i = 0; i < count; i++) printf("%d ", bits[i]);
  } else {
    if (modbus_read_registers(context, address, count, words) != count) return failed("read registers");
    if (strcmp(kind, "abcd") == 0) printf("%.9g", modbus_get_float_abcd(words));
    else if (strcmp(kind, "badc") == 0) printf("%.9g", modbus_get_float_badc(words));
    else if (strcmp(kind, "cdab") == 0) printf("%.9g", modbus_get_float_cdab(words));
    else if (strcmp(kind, "dcba") == 0) printf("%.9g", modbus_get_float_dcba(words));
    else for (int i = 0; i < count; i++) printf("%04x ", words[i]);
  }
  printf("\n");
  modbus_close(context);
  modbus_free(context);
  return 0;
}
