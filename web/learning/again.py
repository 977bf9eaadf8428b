"""Asking the present model about letters that wait with the suggestion of another one; a thread does it, the page looks."""

import logging
import threading
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy import func as sql

from router.router import Router
from web.learning.alone import BusyError
from web.store import Actor, Store
from web.store.schema import ComplaintRow, SuggestionRow

_log = logging.getLogger(__name__)


@dataclass
class Round:
    """One time through the letters that wait."""

    version: str
    letters: int
    done: int = 0
    failed: int = 0
    is_running: bool = True


class SuggestAgain:
    """Does one round at a time. What was shown before stays in the store with the version it came from."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.round: Round | None = None

    def waiting(self, version: str) -> int:
        """How many letters wait without a suggestion of model ``version``."""
        query = select(sql.count()).select_from(ComplaintRow).where(_waits(version))
        with self._store.database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def start(self, router: Router, actor: Actor) -> Round:
        """Begin a round. Raises BusyError where one is running."""
        version = router.model.version
        with self._lock:
            if self.round and self.round.is_running:
                raise BusyError("正在重新研判，请等它结束。")
            with self._store.database.read() as connection:
                query = select(ComplaintRow.id).where(_waits(version)).order_by(ComplaintRow.id)
                ids = list(connection.execute(query).scalars())
            self.round = Round(version, len(ids))
        arguments = (self.round, ids, router, actor)
        self._thread = threading.Thread(target=self._run, args=arguments, name="suggest-again", daemon=True)
        self._thread.start()
        return self.round

    def wait(self, seconds: float) -> None:
        """Wait for the end of the round, if one is running."""
        if self._thread:
            self._thread.join(seconds)

    def _run(self, round_: Round, ids: list[int], router: Router, actor: Actor) -> None:
        try:
            for complaint_id in ids:
                try:
                    self._store.intake.suggest_again(complaint_id, router, actor)
                except Exception:
                    # One letter must not keep the others from the new model; its old suggestion stands.
                    _log.exception("来信 %s 未能重新研判", complaint_id)
                    round_.failed += 1
                round_.done += 1
        finally:
            round_.is_running = False


def _waits(version: str) -> ColumnElement[bool]:
    """Letters that wait, with their words, whose latest suggestion is not one of model ``version``."""
    of_letter = SuggestionRow.complaint_id == ComplaintRow.id
    latest = select(sql.max(SuggestionRow.id)).where(of_letter).correlate(ComplaintRow).scalar_subquery()
    is_new = exists().where(SuggestionRow.id == latest, SuggestionRow.model_version == version)
    return and_(ComplaintRow.waiting.is_(True), ComplaintRow.removed_at.is_(None), ~is_new)
