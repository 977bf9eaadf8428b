"""What the commands of the workbench have in common, with nothing loaded that their help does not need."""

import click

DATABASE = click.option(
    "--db",
    "url",
    metavar="URL",
    help="数据库地址或文件；默认取环境变量 COMPLAINT_ROUTER_DB，再默认为本用户的 workbench.db。",
)
OVERWRITE = click.option("--overwrite", is_flag=True, help="目标文件已存在时覆盖。")
