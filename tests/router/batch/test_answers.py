"""The order of work: each text once, answers in the order of the rows, whoever is at work on them."""

import weakref
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future

from router.batch.answers import Foreman, Memory
from router.cells import Answer


class SlowCrew:
    """Answers a block only when its answer is asked for; meanwhile takes two more."""

    window = 3
    losses: tuple[type[BaseException], ...] = (BrokenPipeError,)

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.fails = 0

    def submit(self, texts: list[str]) -> "Future[list[Answer]]":
        self.asked.append(texts)
        future: Future[list[Answer]] = Future()
        if self.fails:
            self.fails -= 1
            future.set_exception(BrokenPipeError())
        else:
            future.set_result([answer(text) for text in texts])
        return future

    def renew(self) -> None:
        pass

    def close(self) -> None:
        pass


def answer(text: str) -> Answer:
    return Answer((), (text,))


def texts_of(answers: Iterator[list[Answer]]) -> list[list[str]]:
    return [[cell for one in block for cell in one.own] for block in answers]


BLOCKS = [["甲", "乙"], ["乙", "丙", "乙"], ["甲", "乙"], ["丁"], ["甲"]]


def test_a_text_that_is_under_way_is_not_asked_for_again() -> None:
    crew = SlowCrew()
    assert texts_of(Foreman(crew, Memory()).answers(BLOCKS)) == BLOCKS
    assert crew.asked == [["甲", "乙"], ["丙"], ["丁"]]


def test_a_text_too_long_to_be_remembered_is_answered_from_the_block_under_way() -> None:
    crew = SlowCrew()
    assert texts_of(Foreman(crew, Memory(longest=0)).answers(BLOCKS)) == BLOCKS
    assert crew.asked == [["甲", "乙"], ["丙"], ["丁"], ["甲"]]


def test_what_a_lost_worker_had_is_asked_for_again_and_nothing_is_lost() -> None:
    crew = SlowCrew()
    crew.fails = 2
    assert texts_of(Foreman(crew, Memory()).answers(BLOCKS)) == BLOCKS


class WatchedText(str):
    """A text of which it can be seen whether anybody still has it."""


def test_blocks_that_are_done_are_let_go() -> None:
    crew, watched, alive = SlowCrew(), [], 0
    crew.asked = deque(maxlen=0)

    def blocks() -> Iterator[list[str]]:
        """Each waits for a text of the one before, and has a new one."""
        for number in range(50):
            block = [WatchedText(number), WatchedText(number + 1)]
            watched.extend(map(weakref.ref, block))
            yield block

    for _ in Foreman(crew, Memory(longest=0)).answers(blocks()):
        alive = max(alive, sum(text() is not None for text in watched))
    assert alive <= 2 * (SlowCrew.window + 2)


def test_memory_forgets_what_was_not_asked_for_the_longest_time() -> None:
    memory = Memory(most_characters=810, longest=5)
    memory.keep("甲", Answer((), ("1",)))
    memory.keep("乙", Answer((), ("2",)))
    memory.get("甲")
    memory.keep("丙", Answer((), ("3",)))
    memory.keep("太长的一段文字", Answer((), ("4",)))
    assert [memory.get(text) for text in ("甲", "乙", "丙", "太长的一段文字")] == [
        Answer((), ("1",)),
        None,
        Answer((), ("3",)),
        None,
    ]
