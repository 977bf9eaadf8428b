"""The store as one object with its parts."""

from types import TracebackType

from web.store.audit import Audit
from web.store.care import Care
from web.store.database import Database
from web.store.decisions import Decisions
from web.store.intake import Intake
from web.store.keys import ApiKeys
from web.store.opening import open_database, store_url
from web.store.people import People
from web.store.queue import Queue
from web.store.search import Search
from web.store.similar import SimilarLetters


class Store:
    """An open store. It may be used by many threads at once; every call is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.intake = Intake(database)
        self.decisions = Decisions(database)
        self.queue = Queue(database)
        self.search = Search(database)
        self.similar = SimilarLetters(database)
        self.audit = Audit(database)
        self.people = People(database)
        self.keys = ApiKeys(database)
        self.care = Care(database)

    def close(self) -> None:
        """Close all connections."""
        self.database.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(url: str | None = None) -> Store:
    """Open the store at ``url`` (a SQLAlchemy URL or the path of a SQLite file), making or updating its tables.

    Without ``url`` it is where the environment's ``COMPLAINT_ROUTER_DB`` says, else ``workbench.db`` in the home folder.
    Raises StoreError where it cannot be opened, StoreNewerError where a later program made it.
    """
    return Store(open_database(store_url(url)))
