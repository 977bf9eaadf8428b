"""The router of a command: with the stored model, trained first where there is none that fits."""

import click

from router.errors import ModelMissingError
from router.paths import model_dir
from router.router import Router
from router.store import load_model
from router.versions import base_version, current_version, publish, staging


def open_router() -> Router:
    """The router with the stored model; one that is missing, stale or made from other data is trained first."""
    from training.dataset import data_version

    try:
        model = load_model(model_dir())
        if base_version(model.version) == data_version():
            return Router.of(model)
        reason = "语料或数据表已更改，模型需要重新训练。"
    except ModelMissingError as error:
        reason = str(error)
    click.echo(f"{reason}现在开始训练，约需一两分钟…", err=True)
    train_base()
    return Router.of(load_model(model_dir()))


def train_base() -> None:
    """Train on corpus and duty list alone, publish the model, and print what it scored."""
    from training.train import train_and_save  # serving works without loading what training needs

    former = current_version()
    with staging() as folder:
        train_and_save(folder, lambda line: click.echo(line, err=True))
        manifest = publish(folder)
    scores = "，".join(f"{name} {value:.4f}" for name, value in manifest.scores.items())
    click.echo(f"模型 {manifest.version} 已保存到 {model_dir()}，训练文本 {manifest.texts} 条。")
    click.echo(f"交叉验证：{scores}")
    if former and former != base_version(former):
        click.echo(
            f"原来的模型 {former} 学过经办人的决定，这个没有。请再运行 complaint-router train --with-decisions。"
        )
