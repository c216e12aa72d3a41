"""The emulator's process: moto's server with this package's CloudFormation in it.

It prints the port it listens on and ends when its standard input does, so that it
cannot outlive whoever started it.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import BaseWSGIServer, make_server

from cfngen import garbage
from cfngen.local import quickening
from cfngen.local.api import actions

HOST = "127.0.0.1"


class Quiet(MotoRequestHandler):
    """Handles requests without a line for each."""

    def log_request(self, *_: object) -> None:
        """Say nothing."""


def serve(port: int) -> BaseWSGIServer:
    """Return a server on a loopback port (0: any that is free), its actions applied.

    Moto would begin with 1,300 machine images in each region, which takes it half a
    second; nobody here asks which there are.
    """
    garbage.seldom()
    os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
    actions.apply()
    quickening.apply()
    dispatcher = quickening.Dispatcher()
    return make_server(HOST, port, dispatcher, threaded=True, request_handler=Quiet)


def _end_with_parent() -> None:
    """Wait for the end of standard input, then end the process."""
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(prog="python -m cfngen.local.server")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    server = serve(parser.parse_args().port)
    os.environ["MOTO_PORT"] = str(server.port)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.stdout.write(f"{server.port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
