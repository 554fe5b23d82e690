#!/usr/bin/env python3
"""Prints what happens in one project, a line for each event: first what the platform still has, then live.

Started again, it goes on where it was. Its environment is what `yard subscriber NAME` says. It needs the standard library
only: a pull consumer of JetStream is a few lines of the text protocol of NATS (docs.nats.io, client protocol).
"""
import json
import os
import socket
import sys
import time
from urllib.parse import urlparse

BATCH = 100
EXPIRES_NS = 30_000_000_000


class Connection:
    def __init__(self, url, user, password):
        place = urlparse(url)
        # The server speaks every few minutes, and answers a request after 30 s at the latest.
        self.socket = socket.create_connection((place.hostname, place.port or 4222), timeout=60)
        self.file = self.socket.makefile("rb")
        self.line()  # INFO
        self.send("CONNECT", {"user": user, "pass": password, "verbose": False, "headers": True, "lang": "python"})

    def line(self):
        line = self.file.readline()
        if not line:
            raise ConnectionError("the server has closed the connection")
        return line.decode().rstrip("\r\n")

    def send(self, words, body=None):
        text = words + (" " + json.dumps(body) if body is not None else "") + "\r\n"
        self.socket.sendall(text.encode())

    def publish(self, subject, body, reply=""):
        data = body.encode()
        self.socket.sendall(f"PUB {subject} {reply} {len(data)}\r\n".encode() + data + b"\r\n")

    def messages(self):
        """Yields (subject, reply, body); the body of what only has headers is empty."""
        while True:
            words = self.line().split(" ")
            if words[0] == "PING":
                self.send("PONG")
            elif words[0] == "-ERR":
                raise PermissionError(" ".join(words[1:]))
            elif words[0] in ("MSG", "HMSG"):
                headers = int(words[-2]) if words[0] == "HMSG" else 0
                places = words[1 : -2 if words[0] == "HMSG" else -1]  # subject, number, and perhaps where to answer
                data = self.file.read(int(words[-1]) + 2)[:-2]
                yield places[0], places[2] if len(places) > 2 else "", data[headers:]


def follow(environment, show):
    user, inbox = environment["NATS_USER"], f"_INBOX_{environment['NATS_USER']}.{os.getpid()}"
    ask = f"$JS.API.CONSUMER.MSG.NEXT.{environment['YARD_STREAM']}.{environment['YARD_CONSUMER']}"
    connection = Connection(environment["NATS_URL"], user, environment["NATS_PASSWORD"])
    connection.send(f"SUB {inbox} 1")
    left = 0
    request = lambda: connection.publish(ask, json.dumps({"batch": BATCH, "expires": EXPIRES_NS}), inbox)
    request()
    for subject, reply, body in connection.messages():
        if subject == inbox:  # a status: the request is over
            left = 0
            request()
            continue
        show(json.loads(body))
        connection.publish(reply, "+ACK")  # what is not acknowledged comes again
        left = (left or BATCH) - 1
        if left == 0:
            request()


def show(event):
    print(event["time"], event["type"], event["subject"], event["id"], flush=True)


if __name__ == "__main__":
    missing = [name for name in ("NATS_URL", "NATS_USER", "NATS_PASSWORD", "YARD_STREAM", "YARD_CONSUMER") if name not in os.environ]
    if missing:
        sys.exit('first: eval "$(yard subscriber NAME)"')
    while True:
        try:
            follow(os.environ, show)
        except (ConnectionError, TimeoutError) as error:
            print(f"{error}; trying again", file=sys.stderr)
            time.sleep(1)
        except KeyboardInterrupt:
            break
