"""What came of the last training with decisions, kept beside the models for whoever looks at the page."""

import json
import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from router.files import write_beside
from router.paths import models_dir

_FILE = "last-learning.json"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """A candidate, accepted where there are no ``reasons`` against it; ``details`` as in the manifest's ``learned``."""

    version: str
    former: str
    at: str
    by: str
    seconds: float
    reasons: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def is_accepted(self) -> bool:
        """Whether the candidate answers now."""
        return not self.reasons


def write_outcome(outcome: Outcome) -> None:
    """Keep ``outcome`` in the place of the one before."""
    with write_beside(_path()) as temporary:
        temporary.write_text(json.dumps(asdict(outcome), ensure_ascii=False, indent=2), encoding="utf-8")


def read_outcome() -> Outcome | None:
    """The last outcome, None where there is none that can be read."""
    try:
        return Outcome(**json.loads(_path().read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        _log.exception("无法读取上次训练的结果")
        return None


def _path() -> Path:
    return models_dir() / _FILE
