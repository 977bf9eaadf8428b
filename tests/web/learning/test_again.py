"""Letters that wait get the suggestion of the model that answers now; others keep theirs."""

from dataclasses import replace

import pytest

from router.router import Router
from web.learning.again import SuggestAgain
from web.learning.alone import BusyError

LETTERS = ("村口养猪场臭气熏天", "工地半夜打桩吵得睡不着觉", "公交车半小时不来一趟")


@pytest.fixture
def newer(small_router):
    """A router whose model goes by another name."""
    return Router.of(replace(small_router.model, version="newer"))


def versions(store, number):
    return [suggestion.model_version for suggestion in store.decisions.suggestions(number)]


def test_only_letters_that_wait_are_asked_again(store, take_in, decide, administrator, newer, small_router):
    pigs, noise, _ = map(take_in, LETTERS)
    decide(noise, "noise-construction")
    again, old = SuggestAgain(store), small_router.model.version
    assert (again.waiting("newer"), again.waiting(old)) == (2, 0)
    again.start(newer, administrator)
    again.wait(60)
    assert (again.round.done, again.round.failed, again.round.is_running) == (2, 0, False)
    assert versions(store, pigs) == [old, "newer"]
    assert versions(store, noise) == [old]
    # After going back, the latest suggestion counts and not an older one of the same version.
    assert (again.waiting("newer"), again.waiting(old)) == (0, 2)


def test_one_letter_that_fails_keeps_no_other_from_it(
    store, take_in, administrator, newer, monkeypatch, caplog
):
    first, second, third = map(take_in, LETTERS)
    ask = store.intake.suggest_again

    def fail(number, router, actor):
        return 1 / 0 if number == second else ask(number, router, actor)

    monkeypatch.setattr(store.intake, "suggest_again", fail)
    again = SuggestAgain(store)
    again.start(newer, administrator)
    again.wait(60)
    assert (again.round.done, again.round.failed) == (3, 1)
    assert f"来信 {second} 未能重新研判" in caplog.text
    assert versions(store, first)[-1] == versions(store, third)[-1] == "newer"


def test_one_round_at_a_time(store, take_in, administrator, newer):
    take_in(LETTERS[0])
    again = SuggestAgain(store)
    again.start(newer, administrator)
    again.wait(60)
    again.round.is_running = True
    with pytest.raises(BusyError, match="正在重新研判"):
        again.start(newer, administrator)
