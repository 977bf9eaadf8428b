"""The model on disk: a joblib file, and beside it a manifest that says what it is and what it was trained on.

A file whose digest is not the manifest's is never unpickled, since unpickling runs code.
"""

import hashlib
import json
import platform
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from router.errors import ModelError, ModelMissingError
from router.files import write_beside
from router.model import Model
from router.paths import data_dir

MODEL_FILE = "model.joblib"
MANIFEST_FILE = "manifest.json"
_LIBRARIES = ("scikit-learn", "numpy", "scipy", "joblib", "jieba")
TABLES = ("duties.csv", "matters.csv", "departments.csv", "concepts.csv", "document.json")
# What a feature is and what the pickled classes look like stands in these.
_CODE = (
    "model.py",
    "features.py",
    "space.py",
    "occurrences.py",
    "scoring.py",
    "block.py",
    "text.py",
    "words.py",
    "concepts.py",
    "spotting.py",
    "hashing.py",
    "arrays.py",
)


@dataclass(frozen=True)
class Manifest:
    """What stands in ``manifest.json``; ``learned`` is what the model owes to clerks' decisions (`training.learning`)."""

    digest: str
    version: str
    trained_at: str
    data_digest: str
    texts: int
    scores: dict[str, float]
    libraries: dict[str, str] = field(default_factory=dict)
    learned: dict[str, Any] = field(default_factory=dict)


def digest_of(*paths: Path) -> str:
    """SHA-256 over the bytes of ``paths`` in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def tables_digest() -> str:
    """Digest of the tables and the code a stored model depends on: change one and the model is stale."""
    code = Path(__file__).parent
    return digest_of(*(data_dir() / name for name in TABLES), *(code / name for name in _CODE))


def library_versions() -> dict[str, str]:
    """Versions of what the stored objects are made of."""
    return {"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}}


def save_model(
    model: Model, folder: Path, texts: int, scores: dict[str, float], learned: dict[str, Any] | None = None
) -> Manifest:
    """Store ``model`` with its manifest in ``folder``. Raises OutputError where that cannot be written."""
    path = folder / MODEL_FILE
    with write_beside(path) as temporary:
        import joblib

        joblib.dump(model, temporary)
    manifest = Manifest(
        digest_of(path), model.version, model.trained_at, tables_digest(), texts, scores,
        library_versions(), learned or {},
    )  # fmt: skip
    with write_beside(folder / MANIFEST_FILE) as temporary:
        temporary.write_text(
            json.dumps(asdict(manifest), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest in ``folder``. Raises ModelMissingError where there is none, ModelError where it is damaged."""
    try:
        return Manifest(**json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ModelMissingError("还没有训练好的模型，请先运行 complaint-router train。") from error
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(
            f"模型说明 {folder / MANIFEST_FILE} 已损坏，请重新运行 complaint-router train。"
        ) from error


def load_model(folder: Path) -> Model:
    """The model in ``folder``.

    Raises ModelMissingError where there is none or where it is stale (other tables, other library versions), and
    ModelError where the file is not the one the manifest describes.
    """
    manifest = read_manifest(folder)
    path = folder / MODEL_FILE
    if not path.is_file():
        raise ModelMissingError("模型文件不存在，请先运行 complaint-router train。")
    if manifest.data_digest != tables_digest():
        raise ModelMissingError("责任清单、事项或概念表已更改，模型需要重新训练：complaint-router train。")
    if manifest.libraries != library_versions():
        raise ModelMissingError("程序所用的库版本已更改，模型需要重新训练：complaint-router train。")
    if digest_of(path) != manifest.digest:
        raise ModelError(
            f"模型文件 {path} 与其说明不符，可能已被改动，为安全起见不予加载。请重新运行 complaint-router train。"
        )
    import joblib  # takes as long to load as a model

    model = joblib.load(path)
    assert isinstance(model, Model)
    return model
