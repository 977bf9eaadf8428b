"""Serving with waitress, to this machine only unless told otherwise."""

import ipaddress
import socket
from collections.abc import Callable

import waitress

from router.errors import ComplaintRouterError
from web.app import create_app

_THREADS = 8
_LOCAL_NAMES = ["127.0.0.1", "localhost", "[::1]"]


class ServeError(ComplaintRouterError):
    """The address cannot be listened on."""


def serve(host: str = "127.0.0.1", port: int = 8000, ready: Callable[[str], None] | None = None) -> None:
    """Serve the web form until interrupted; ``ready`` is told the address once it listens.

    Raises ServeError where the port is taken or the address is not this machine's.
    """
    with _listening(host, port) as listener:
        # On this machine only its own names are answered, so that no page elsewhere can reach it by DNS rebinding.
        app = create_app({"TRUSTED_HOSTS": _LOCAL_NAMES, "SINGLE_USER": True} if _is_local(host) else None)
        server = waitress.create_server(app, sockets=[listener], threads=_THREADS, ident=None)
        if ready:
            ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        server.run()


def _listening(host: str, port: int) -> socket.socket:
    """A listening socket, bound here since waitress leaves one open where it cannot bind."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise ServeError(
            f"无法在 {host}:{port} 上启动网页：{error.strerror or error}。"
            f"请用 --port 换一个端口，如 --port {port + 1}。"
        ) from error


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
