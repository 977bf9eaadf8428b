"""Commands that care for the store, loaded by `router.cli` when one of them is called.

What is imported beneath a command is not loaded for its help.
"""

from pathlib import Path

import click

from web.command_options import DATABASE, OVERWRITE

_TARGET = click.argument("target", type=click.Path(path_type=Path, dir_okay=False))


@click.command("backup")
@_TARGET
@OVERWRITE
@DATABASE
def backup_command(target: Path, overwrite: bool, url: str | None) -> None:
    """备份数据库，使用中也可以；备份后检查完整性并写出校验值。

    SQLite 备份为一个 .db 文件，PostgreSQL 备份为 .zip；两种都可以恢复到任一种数据库。

    \b
    例：
      complaint-router backup 备份/workbench-20261127.db
    """
    from web.store import COMMAND_LINE, open_store

    with open_store(url) as store:
        made = store.care.backup(target, COMMAND_LINE, overwrite=overwrite)
    click.echo(
        f"已备份到 {made.path}（{made.bytes / 2**20:.1f} MB）：来信 {made.complaints} 件，决定 {made.decisions} 条。"
    )
    click.echo(f"完整性检查通过，SHA-256 {made.digest}")


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="取代已有数据的 SQLite 数据库；原有文件改名保留在旁边。")
@DATABASE
def restore_command(source: Path, replace: bool, url: str | None) -> None:
    """检查备份并恢复。请先停止网页服务；已有数据的数据库不会被覆盖。

    \b
    例：
      complaint-router restore 备份/workbench-20261127.db --replace
      complaint-router restore 备份.db --db postgresql://用户@主机/库名
    """
    from web.store import COMMAND_LINE, restore

    done = restore(source, url, COMMAND_LINE, replace=replace)
    click.echo(f"已恢复：来信 {done.complaints} 件，决定 {done.decisions} 条。")
    if done.set_aside:
        click.echo(f"原有数据库保留为 {done.set_aside}。")


@click.command("export")
@_TARGET
@OVERWRITE
@DATABASE
def export_command(target: Path, overwrite: bool, url: str | None) -> None:
    """导出全部数据为 .zip：CSV 可用 Excel 打开，JSON 行供其他程序使用；不含密码和密钥。

    \b
    例：
      complaint-router export 导出.zip
    """
    from web.store import COMMAND_LINE, open_store

    with open_store(url) as store:
        manifest = store.care.export(target, COMMAND_LINE, overwrite=overwrite)
    click.echo(
        f"已导出到 {target}：来信 {manifest.rows['complaints']} 件，决定 {manifest.rows['decisions']} 条。"
    )


@click.command("retention")
@click.option("--days", required=True, type=click.IntRange(1), help="决定之后保存多少天。")
@click.option("--yes", is_flag=True, help="确认清除；不写则只列出件数。")
@DATABASE
def retention_command(days: int, yes: bool, url: str | None) -> None:
    """清除决定已超过期限的来信内容，只留统计所需的各栏；清除后不能恢复。

    \b
    例：
      complaint-router retention --days 1095
      complaint-router retention --days 1095 --yes
    """
    from web.store import COMMAND_LINE, open_store
    from web.store.care import STILL_ELSEWHERE

    with open_store(url) as store:
        if not yes:
            due = store.care.expired(days)
            click.echo(
                f"决定于 {due.before.astimezone():%Y-%m-%d} 以前的来信有 {due.letters} 件。确认清除请加 --yes。"
            )
            return
        removed = store.care.remove_expired(days, COMMAND_LINE)
    click.echo(f"已清除 {removed.letters} 件来信的内容，并记入审计日志。{STILL_ELSEWHERE}")


COMMANDS: dict[str, click.Command] = {
    "backup": backup_command,
    "export": export_command,
    "restore": restore_command,
    "retention": retention_command,
}
