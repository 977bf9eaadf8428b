"""``complaint-router train --with-decisions``: for somebody at a terminal, and for the page that reads its lines."""

import os
from pathlib import Path

import click

from web.learning.record import Outcome
from web.learning.side_by_side import side_by_side
from web.learning.work import learn_from
from web.store import COMMAND_LINE, Actor, open_store

_LESS_URGENT = 5


def train_with_decisions(url: str | None, evaluation: Path | None, user_id: int | None) -> None:
    """Train, print how the two models compare, and end with an error where the new one was refused.

    With ``user_id`` it is the page that asks: the lines go to it, and the machine serves clerks first.
    """
    is_page = user_id is not None
    if is_page and hasattr(os, "nice"):
        os.nice(_LESS_URGENT)
    with open_store(url) as store:
        actor = Actor(user_id) if is_page else COMMAND_LINE
        outcome = learn_from(store, evaluation, actor, lambda line: click.echo(line, err=not is_page))
    if not is_page:
        click.echo("\n".join(compared(outcome)))
    if not outcome.is_accepted:
        # The page shows the reasons beside the figures.
        reasons = "理由见下。" if is_page else "".join(outcome.reasons)
        raise click.ClickException(f"新模型 {outcome.version} 未采用，仍用 {outcome.former}。{reasons}")
    way = "可以退回" if is_page else "可用 complaint-router models rollback 退回"
    click.echo(f"已采用新模型 {outcome.version}；原来的 {outcome.former} 已保留，{way}。")


def compared(outcome: Outcome) -> list[str]:
    """The two models side by side, a line for each measure."""
    return [
        f"{row.measure}{f'（{row.letters} 件）' if row.letters else ''}：{row.before} → {row.after} {row.trend}"
        f"{f'，{row.remark}' if row.remark else ''}"
        for row in side_by_side(outcome.details)
    ]
