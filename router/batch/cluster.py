"""A Dask cluster as the crew: for a city's history on several machines, with the same result in the same order.

The model travels with the job, so that no machine can answer by another one; each checks it as it checks its own.
"""

import tempfile
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from router.batch.crew import BLOCKS_PER_WORKER, check_folder, classify
from router.cells import Answer
from router.errors import ComplaintRouterError
from router.router import Router
from router.store import MANIFEST_FILE, MODEL_FILE, load_model

_CONNECT_SECONDS = 10
# Times that a block may be on a worker when it dies before the block itself is held to be the cause.
_RETRIES = 5
_routers: list[Router] = []


class ClusterError(ComplaintRouterError):
    """The Dask cluster cannot be used."""


class ClusterCrew:
    """The workers of the cluster at ``scheduler``; without an address ``workers`` processes of this machine."""

    def __init__(self, router: Router, folder: Path, workers: int, scheduler: str | None) -> None:
        check_folder(folder, router)
        self._client = _connect(workers, scheduler)
        files = {name: (folder / name).read_bytes() for name in (MODEL_FILE, MANIFEST_FILE)}
        try:
            self._client.register_plugin(_model_plugin(files), name="complaint-router")
        except (ImportError, AttributeError) as error:
            raise ClusterError(
                f"Dask 工作节点上没有安装与本机相同版本的 complaint-router（{error}），请先在各节点安装。"
            ) from error
        from distributed import CancelledError, KilledWorker
        from distributed.comm.core import CommClosedError

        self.losses: tuple[type[BaseException], ...] = (CancelledError, KilledWorker, CommClosedError)
        self.window = BLOCKS_PER_WORKER * max(workers, sum(self._client.nthreads().values()))

    def submit(self, texts: list[str]) -> "Future[list[Answer]]":
        """Give a block to the cluster, which gives it to another worker where one dies."""
        future: Future[list[Answer]] = self._client.submit(_work, texts, pure=False, retries=_RETRIES)
        return future

    def renew(self) -> None:
        """Nothing to renew: the scheduler replaces workers."""

    def close(self) -> None:
        """Leave the cluster."""
        self._client.close()


def _connect(workers: int, scheduler: str | None) -> Any:
    try:
        import distributed
    except ImportError as error:
        raise ClusterError("没有安装 Dask，请先运行 pip install complaint-router[dask]。") from error
    client: Any = distributed.Client
    try:
        if scheduler is None:
            return client(n_workers=workers, threads_per_worker=1, dashboard_address=":0")
        return client(scheduler, timeout=_CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"连接不上 Dask 调度器 {scheduler}，请确认它已启动且地址形如 tcp://主机:8786。"
        ) from error


def _model_plugin(files: dict[str, bytes]) -> Any:
    from distributed import WorkerPlugin

    class ModelPlugin(WorkerPlugin):
        """Loads the model on every worker, also on one that joins later."""

        def setup(self, worker: Any) -> None:
            # Imported there: this class travels as code, and would bring a copy of our globals with it.
            from router.batch.cluster import begin

            begin(files)

    return ModelPlugin()


def begin(files: dict[str, bytes]) -> None:
    """Load the model in a worker from the ``files`` of a model folder, with all the checks of `load_model`."""
    with tempfile.TemporaryDirectory() as name:
        for file, content in files.items():
            (Path(name) / file).write_bytes(content)
        _routers.append(Router.of(load_model(Path(name))))


def _work(texts: list[str]) -> list[Answer]:
    return classify(_routers[-1], texts)
