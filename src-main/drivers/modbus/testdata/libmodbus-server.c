/*
 * A Modbus TCP server that this project did not write: Debian's libmodbus, with the registers of a text file.
 *
 *   libmodbus-server UNIT FILE [LAST_UNIT [SERIAL_PORT]]
 *
 * Lines of FILE: "holding|input|coil|discrete ADDRESS WORD ...", words in hex, addresses in decimal on the wire.
 * Takes a free port on 127.0.0.1 and prints "ready PORT". Registers 0-2999 exist, the same for
 * all units from UNIT to LAST_UNIT. Other units get exception 0B.
 * With a serial port it is one RTU device there, and prints "ready 0".
 * Registers are set as words: modbus_set_float_* of libmodbus 3.1.6 swaps bytes.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

enum { CELLS = 3000 };

static void fill(modbus_mapping_t *map, const char *path) {
  char line[4096];
  FILE *file = fopen(path, "r");
  if (file == NULL) exit(2);
  while (fgets(line, sizeof line, file) != NULL) {
    char *area = strtok(line, " \n"), *first = strtok(NULL, " \n"), *word;
    if (area == NULL || first == NULL) continue;
    for (int at = atoi(first); (word = strtok(NULL, " \n")) != NULL && at < CELLS; at++) {
      unsigned value = strtoul(word, NULL, 16);
      if (strcmp(area, "holding") == 0) map->tab_registers[at] = value;
      else if (strcmp(area, "input") == 0) map->tab_input_registers[at] = value;
      else if (strcmp(area, "coil") == 0) map->tab_bits[at] = value;
      else map->tab_input_bits[at] = value;
    }
  }
  fclose(file);
}

/* Returns -1 when the connection is over. */
static int serve(modbus_t *context, modbus_mapping_t *map, int socket, int first, int last) {
  uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
  modbus_set_socket(context, socket);
  int length = modbus_receive(context, query);
  if (length <= 0) return length;
  if (query[6] >= first && query[6] <= last) return modbus_reply(context, query, length, map);
  return modbus_reply_exception(context, query, MODBUS_EXCEPTION_GATEWAY_TARGET);
}

/* One RTU device on a serial port. */
static int serve_line(modbus_mapping_t *map, int unit, const char *port) {
  uint8_t query[MODBUS_RTU_MAX_ADU_LENGTH];
  modbus_t *context = modbus_new_rtu(port, 19200, 'N', 8, 1);
  if (context == NULL || modbus_set_slave(context, unit) == -1 || modbus_connect(context) == -1) return 1;
  printf("ready 0\n");
  fflush(stdout);
  for (;;) {
    int length = modbus_receive(context, query);
    if (length > 0) modbus_reply(context, query, length, map);
    else if (length == -1 && (errno == EIO || errno == EBADF)) return 0;
  }
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  int first = atoi(argv[1]), last_unit = argc > 3 ? atoi(argv[3]) : first;
  modbus_t *context = modbus_new_tcp("127.0.0.1", 0);
  modbus_mapping_t *map = modbus_mapping_new(CELLS, CELLS, CELLS, CELLS);
  if (context == NULL || map == NULL) return 1;
  fill(map, argv[2]);
  if (argc > 4) return serve_line(map, first, argv[4]);
  int listener = modbus_tcp_listen(context, 1);
  if (listener == -1) return 1;
  struct sockaddr_in address;
  socklen_t size = sizeof address;
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("ready %d\n", ntohs(address.sin_port));
  fflush(stdout);

  fd_set known;
  FD_ZERO(&known);
  FD_SET(listener, &known);
  int last = listener;
  for (;;) {
    fd_set ready = known;
    if (select(last + 1, &ready, NULL, NULL, NULL) == -1) return 1;
    for (int socket = 0; socket <= last; socket++) {
      if (!FD_ISSET(socket, &ready)) continue;
      if (socket == listener) {
        int accepted = accept(listener, NULL, NULL);
        if (accepted == -1) continue;
        FD_SET(accepted, &known);
        if (accepted > last) last = accepted;
      } else if (serve(context, map, socket, first, last_unit) == -1) {
        close(socket);
        FD_CLR(socket, &known);
      }
    }
  }
}
