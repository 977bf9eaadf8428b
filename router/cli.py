"""The command ``complaint-router``: parse, call, print. Errors become one line and exit code 1."""

import importlib
import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from router.dates import parse_date
from router.deadlines import schedule
from router.duties import duty_list
from router.errors import ComplaintRouterError
from router.help import examples
from router.office import load_office, write_settings
from router.opening import open_router, train_base
from router.render import render, render_schedule

_CHINESE_ENCODINGS = ("utf8", "gbk", "gb18030", "cp936")


TABLE_COMMANDS = ("batch", "slips")
WORKBENCH_COMMANDS = ("backup", "export", "key", "models", "restore", "retention", "statistics", "user")
# Commands written elsewhere, in a module that is loaded when one of them is called and not before: answering one letter
# loads neither what reads tables nor what serves pages.
_ELSEWHERE = {
    **dict.fromkeys(TABLE_COMMANDS, "router.table_commands"),
    **dict.fromkeys(WORKBENCH_COMMANDS, "web.commands"),
    **dict.fromkeys(("key", "user"), "web.people.commands"),
    "models": "web.learning.commands",
    "statistics": "web.statistics.command",
}


class _Command(click.Group):
    """A group in which an error of ours is one Chinese line and not a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted((*super().list_commands(ctx), *_ELSEWHERE))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        commands: dict[str, click.Command] = importlib.import_module(_ELSEWHERE[cmd_name]).COMMANDS
        return commands[cmd_name]

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ComplaintRouterError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="complaint-router", message="%(version)s")
def main() -> None:
    """信访诉求分办助手：按责任清单给出主办、协办部门及其责任依据。

    本程序在本机运行，不连接网络；建议仅供参考，由经办人决定。
    """


@main.command()
@click.argument("text")
@click.option("--received", help="收件日期，如 2026-11-26；写了就推算办理期限。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@examples(
    'complaint-router route "楼下烧烤油烟太大"',
    'complaint-router route "楼下烧烤油烟太大" --received 2026-11-26',
    "complaint-router route - --json < 来信.txt",
)
def route(text: str, received: str | None, as_json: bool) -> None:
    """研判一件来信，给出主办、协办部门和责任依据；“-”表示从标准输入读取。"""
    day = parse_date(received) if received else None
    if text == "-":
        text = _decode(sys.stdin.buffer.read())
    routing = open_router().route(text)
    due, today = schedule(day, routing.legal) if day else None, date.today()
    if as_json:
        answer = routing.to_json() | ({"deadlines": due.to_json(today)} if due else {})
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    click.echo(render(routing) + (f"\n{render_schedule(due, today)}" if due else ""))


@main.command()
@click.option(
    "--with-decisions", is_flag=True, help="把经办人的决定一并用于训练；新模型不比现用的差才会采用。"
)
@click.option("--db", "url", metavar="URL", help="决定所在的数据库；默认同网页。")
@click.option(
    "--evaluation",
    type=click.Path(path_type=Path),
    help="固定评测表（格式同 evaluate）；默认用本单位的 evaluation.csv，没有则用随程序提供的。",
)
@click.option("--user", "user_id", type=int, hidden=True)
@examples("complaint-router train", "complaint-router train --with-decisions")
def train(with_decisions: bool, url: str | None, evaluation: Path | None, user_id: int | None) -> None:
    """用责任清单和语料训练模型，并打印交叉验证成绩。"""
    if not with_decisions:
        train_base()
        return
    from web.learning.training import train_with_decisions

    open_router()
    train_with_decisions(url, evaluation, user_id)


@main.command()
@click.argument("letters", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option(
    "--report",
    metavar="FILE.html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="另写一页网页报告：各项成绩、图表和逐件错误；离线可看，含来信原文。",
)
@examples(
    "complaint-router evaluate letters.csv",
    "complaint-router evaluate letters.csv --json",
    "complaint-router evaluate letters.csv --report 评测报告.html",
)
def evaluate(letters: Path, as_json: bool, report: Path | None) -> None:
    """在已标注的来信上测量准确率（列：id, text, scope, kind, leads, co, duties, territory）。"""
    from training.evaluate import evaluate_letters

    router = open_router()
    evaluation = evaluate_letters(router, letters)
    if report:
        from training.report import write_report

        write_report(router, evaluation, report)
        click.echo(f"报告已写入 {report}。", err=True)
    if as_json:
        click.echo(json.dumps(evaluation.figures, ensure_ascii=False, indent=2))
        return
    for name, value in evaluation.figures.items():
        click.echo(f"{name:<30}{value}")


@main.command()
@click.argument("words", nargs=-1)
@examples("complaint-router duties", "complaint-router duties 扬尘", "complaint-router duties 22.03")
def duties(words: tuple[str, ...]) -> None:
    """查责任清单：按条目编号、部门名称（含俗称）或条文中的词；不写则列出全部。"""
    listed = duty_list()
    found = listed.search(" ".join(words))
    for duty in found:
        click.echo(f"{duty.id} {duty.department.short}　{duty.text}")
    if not found:
        raise click.ClickException(
            f"责任清单中没有同时含“{'、'.join(words)}”的条目，请换个词（如 噪声、垃圾、城管）再查。"
        )
    click.echo(f"共 {len(found)} 条。依据：{listed.version}", err=True)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址；默认只限本机。")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口。")
@examples("complaint-router serve", "complaint-router serve --port 8080")
def serve(host: str, port: int) -> None:
    """打开网页表单；没有模型时先训练。"""
    from web import serve as serve_web

    open_router()
    serve_web(host, port, ready=click.echo)


@main.command()
@examples("complaint-router settings")
def settings() -> None:
    """把函件设置（单位名称、文号格式、电话等）复制到可以修改的地方，并显示其位置。"""
    click.echo(f"函件设置：{write_settings()}。用记事本打开修改，存为 UTF-8。")
    load_office()


def _decode(data: bytes) -> str:
    """Text piped in: UTF-8, else the encoding of Chinese Windows; nothing is lost where neither fits."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _use_utf8() -> None:
    """Chinese must come out whole also where the console speaks another code page, the rest as far as it can."""
    for stream in (sys.stdout, sys.stderr):
        encoding = (stream.encoding or "").lower().replace("-", "")
        if isinstance(stream, io.TextIOWrapper):
            known = encoding in _CHINESE_ENCODINGS
            stream.reconfigure(encoding=stream.encoding if known else "utf-8", errors="replace")


_use_utf8()

if __name__ == "__main__":
    main()
