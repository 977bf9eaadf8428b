"""From clerks' decisions to a model that answers, or to the reasons why it may not."""

import csv
import json
from dataclasses import replace

import pytest

from router.errors import ModelError, TableError
from router.paths import model_dir, models_dir
from router.privacy import mask
from router.router import Router
from router.store import MODEL_FILE, load_model, read_manifest
from router.versions import base_version, kept_models, rollback
from training.dataset import data_version
from training.fixed import evaluation_path
from training.learning import Candidate
from training.train import Trained
from training.verdict import Comparison, Paired
from web.learning.alone import BusyError, alone
from web.learning.gathering import gather, outside_shown
from web.learning.record import read_outcome
from web.learning.work import LOCK, NothingToLearnError, learn_from
from web.store import Actor, Draft

CLERK = Actor(1)


def learn(store, evaluation=None):
    return learn_from(store, evaluation, CLERK, lambda _: None)


def answers(texts):
    router = Router.of(load_model(model_dir()))
    return json.dumps([routing.to_json() for routing in router.route_many(texts)], ensure_ascii=False)


def entry_of(store, action):
    (entry,) = [entry for entry in store.audit.list().entries if entry.action == action]
    return entry


def test_a_model_that_learned_is_accepted_and_going_back_gives_the_old_answers_to_the_byte(
    small, open_office
):
    store, texts = open_office("right"), [text for text, _ in small.incoming()]
    former, before, digest = model_dir(), answers(texts), (model_dir() / MODEL_FILE).read_bytes()
    outcome = learn(store)
    assert outcome.is_accepted, outcome.reasons
    assert outcome.former == data_version() == base_version(outcome.version) != outcome.version

    manifest = read_manifest(model_dir())
    assert manifest.version == outcome.version == load_model(model_dir()).version
    learned = manifest.learned
    assert learned["base_version"] == data_version()
    assert learned["texts_from_decisions"] == len(texts) == learned["letters"]
    assert (learned["accepted_by"], learned["former"]) == ("管理员甲", data_version())
    assert learned["accepted_at"] and learned["decided"]["letters"] == len(texts)
    assert learned["fixed"]["after"] >= learned["fixed"]["before"] - 1
    assert learned["corpus_before"] == read_manifest(former).scores
    entry = entry_of(store, "model.accept")
    assert entry.user_name == "管理员甲" and outcome.version in entry.object
    assert read_outcome() == outcome
    assert answers(texts) != before
    with pytest.raises(NothingToLearnError, match="已经学过这些决定"):
        learn(store)

    rollback(data_version())
    assert model_dir() == former
    assert (model_dir() / MODEL_FILE).read_bytes() == digest
    assert answers(texts) == before
    assert {model.version for model in kept_models()} == {outcome.version, data_version()}


def test_shuffled_decisions_are_refused_with_the_reason(open_office):
    store, before = open_office("shuffled"), model_dir()
    outcome = learn(store)
    assert any(reason.startswith("决定与其他文本矛盾") for reason in outcome.reasons)
    assert model_dir() == before and len(kept_models()) == 1
    assert "互相矛盾" in entry_of(store, "model.refuse").detail
    assert read_outcome().reasons == outcome.reasons


def test_a_shuffled_corpus_is_refused_with_the_reason(open_office, monkeypatch):
    store = open_office("right")
    monkeypatch.setenv("SHUFFLED", "1")
    outcome = learn(store)
    assert any(reason.startswith("固定评测变差") for reason in outcome.reasons)
    assert any(reason.startswith("语料交叉验证变差：事项") for reason in outcome.reasons)
    assert read_manifest(model_dir()).version == data_version()


def test_a_model_changed_meanwhile_is_not_overwritten(open_office, small_model, monkeypatch):
    """While the candidate was trained somebody else made another model answer."""
    store, former = open_office("right"), data_version()

    def learn_slowly(present, manifest, joined, evaluation, report):
        changed = json.loads((model_dir() / "manifest.json").read_text()) | {"version": "other"}
        (model_dir() / "manifest.json").write_text(json.dumps(changed))
        model = replace(load_model(small_model), version=f"{former}+1")
        same = Paired.of([True] * 20, [True] * 20)
        return Candidate(Trained(model, 1, {}, {}), Comparison(same, same, 20, {}, {}), (), {})

    monkeypatch.setattr("web.learning.work.learn", learn_slowly)
    with pytest.raises(ModelError, match="训练期间现用模型已经更换"):
        learn(store)
    assert not (models_dir() / f"{former}+1").exists()


def test_what_was_taken_back_or_returned_is_not_learned(open_office):
    store = open_office("right")
    first, second, *others = [decided.complaint_id for decided in store.decisions.decided()]
    store.decisions.decide(first, 1, Draft("undo", undoes=store.decisions.history(first)[-1].id), CLERK)
    store.decisions.decide(second, 1, Draft("return", department_no=22, reason="不归我们管"), CLERK)
    learned = {example.text for example in gather(store, evaluation_path()).examples}
    assert learned == {store.decisions.get(number).text for number in others}


def test_a_confirmed_suggestion_is_learned_and_keeps_its_outside_matter(store, take_in, administrator):
    inside, outside = take_in("楼下饭店油烟太大，熏得不敢开窗"), take_in("公交车半小时不来一趟，等得着急")
    assert store.decisions.get(outside).suggestion.answer["scope"] == "out"
    for number in (inside, outside):
        store.decisions.decide(number, 0, Draft("confirm"), administrator)
    assert dict(outside_shown(store)) == {outside: "out-transit"}
    examples = gather(store, evaluation_path()).examples
    assert [example.matters for example in examples] == [("air-cooking",), ("out-transit",)]


def test_personal_data_never_reach_the_training_text(store, take_in, decide):
    secrets = ("建国", "13909941234", "652301198001011234")
    decide(
        take_in(f"我叫王{secrets[0]}，电话{secrets[1]}，身份证{secrets[2]}，村口养猪场臭气熏天"),
        "agri-livestock",
    )
    (example,) = gather(store, evaluation_path()).examples
    assert not any(secret in example.text for secret in secrets)
    assert mask(example.text) == example.text
    assert "养猪场臭气熏天" in example.text


def test_letters_of_the_fixed_evaluation_are_not_learned_though_stored_with_names_masked(
    take_in, decide, store
):
    asked = "我叫王建国，楼下饭店油烟太大，熏得不敢开窗。"
    assert mask(asked) != asked
    with evaluation_path().open("a", encoding="utf-8", newline="") as table:
        csv.writer(table).writerow(("named", asked, "in", "complaint", "22", "", "", ""))
    decide(take_in(asked), "air-cooking")
    joined = gather(store, evaluation_path())
    assert joined.examples == () and list(joined.left_out) == ["evaluation"]


def test_too_few_decisions_are_said_before_anything_is_trained(store, take_in, decide):
    decide(take_in("村口养猪场臭气熏天，夜里开不了窗"), "agri-livestock")
    with pytest.raises(NothingToLearnError, match="只有 1 件，至少要有 10 件"):
        learn(store)


def test_only_one_trains_at_a_time(store):
    with alone(models_dir() / LOCK), pytest.raises(BusyError, match="同时只能训练一个"):
        learn(store)


def test_an_evaluation_of_three_letters_tells_nothing(store, tmp_path):
    table = tmp_path / "三件.csv"
    lines = evaluation_path().read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(lines[:4]), encoding="utf-8")
    with pytest.raises(TableError, match="只有 3 件可评的来信"):
        learn(store, table)
