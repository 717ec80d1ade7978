"""A provider's own system for tests: a small server on this machine that answers as it is told."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


class _Handler(BaseHTTPRequestHandler):
    def _answer(self, asked):
        system = self.server.system
        system.asked.append((self.command, self.path, asked, dict(self.headers)))
        if system.slow:
            system.hurry.wait(system.slow)
        status, body = system.answer(asked)
        raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)
        except OSError:
            pass  # nobody waits any more

    def do_GET(self):
        if self.path == "/health":
            self.server.system.checks += 1
            self.send_response(self.server.system.health)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self._answer(dict(parse_qsl(urlsplit(self.path).query)))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = self.headers["Content-Type"].startswith("application/x-www-form-urlencoded")
        self._answer(dict(parse_qsl(body)) if form else json.loads(body))

    def log_message(self, *_args):
        pass


class System:
    """What was asked, and what is answered: rows found by equal values, unless `says` is set to (status, body)."""

    def __init__(self, rows):
        self.rows = rows
        self.says = None
        self.slow = 0.0
        self.health = 200
        self.checks = 0
        self.asked = []
        self.hurry = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.system = self
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, asked):
        if self.says is not None:
            return self.says
        found = [row for row in self.rows if all(row.get(name) == value for name, value in asked.items())]
        return 200, {"data": {"rows": found}}

    def close(self):
        self.hurry.set()
        self._server.shutdown()
        self._server.server_close()
