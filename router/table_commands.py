"""The commands that take a table: ``batch`` and ``slips``."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from router.batch import classify_table
from router.dates import parse_date
from router.help import examples
from router.office import load_office
from router.opening import open_router
from router.progress import progress_bar

Command = Callable[..., Any]


def _reads_a_table(output: str) -> Callable[[Command], Command]:
    """The table, which of its sheets and columns, and where the result goes, described by ``output``."""
    path = click.Path(path_type=Path)
    parts = (
        click.argument("source", metavar="IN", type=path),
        click.option("-o", "--output", "target", required=True, type=path, help=output),
        click.option("--column", help="诉求内容所在的列名；多列用 + 连接。不写则自动识别。"),
        click.option("--sheet", help="XLSX 的工作表名；不写则取有诉求内容的一张。"),
        click.option("--overwrite", is_flag=True, help="结果文件已存在时覆盖。"),
    )

    def decorate(function: Command) -> Command:
        for part in reversed(parts):
            function = part(function)
        return function

    return decorate


@click.command()
@_reads_a_table("结果文件，.csv 或 .xlsx。")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="同时工作的进程数。"
)
@click.option("--backend", help="并行方式：loky（本机）或 dask（需另装 complaint-router[dask]）。")
@click.option("--scheduler", help="Dask 调度器地址，如 tcp://10.0.0.1:8786。")
@click.option("--restart", is_flag=True, help="不接着上次中断处，从头再来。")
@click.option("--received", help="表中没有日期的来信按这一天收件推算办理期限。")
@click.option(
    "--report",
    metavar="FILE.html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="另写一页网页报告：各部门、处理建议、属地的件数和需要留意的行；离线可看。",
)
@examples(
    "complaint-router batch 来信.xlsx -o 结果.xlsx",
    "complaint-router batch 来信.xlsx -o 结果.xlsx --report 分办报告.html",
    "complaint-router batch 工单.csv -o 结果.csv --column 诉求内容 --workers 2",
)
def batch(source: Path, target: Path, received: str | None, report: Path | None, **options: Any) -> None:
    """研判一张表，保留原有各行各列，在后面追加主办、协办部门和责任依据等列。"""
    day = parse_date(received) if received else None
    router = open_router()
    with progress_bar() as advance:
        summary = classify_table(source, target, router, received=day, progress=advance, **options)
    if report:
        from router.batch.report import write_report

        write_report(summary, report)
        click.echo(f"报告已写入 {report}。", err=True)
    click.echo("\n".join(summary.sentences()))


@click.command()
@_reads_a_table(".zip 为逐件 Word 函件加清单；.csv、.xlsx 只出一张清单表。")
@click.option(
    "--form", type=click.Choice(["转送", "交办"]), default="转送", show_default=True, help="函件种类。"
)
@click.option("--written", help="函件日期，默认今天。")
@click.option("--received", help="表中没有日期的来信按这一天收件推算期限。")
@click.option("--first-number", default="", help="第一件的文号序号，其后依次加一；不写则留空手填。")
@examples(
    "complaint-router slips 来信.xlsx -o 转送函.zip --first-number 12",
    "complaint-router slips 来信.xlsx -o 清单.xlsx --form 交办",
)
def slips(source: Path, target: Path, **options: Any) -> None:
    """给一张表的来信逐件拟转送函（交办函），检举控告件不印来信人信息。"""
    from router.slip.batch import make_slips, slip_details  # Word files are not needed elsewhere

    details = slip_details(
        **{name: options.pop(name) for name in ("form", "written", "received", "first_number")}
    )
    summary = make_slips(source, target, open_router(), details, load_office(), **options)
    click.echo("\n".join(summary.sentences()))


COMMANDS = {"batch": batch, "slips": slips}
