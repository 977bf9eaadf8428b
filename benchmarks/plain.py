"""The plain pipeline that people write for this: jieba, TfidfVectorizer, LinearSVC, one process, the department only."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jieba
import joblib
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from benchmarks.tables import TEXT_COLUMN
from router.matters import matter_table
from training.dataset import load_corpus

_CHUNK = 10_000
OUTSIDE = "清单外"


def words(text: str) -> list[str]:
    """A function of its own, as jieba's cannot be stored with the model."""
    return list(jieba.lcut(text))


def train_plain(path: Path) -> None:
    """Train on the corpus, each complaint labelled with its first leading department, and store the pipeline."""
    table = matter_table()
    texts, labels = [], []
    for example in load_corpus():
        leads = table[example.matters[0]].leads
        texts.append(example.text)
        labels.append(leads[0].short if leads else OUTSIDE)
    pipeline = make_pipeline(TfidfVectorizer(tokenizer=words, token_pattern=None), LinearSVC(random_state=0))
    joblib.dump(pipeline.fit(texts, labels), path)


def load_plain(path: Path) -> Pipeline:
    """The stored pipeline, with jieba's dictionary loaded."""
    jieba.initialize()
    return joblib.load(path)


def classify_plain(pipeline: Pipeline, source: Path, target: Path, report: Callable[[int], None]) -> None:
    """Append the department to every row, in chunks so that a large table fits into memory."""
    with (
        source.open(encoding="utf-8-sig", newline="") as file,
        target.open("w", encoding="utf-8-sig", newline="") as out,
    ):
        reader, writer = csv.reader(file), csv.writer(out)
        header = next(reader)
        column, done = header.index(TEXT_COLUMN), 0
        writer.writerow([*header, "主办部门"])
        chunk: list[list[str]] = []
        for row in reader:
            chunk.append(row)
            if len(chunk) == _CHUNK:
                done += _write(pipeline, chunk, column, writer)
                report(done)
                chunk = []
        if chunk:
            report(done + _write(pipeline, chunk, column, writer))


def _write(pipeline: Pipeline, chunk: list[list[str]], column: int, writer: Any) -> int:
    departments = pipeline.predict([row[column] for row in chunk])
    writer.writerows([*row, department] for row, department in zip(chunk, departments, strict=True))
    return len(chunk)
