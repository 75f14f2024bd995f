// S7 CPUs of snap7 in one process, so that what they cost is not counted: s7-plant DEVICES PDU HEX
// Every CPU has DB1 with the bytes of HEX. Says "ready PORT ..." and ends with its standard input.
#include <arpa/inet.h>
#include <snap7.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

static std::vector<byte> memory;

// snap7 listens on a port that it is told; this one was free a moment ago.
static word free_port() {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(fd, (sockaddr *)&address, size) != 0) exit(1);
  getsockname(fd, (sockaddr *)&address, &size);
  close(fd);
  return ntohs(address.sin_port);
}

static word start_cpu(int pdu) {
  for (int tries = 0; tries < 20; tries++) {
    S7Object server = Srv_Create();
    word port = free_port();
    Srv_SetParam(server, p_u16_LocalPort, &port);
    Srv_SetParam(server, p_i32_PDURequest, &pdu);
    // Every CPU shows the same bytes; nobody writes them.
    Srv_RegisterArea(server, srvAreaDB, 1, memory.data(), (int)memory.size());
    if (Srv_StartTo(server, "127.0.0.1") == 0) return port;
    Srv_Destroy(&server);
  }
  exit(1);
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  for (const char *hex = argv[3]; hex[0] != 0 && hex[1] != 0; hex += 2) {
    unsigned value;
    sscanf(hex, "%2x", &value);
    memory.push_back((byte)value);
  }
  printf("ready");
  for (int i = 0; i < atoi(argv[1]); i++) printf(" %d", start_cpu(atoi(argv[2])));
  printf("\n");
  fflush(stdout);
  while (getchar() != EOF) {
  }
  return 0;
}
