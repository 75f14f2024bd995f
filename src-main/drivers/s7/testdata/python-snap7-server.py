# python-snap7-server.py PORT: an S7 CPU by python-snap7, which is Python from end to end: DB1 of 100 bytes that count up, DB2 of
# 10 zeros. Prints a line when it listens. Its answers to errors differ from those of the snap7 in C.
import sys

from snap7.server import Server
from snap7.type import SrvArea

server = Server(log=False)
server.register_area(SrvArea.DB, 1, bytearray(range(100)))
server.register_area(SrvArea.DB, 2, bytearray(10))
server.start_to("127.0.0.1", int(sys.argv[1]))
print("listening", flush=True)
sys.stdin.read()
