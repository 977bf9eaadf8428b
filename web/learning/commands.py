"""``complaint-router models``: which models are kept, and which of them answers."""

import click

from router.versions import KeptModel, current_version, kept_models, rollback, use
from training.dataset import data_version
from training.verdict import CORPUS_WORDS
from web.command_options import DATABASE
from web.store import COMMAND_LINE, open_store


@click.group("models")
def models_command() -> None:
    """列出保存的各个模型，改用其中一个，或退回上一个。

    \b
    例：
      complaint-router models list
      complaint-router models rollback
    """


@models_command.command("list")
def list_command() -> None:
    """列出保存的模型，新的在前；带 * 的是现在使用的。"""
    for model in kept_models():
        learned = model.manifest.learned
        extra = f"，含决定 {learned['letters']} 件，{learned['accepted_by']}采用" if learned else ""
        mark = "*" if model.is_current else " "
        scores = "，".join(
            f"{words} {model.manifest.scores.get(name, 0):.2%}" for name, words in CORPUS_WORDS.items()
        )
        click.echo(
            f"{mark} {model.version:<18}{model.manifest.trained_at}  文本 {model.manifest.texts} 条{extra}；{scores}"
        )
    if current_version() is None:
        click.echo("还没有保存的模型，请先运行 complaint-router train。", err=True)


@models_command.command("use")
@click.argument("version")
@DATABASE
def use_command(version: str, url: str | None) -> None:
    """改用保存的模型 VERSION；网页不必重启。"""
    _changed(use(version, data_version()), "model.use", url)


@models_command.command("rollback")
@DATABASE
def rollback_command(url: str | None) -> None:
    """退回上一个使用过的模型；网页不必重启。"""
    _changed(rollback(data_version()), "model.rollback", url)


def _changed(model: KeptModel, action: str, url: str | None) -> None:
    with open_store(url) as store:
        store.audit.add(COMMAND_LINE, action, f"model:{model.version}")
    click.echo(f"现在使用模型 {model.version}（训练于 {model.manifest.trained_at}）。")


COMMANDS: dict[str, click.Command] = {"models": models_command}
