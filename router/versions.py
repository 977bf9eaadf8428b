"""Models kept side by side: a folder for each version, and a file that says which of them answers.

``models/current`` names one version a line: first the one that answers, then those that answered before it, the latest
first. It is replaced in one step, so that at no moment there is no model, and going back means naming another folder:
the files of a model are never touched again. The last few are kept, the others go.
"""

import logging
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from router.errors import ModelError, OutputError
from router.files import write_beside
from router.paths import POINTER_FILE, home_dir, models_dir
from router.store import Manifest, load_model, read_manifest

KEPT = 5
_LEARNED = "+"
_HIDDEN = "."
_DAY = 24 * 60 * 60
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class KeptModel:
    """A model on the shelf."""

    manifest: Manifest
    folder: Path
    is_current: bool

    @property
    def version(self) -> str:
        """Its name."""
        return self.manifest.version


def base_version(version: str) -> str:
    """The part of a version that says which tables and corpus it is made of: ``d6110a8c`` of ``d6110a8c+3fa91b02``."""
    return version.partition(_LEARNED)[0]


def learned_version(base: str, digest: str) -> str:
    """The version of a model of ``base`` that learned from decisions too; ``digest`` names those."""
    return f"{base}{_LEARNED}{digest}"


def kept_models() -> list[KeptModel]:
    """All models on the shelf, the latest trained first; folders that hold none are passed over."""
    order = _order()
    found = []
    for folder in models_dir().glob("[!.]*/"):
        try:
            manifest = read_manifest(folder)
        except ModelError:
            _log.warning("%s 中没有可用的模型说明，已略过。", folder)
            continue
        found.append(KeptModel(manifest, folder, folder.name in order[:1]))
    return sorted(found, key=lambda kept: kept.manifest.trained_at, reverse=True)


def current_version() -> str | None:
    """The version that answers; None where the pointer names none yet."""
    return next(iter(_order()), None)


def pointer_stamp() -> tuple[int, int] | None:
    """Something that changes whenever another model is made to answer, cheap enough to ask at every request."""
    try:
        stat = (models_dir() / POINTER_FILE).stat()
    except FileNotFoundError:
        return None
    return stat.st_ino, stat.st_mtime_ns


@contextmanager
def staging() -> Iterator[Path]:
    """An empty folder on the shelf to save a model in; what was not published when the block ends is removed."""
    folder = models_dir() / f"{_HIDDEN}new-{secrets.token_hex(8)}"
    with _told(models_dir()):
        models_dir().mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(staged: Path) -> Manifest:
    """Put the model saved in ``staged`` on the shelf and let it answer from now on."""
    manifest = read_manifest(staged)
    with _told(models_dir()):
        _adopt_old_place()
        _put(staged, models_dir() / manifest.version)
    _point([manifest.version, *(version for version in _order() if version != manifest.version)])
    _prune()
    return manifest


def use(version: str, base: str) -> KeptModel:
    """Let the kept model ``version`` answer; ``base`` is the version of the present tables and corpus.

    Raises ModelError where there is none, or where it does not fit the tables, the corpus or the libraries any more.
    """
    chosen = _usable(version, base)
    _point([version, *(other for other in _order() if other != version)])
    return chosen


def rollback(base: str) -> KeptModel:
    """Let the model answer that answered before the present one. Raises ModelError as `use` does."""
    before = _before()
    if not before:
        raise ModelError("没有更早的模型可以恢复。")
    chosen = _usable(before[0], base)
    _point(before)
    return chosen


def can_go_back() -> bool:
    """Whether `rollback` has somewhere to go."""
    return bool(_before())


def _before() -> list[str]:
    """The versions that answered before the present one and are still there, the latest first."""
    return [version for version in _order()[1:] if (models_dir() / version).is_dir()]


def _usable(version: str, base: str) -> KeptModel:
    kept = {model.version: model for model in kept_models()}
    if version not in kept:
        raise ModelError(f"没有保存模型“{version}”，现有：{'、'.join(kept) or '（无）'}。")
    if base_version(version) != base:
        raise ModelError(
            f"模型 {version} 由另一版责任清单或语料训练（现为 {base}），不能再用。请运行 complaint-router train。"
        )
    load_model(kept[version].folder)
    return kept[version]


def _order() -> list[str]:
    """The versions in the pointer."""
    try:
        return (models_dir() / POINTER_FILE).read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return []


def _point(order: list[str]) -> None:
    with write_beside(models_dir() / POINTER_FILE) as temporary:
        temporary.write_text("".join(f"{version}\n" for version in order), encoding="utf-8")


def _adopt_old_place() -> None:
    """A model from before versions were kept becomes the first on the shelf, so that one can go back to it."""
    old = home_dir() / "model"
    if _order() or not old.is_dir():
        return
    try:
        version = read_manifest(old).version
    except ModelError:
        return
    if not (models_dir() / version).exists():
        old.rename(models_dir() / version)
        _point([version])


def _put(staged: Path, folder: Path) -> None:
    """Move ``staged`` to ``folder``; a model of the same version, which had grown stale, makes room."""
    if folder.exists():
        aside = folder.with_name(f"{_HIDDEN}old-{secrets.token_hex(8)}")
        folder.rename(aside)
        staged.rename(folder)
        shutil.rmtree(aside, ignore_errors=True)
    else:
        staged.rename(folder)


def _prune() -> None:
    """Keep those that answered last, then those trained last, `KEPT` in all; and remove what a crash left behind."""
    kept, order = kept_models(), _order()
    ranked = [*order, *(model.version for model in kept if model.version not in order)]
    there = {model.version: model.folder for model in kept}
    for version in [version for version in ranked if version in there][KEPT:]:
        shutil.rmtree(there[version], ignore_errors=True)
    for folder in models_dir().glob(f"{_HIDDEN}*/"):
        if time.time() - folder.stat().st_mtime > _DAY:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """A sentence for the clerk where the shelf cannot be written."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"无法写入模型文件夹 {folder}：{error.strerror or error}。请确认文件夹可写、磁盘未满。"
        ) from error
