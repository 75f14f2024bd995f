"""A service manager's end of sd_notify: prints each message as one line of JSON; answers barriers by closing what came."""
import array, json, os, socket, sys

path = sys.argv[1]
server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
server.bind(path)
print(json.dumps(["LISTENING"]), flush=True)
while True:
    data, ancillary, _flags, _sender = server.recvmsg(4096, socket.CMSG_SPACE(16))
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors = array.array("i")
            descriptors.frombytes(content[: len(content) - len(content) % descriptors.itemsize])
            for descriptor in descriptors:
                os.close(descriptor)
    lines = [line for line in data.decode().split("\n") if line and not line.startswith("BARRIER=")]
    if lines:
        print(json.dumps(lines), flush=True)
