import os
import socket
import subprocess
import sys
import urllib.request

import pytest

from web.server import ServeError, serve


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("COMPLAINT_ROUTER_HOME", str(tmp_path))


def test_taken_port_is_said_with_another_to_try(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=f"无法在 127.0.0.1:{port} 上启动网页.*--port {port + 1}"):
            serve(port=port)


def test_serves_this_machine_even_without_a_model(tmp_path):
    program = f"from web import serve; serve(port={free_port()}, ready=lambda url: print(url, flush=True))"
    environment = {
        **os.environ,
        "COMPLAINT_ROUTER_HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    with subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE) as server:
        try:
            address = server.stdout.readline().decode().strip()
            with urllib.request.urlopen(address, timeout=10) as page:
                assert "信访诉求分办助手" in page.read().decode()
                assert page.headers["Server"] is None
        finally:
            server.terminate()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
