"""What the model learns from: the corpus of authored complaints, and the duty texts with their clauses."""

import csv
import functools
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from router.concepts import concept_table
from router.duties import Duty, duty_list
from router.errors import DataError
from router.matters import Matter, MatterTable, matter_table
from router.paths import data_dir
from router.store import TABLES, digest_of
from router.text import clean
from router.words import word_spans

CORPUS_FOLDER = Path(__file__).resolve().parent / "corpus"
KINDS = ("complaint", "consultation", "suggestion", "report_officials", "thanks", "other")
# Neighbouring rows were written in one breath and share words, so they never stand on both sides of a fold.
ROWS_PER_GROUP = 5
# Files of ordinary letters; the others go through the matters one by one, the odd ones as often as the common.
NATURAL_FILES = "letters"
# Such a file is one writer's, and stays on one side as a whole: letters of strangers are what the model will meet.
_WRITERS_FILES = (NATURAL_FILES, "border")
_SEPARATOR = ";"
_CLAUSE_END = re.compile(r"[。；;，,：:、]")
_SHORTEST_CLAUSE = 4
_VERSION_DIGITS = 8
# What is learned from the same texts depends on these.
_RECIPE = ("fitting.py", "calibration.py", "train.py")


@dataclass(frozen=True)
class Example:
    """A labelled text: one or several matters, the main one first; ``kind`` is None for a duty text."""

    text: str
    matters: tuple[str, ...]
    kind: str | None
    group: str

    @property
    def scope(self) -> str:
        """``in`` where any matter is in the list, else ``out``."""
        table = matter_table()
        return "in" if any(table[matter].in_scope for matter in self.matters) else "out"

    @property
    def is_natural(self) -> bool:
        """Whether it was written with the frequency and the manner of letters as they come in."""
        return self.group.startswith(NATURAL_FILES)


def corpus_files() -> list[Path]:
    """The files of the corpus in a fixed order."""
    return sorted(CORPUS_FOLDER.glob("*.csv"))


@functools.cache
def data_version() -> str:
    """A short name for everything a model is made of: tables, corpus and recipe. Another name means another model."""
    tables = [data_dir() / name for name in TABLES]
    recipe = [Path(__file__).with_name(name) for name in _RECIPE]
    return digest_of(*tables, *corpus_files(), *recipe)[:_VERSION_DIGITS]


def load_corpus() -> list[Example]:
    """All complaints of the corpus. Raises DataError for an unknown matter or kind, naming file and row."""
    examples = [example for path in corpus_files() for example in _read(path, matter_table())]
    if not examples:
        raise DataError(f"语料文件夹 {CORPUS_FOLDER} 中没有 CSV 文件，无法训练。请恢复随程序提供的语料。")
    return examples


def _read(path: Path, table: MatterTable) -> list[Example]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        examples = []
        for number, row in enumerate(csv.DictReader(file)):
            matters = tuple(row["matters"].split(_SEPARATOR))
            for matter in matters:
                if matter not in table:
                    raise DataError(
                        f"{path.name} 第 {number + 2} 行：事项“{matter}”不在 matters.csv 中，请更正或先在事项表中增加。"
                    )
            if row["kind"] not in KINDS:
                raise DataError(
                    f"{path.name} 第 {number + 2} 行：诉求类型“{row['kind']}”无效，可用：{'、'.join(KINDS)}。"
                )
            part = 0 if path.stem.startswith(_WRITERS_FILES) else number // ROWS_PER_GROUP
            examples.append(Example(row["text"], matters, row["kind"], f"{path.stem}/{part}"))
    return examples


def duty_examples() -> list[Example]:
    """Duty texts, their clauses and the names of matters, labelled with the matters that quote the duty first.

    Where several matters share a duty, a clause belongs to those whose name it meets in a concept or a word: of 22.03
    only 露天烧烤 teaches open-air barbecue. A clause that meets none of them says nothing about any and is left out.
    """
    quoted: dict[str, list[Matter]] = defaultdict(list)
    examples = []
    for matter in matter_table().values():
        examples.append(Example(matter.name, (matter.id,), None, f"matter/{matter.id}"))
        for duty in matter.lead:
            quoted[duty.id].append(matter)
    for duty in duty_list().duties.values():
        for text in (duty.text, *clauses(duty)):
            met = tuple(matter.id for matter in _met(text, quoted[duty.id]))
            if met:
                examples.append(Example(text, met, None, f"duty/{duty.id}"))
    return examples


def clauses(duty: Duty) -> list[str]:
    """The parts of a duty text between its commas that say enough to learn from."""
    return [clause for clause in _CLAUSE_END.split(duty.text) if len(clause) >= _SHORTEST_CLAUSE]


def _met(text: str, matters: list[Matter]) -> list[Matter]:
    if len(matters) == 1:
        return matters
    said = _keys(text)
    return [matter for matter in matters if said & _keys(matter.name)]


def _keys(text: str) -> set[str]:
    cleaned = clean(text)
    words = {cleaned[start:end] for start, end in word_spans(cleaned) if end - start > 1}
    return words | {hit.concept.name for hit in concept_table().find(cleaned)}
