"""The order of work: blocks go to the crew ahead of the writer, each text once, and come back in order."""

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field

from router.batch.crew import Crew
from router.cells import Answer
from router.errors import ComplaintRouterError

Texts = list[str]
_TRIES = 3
_MOST_SHARED = 20_000
_CANDIDATES = 400


class WorkersLostError(ComplaintRouterError):
    """Worker processes died again and again."""


class Memory:
    """Answers to the texts seen last, so that a text that comes again is not classified again.

    Bounded by characters; very long texts, which seldom come twice, are not kept.
    """

    def __init__(self, most_characters: int = 24_000_000, longest: int = 2_000) -> None:
        self._room = most_characters
        self._longest = longest
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        # One copy of what answers share does for all, whichever worker and block they came from.
        self._shared: dict[tuple[str | None, ...], tuple[str | None, ...]] = {}

    def get(self, text: str) -> Answer | None:
        """The answer to ``text``, None where it is not known."""
        answer = self._answers.get(text)
        if answer is not None:
            self._answers.move_to_end(text)
        return answer

    def keep(self, text: str, answer: Answer) -> Answer:
        """Remember an answer, and forget those not asked for the longest time. Returns the answer as it is kept."""
        if len(self._shared) >= _MOST_SHARED:
            self._shared.clear()
        answer = Answer(self._shared.setdefault(answer.shared, answer.shared), answer.own)
        if len(text) <= self._longest and text not in self._answers:
            self._answers[text] = answer
            self._room -= _size(text)
            while self._room < 0:
                self._room += _size(self._answers.popitem(last=False)[0])
        return answer


def _size(text: str) -> int:
    """What is kept for an answer alone: the text, the words of it that are quoted, and the list of candidates."""
    return 2 * len(text) + _CANDIDATES


@dataclass
class _Task:
    """A block under way: its texts, the answers known so far, and who has the others.

    ``missing`` are asked of the crew, in ``future``; ``awaited`` are among the missing of an earlier block.
    """

    texts: Texts
    known: dict[str, Answer] = field(default_factory=dict)
    missing: Texts = field(default_factory=list)
    awaited: "dict[str, _Task]" = field(default_factory=dict)
    future: "Future[list[Answer]] | None" = None


class Foreman:
    """Hands blocks to a crew and takes the answers back in order."""

    def __init__(self, crew: Crew, memory: Memory) -> None:
        self._crew = crew
        self._memory = memory
        self._under_way: deque[_Task] = deque()
        self._asked: dict[str, _Task] = {}

    def answers(self, blocks: Iterable[Texts]) -> Iterator[list[Answer]]:
        """For each block the answers to its texts. ``blocks`` is read no further ahead than the crew can use.

        Raises WorkersLostError where workers keep dying.
        """
        for texts in blocks:
            self._under_way.append(self._begin(texts))
            if len(self._under_way) >= self._crew.window:
                yield self._finish()
        while self._under_way:
            yield self._finish()

    def _begin(self, texts: Texts) -> _Task:
        task = _Task(texts)
        for text in dict.fromkeys(texts):
            answer = self._memory.get(text)
            if answer is not None:
                task.known[text] = answer
            elif text in self._asked:
                task.awaited[text] = self._asked[text]
            else:
                task.missing.append(text)
                self._asked[text] = task
        if task.missing:
            task.future = self._crew.submit(task.missing)
        return task

    def _finish(self) -> list[Answer]:
        task = self._under_way[0]
        if task.future is not None:
            for text, answer in zip(task.missing, self._result(task), strict=True):
                task.known[text] = self._memory.keep(text, answer)
                del self._asked[text]
        for text, earlier in task.awaited.items():
            task.known[text] = earlier.known[text]
        # Or each block would keep the one before it, and so all of them.
        task.awaited.clear()
        self._under_way.popleft()
        return [task.known[text] for text in task.texts]

    def _result(self, task: _Task) -> list[Answer]:
        for _ in range(_TRIES):
            try:
                assert task.future is not None
                return task.future.result()
            except self._crew.losses:
                self._start_again()
        raise WorkersLostError(
            f"工作进程连续 {_TRIES} 次意外退出，可能是内存不足。已完成的行都已保存；请减少 --workers 后再次运行同一命令接着做。"
        )

    def _start_again(self) -> None:
        """A dead worker takes the whole pool with it: hand out anew every block that was under way."""
        self._crew.renew()
        for task in self._under_way:
            if task.missing:
                task.future = self._crew.submit(task.missing)
