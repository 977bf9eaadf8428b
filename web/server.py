"""Serving with waitress, to this machine only unless told otherwise."""

import ipaddress
import socket
import threading
from collections.abc import Callable

import waitress
from flask import Flask

from router.errors import ComplaintRouterError
from web import engine
from web.app import create_app
from web.pages import statistics
from web.people.rules import FIRST_COMMAND
from web.settings import behind_https

_THREADS = 8
# Whom the audit log names as the address of a user, where a proxy on this machine stands before the program.
_PROXY = {
    "trusted_proxy": "127.0.0.1",
    "trusted_proxy_count": 1,
    "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    "clear_untrusted_proxy_headers": True,
}
_NO_ACCOUNT = (
    "其他电脑也能打开 {host} 上的网页，需要先有账号才能启动。请先添加管理员：{command}；"
    "只在本机使用，请不写 --host。"
)
_LOCAL_NAMES = ["127.0.0.1", "localhost", "[::1]"]


class ServeError(ComplaintRouterError):
    """The address cannot be listened on."""


def serve(host: str = "127.0.0.1", port: int = 8000, ready: Callable[[str], None] | None = None) -> None:
    """Serve the web form until interrupted; ``ready`` is told the address once it listens.

    Raises ServeError where the port is taken or the address is not this machine's, and where others could open it though
    nobody has an account.
    """
    with _listening(host, port) as listener:
        # On this machine only its own names are answered, so that no page elsewhere can reach it by DNS rebinding.
        # A proxy lets others in, though the program itself listens to this machine only.
        is_local = _is_local(host) and not behind_https()
        app = create_app({"TRUSTED_HOSTS": _LOCAL_NAMES, "SINGLE_USER": True} if is_local else None)
        if not is_local and not app.extensions["store"].people.has_accounts():
            raise ServeError(_NO_ACCOUNT.format(host=host, command=FIRST_COMMAND))
        proxy = _PROXY if behind_https() else {}
        server = waitress.create_server(app, sockets=[listener], threads=_THREADS, ident=None, **proxy)
        threading.Thread(target=_warm, args=(app,), daemon=True).start()
        if ready:
            # Port 0 asks for any that is free.
            taken = listener.getsockname()[1]
            ready(f"http://{f'[{host}]' if ':' in host else host}:{taken}/")
        server.run()


def _warm(app: Flask) -> None:
    """So that the first letter is answered as quickly as the next, and the statistics of a large store open at once."""
    engine.warm(app)
    statistics.warm(app)


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
