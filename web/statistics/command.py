"""``complaint-router statistics``: all tables of a span of days as one workbook."""

from datetime import date, datetime
from pathlib import Path

import click

from router.errors import OutputError
from router.files import write_beside
from web.command_options import DATABASE, OVERWRITE
from web.queue_view import territories
from web.statistics.period import period_of
from web.statistics.report import tables
from web.statistics.service import Statistics
from web.statistics.workbook import write_workbook
from web.store import COMMAND_LINE, open_store

_DAY = click.DateTime(("%Y-%m-%d",))


@click.command("statistics")
@click.option("--from", "since", type=_DAY, required=True, help="起始日期，如 2026-01-01。")
@click.option("--to", "until", type=_DAY, required=True, help="截止日期，含当日。")
@click.option("-o", "--output", "target", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--territory", type=click.Choice(territories()), help="只统计一个县市、园区或州外。")
@OVERWRITE
@DATABASE
def statistics_command(
    since: datetime, until: datetime, target: Path, territory: str | None, overwrite: bool, url: str | None
) -> None:
    """统计一段时间的来信、研判、用时、重复、热点和退单，写成 Excel 工作簿，一表一页。

    \b
    例：
      complaint-router statistics --from 2026-01-01 --to 2026-03-31 -o 一季度.xlsx
    """
    if since > until:
        raise click.UsageError(f"起始日期 {since:%Y-%m-%d} 在截止日期 {until:%Y-%m-%d} 之后，请对调。")
    if target.suffix.lower() != ".xlsx":
        raise OutputError(f"统计只能写成 .xlsx，请把“{target.name}”的后缀改为 .xlsx。")
    if target.exists() and not overwrite:
        raise OutputError(f"{target} 已存在，没有写入。请另选文件名，或加 --overwrite。")
    with open_store(url) as store:
        statistics = Statistics(store)
        chosen = statistics.of(period_of("custom", date.today(), since.date(), until.date()), territory)
        with write_beside(target) as temporary:
            write_workbook(
                tables(chosen, statistics.lookup), f"{chosen.period.words}　{territory or '全州'}", temporary
            )
        store.audit.add(COMMAND_LINE, "export.statistics", "", {"table": "xlsx", "days": chosen.period.words})
    click.echo(
        f"已写入 {target}：{chosen.period.words}收到 {len(chosen.received):,} 件，研判 {len(chosen.decided):,} 件。"
    )


COMMANDS: dict[str, click.Command] = {"statistics": statistics_command}
