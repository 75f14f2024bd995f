// An S7 CPU made of snap7: snap7-server PORT PDU
// Says "ready", then takes lines: "poke AREA START HEX" and "peek AREA START COUNT"; AREA is DB1, DB2, M, I, Q, T or C.
#include <snap7.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

static std::map<std::string, std::vector<byte>> memory;

static void offer(S7Object server, const char *name, int area, word index, int bytes, int size) {
  memory[name] = std::vector<byte>(bytes, 0);
  if (Srv_RegisterArea(server, area, index, memory[name].data(), size) != 0) {
    fprintf(stderr, "%s was not registered\n", name);
    exit(1);
  }
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  S7Object server = Srv_Create();
  word port = (word)atoi(argv[1]);
  int pdu = atoi(argv[2]);
  Srv_SetParam(server, p_u16_LocalPort, &port);
  Srv_SetParam(server, p_i32_PDURequest, &pdu);
  offer(server, "DB1", srvAreaDB, 1, 1200, 1200);
  offer(server, "DB2", srvAreaDB, 2, 600, 600);
  offer(server, "M", srvAreaMK, 0, 128, 128);
  offer(server, "I", srvAreaPE, 0, 128, 128);
  offer(server, "Q", srvAreaPA, 0, 128, 128);
  offer(server, "T", srvAreaTM, 0, 64, 64);
  offer(server, "C", srvAreaCT, 0, 64, 64);
  if (Srv_StartTo(server, "127.0.0.1") != 0) return 1;
  printf("ready\n");
  fflush(stdout);
  char command[8], area[8], text[4096];
  int start;
  while (scanf("%7s %7s %d %4095s", command, area, &start, text) == 4) {
    std::vector<byte> &bytes = memory[area];
    if (strcmp(command, "poke") == 0) {
      for (size_t i = 0; text[i * 2] != 0; i++) {
        unsigned value;
        sscanf(text + i * 2, "%2x", &value);
        bytes[start + i] = (byte)value;
      }
      printf("done\n");
    } else {
      for (int i = 0; i < atoi(text); i++) printf("%02x", bytes[start + i]);
      printf("\n");
    }
    fflush(stdout);
  }
  return 0;
}
