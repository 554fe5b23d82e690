import os
from http.server import BaseHTTPRequestHandler, HTTPServer

from visits import Visits

visits = Visits(os.environ["STORE"])


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = f"visit {visits.count('home')}".encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


HTTPServer(("", 8080), Handler).serve_forever()
