import socket


class Visits:
    """Counts visits in Redis, in its own protocol (RESP, "inline commands")."""

    def __init__(self, host: str, port: int = 6379) -> None:
        self.address = (host, port)

    def count(self, page: str) -> int:
        """One more visit of the page, and how many there were."""
        with socket.create_connection(self.address, timeout=5) as line:
            line.sendall(f"INCR visits:{page}\r\n".encode())
            answer = line.makefile("r").readline()
        if not answer.startswith(":"):
            raise OSError(f"the store says {answer.strip()}")
        return int(answer[1:])
