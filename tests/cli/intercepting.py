"""A proxy before the emulator that kills a process at one of its calls."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

ACTION = re.compile(rb"(?:^|&)Action=(\w+)")
HOP = frozenset({"connection", "transfer-encoding", "content-length", "host", "expect"})
"""Headers that belong to one connection and are not passed on."""


@contextmanager
def intercepted(
    url: str, operation: str, answered: bool, strike: Callable[[], None]
) -> Iterator[str]:
    """Yield the address of a proxy that calls `strike` at the first such call.

    It strikes before the emulator hears of the call or, where `answered`, when the
    emulator has done it and nobody has been told. S3's calls are `HEAD` and `PUT`.
    """
    struck = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            named = ACTION.search(body)
            name = named.group(1).decode() if named else self.command
            now = name == operation and not struck.is_set()
            if now and not answered:
                struck.set()
                strike()
                return
            status, headers, answer = _forwarded(url, self, body)
            if now:
                struck.set()
                strike()
                return
            self._answer(status, headers, answer)

        def _answer(
            self, status: int, headers: list[tuple[str, str]], answer: bytes
        ) -> None:
            self.send_response(status)
            for key, value in headers:
                if key.lower() not in HOP:
                    self.send_header(key, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_GET = do_PUT = do_HEAD = do_DELETE = _pass  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _forwarded(
    url: str, asked: BaseHTTPRequestHandler, body: bytes
) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return what the emulator answers: status, headers and body."""
    headers = {k: v for k, v in asked.headers.items() if k.lower() not in HOP}
    connection = HTTPConnection(urlsplit(url).netloc)
    with closing(connection):
        connection.request(asked.command, asked.path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()
