"""A serial port whose other end is a TCP port: bridge LINK HOST PORT. The connection lives as long as LINK is open.

A reset of the connection pulls the port out and plugs a new one in at once. "unplug" and "plug" on stdin are answered
with themselves.
"""
import os
import pty
import select
import socket
import struct
import sys
import time
import tty

link, host, port = sys.argv[1], sys.argv[2], int(sys.argv[3])


def plug():
    """A new pseudo terminal behind the link. @returns its end that is ours"""
    master, slave = pty.openpty()
    tty.setraw(slave)
    os.symlink(os.ttyname(slave), link + ".new")
    os.replace(link + ".new", link)
    os.close(slave)
    return master


def say(word):
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


master, tcp = plug(), None
say("ready")
while True:
    poll = select.poll()
    poll.register(0, select.POLLIN)
    if master is not None:
        poll.register(master, select.POLLIN)
    if tcp is not None:
        poll.register(tcp, select.POLLIN)
    events = dict(poll.poll(1 if tcp is None and master is not None else 1000))
    if 0 in events:
        word = os.read(0, 100).decode().strip()
        if word == "":
            break
        if word == "unplug" and master is not None:
            os.unlink(link)
            os.close(master)
            master = None
            if tcp is not None:
                tcp.close()
                tcp = None
        if word == "plug" and master is None:
            master = plug()
        say(word)
        continue
    if master is None:
        continue
    if events.get(master, 0) & select.POLLHUP:
        # Nobody has the port open. What was written before is on its way.
        if tcp is not None:
            time.sleep(0.005)
            tcp.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            tcp.close()
            tcp = None
        time.sleep(0.001)
        continue
    try:
        if tcp is None:
            tcp = socket.create_connection((host, port))
            tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if master in events:
            tcp.sendall(os.read(master, 4096))
        if tcp.fileno() in events:
            data = tcp.recv(4096)
            if not data:
                raise ConnectionError("ended")
            os.write(master, data)
    except OSError:
        if tcp is not None:
            tcp.close()
            tcp = None
        old, master = master, plug()
        os.close(old)
os.unlink(link)
