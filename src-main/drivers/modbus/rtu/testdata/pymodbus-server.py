"""A Modbus server that this project did not write: Debian's pymodbus 3.0. pymodbus-server KIND PLACE UNIT FILE

KIND: "tcp" or "rtu-tcp" with a port of 127.0.0.1 as PLACE, "rtu" with a serial port.
Lines of FILE: "holding|input|coil|discrete ADDRESS WORD ...", words in hex. Prints "ready" when it serves.
"""
import asyncio
import logging
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.server import StartAsyncSerialServer, StartAsyncTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

# Every connection that is cut is an error to it.
logging.disable(logging.CRITICAL)
kind, place, unit, file = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
cells = {name: [0] * 3000 for name in ("holding", "input", "coil", "discrete")}
with open(file, encoding="ascii") as lines:
    for line in lines:
        words = line.split()
        if words:
            start = int(words[1])
            # Element 1 of a block is address 0.
            cells[words[0]][start + 1 : start + len(words) - 1] = [int(word, 16) for word in words[2:]]
block = {name: ModbusSequentialDataBlock(0, values) for name, values in cells.items()}
slave = ModbusSlaveContext(di=block["discrete"], co=block["coil"], hr=block["holding"], ir=block["input"])
context = ModbusServerContext(slaves={unit: slave}, single=False)
identity = ModbusDeviceIdentification()
identity.VendorName, identity.ProductCode, identity.MajorMinorRevision = "Pymodbus", "PM", "3.0"


async def main():
    if kind == "rtu":
        server = StartAsyncSerialServer(
            context=context, identity=identity, framer=ModbusRtuFramer, port=place, baudrate=19200, ignore_missing_slaves=True
        )
    else:
        server = StartAsyncTcpServer(
            context=context,
            identity=identity,
            framer=ModbusSocketFramer if kind == "tcp" else ModbusRtuFramer,
            address=("127.0.0.1", int(place)),
            ignore_missing_slaves=True,
        )
    serving = asyncio.ensure_future(server)
    await asyncio.sleep(0.5)
    print("ready", flush=True)
    await serving


asyncio.run(main())
