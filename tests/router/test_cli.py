import json

import pytest
from click.testing import CliRunner

from router import cli
from router.paths import HOME_VARIABLE


@pytest.fixture
def run(router, monkeypatch):
    """Run the command with the shared model."""
    monkeypatch.setattr(cli, "open_router", lambda: router)
    monkeypatch.setattr("router.table_commands.open_router", lambda: router)
    return lambda *arguments, **options: CliRunner().invoke(cli.main, list(arguments), **options)


@pytest.mark.parametrize(
    "command",
    [[], ["route"], ["batch"], ["train"], ["evaluate"], ["duties"], ["serve"], ["slips"], ["settings"]],
)
def test_every_command_explains_itself_with_an_example(run, command):
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert not command or "例：" in result.output


def test_route_prints_departments_with_their_duty(run):
    result = run("route", "露天烧烤")
    assert result.exit_code == 0
    assert "主办  州住建局（很有把握" in result.output
    assert "22.03 依法依规对城市建成区内社会噪声" in result.output


def test_route_json_is_one_object(run):
    answer = json.loads(run("route", "单位拖欠工资", "--json").output)
    assert (answer["scope"], answer["departments"]) == ("out", [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_route_reads_standard_input_in_the_encodings_of_office_computers(run, encoding):
    result = run("route", "-", "--json", input="楼下饭店油烟太大".encode(encoding))
    assert json.loads(result.output)["departments"][0]["department_no"] == 22


def test_route_of_nothing_says_so_and_does_not_fail(run):
    result = run("route", "")
    assert result.exit_code == 0
    assert "诉求内容为空" in result.output


def test_duties_finds_by_word_and_fails_in_one_line_where_nothing_is_found(run):
    assert "22.03 州住建局" in run("duties", "露天烧烤").output
    result = run("duties", "独角兽")
    assert result.exit_code == 1
    assert "没有同时含“独角兽”的条目" in result.output
    assert "Traceback" not in result.output


def test_evaluate_names_the_columns_that_are_missing(run, tmp_path):
    table = tmp_path / "letters.csv"
    table.write_text("编号,内容\n1,噪声\n", encoding="utf-8")
    result = run("evaluate", str(table))
    assert result.exit_code == 1
    assert "缺少列：id、text、scope" in result.output


def test_evaluate_prints_all_measures(run, tmp_path):
    table = tmp_path / "letters.csv"
    table.write_text(
        "id,text,scope,kind,leads,co,duties,territory\n"
        "1,露天烧烤,in,complaint,22,11,22.03,\n2,单位拖欠工资,out,complaint,,,,\n",
        encoding="utf-8",
    )
    measures = json.loads(run("evaluate", str(table), "--json").output)
    assert measures["lead_accuracy"] == measures["first_ground"] == measures["out_f1"] == 1
    assert measures["letters"] == 2


def test_batch_writes_the_table_a_summary_and_the_page_asked_for(run, tmp_path):
    table, report = tmp_path / "in.csv", tmp_path / "报告.html"
    table.write_text("诉求内容,地点\n昌吉市露天烧烤油烟太大,甲\n,乙\n单位拖欠工资,丙\n", encoding="utf-8")
    result = run("batch", str(table), "-o", str(tmp_path / "out.csv"), "--report", str(report))
    assert result.exit_code == 0
    for words in (
        "3 行",
        "处理建议：",
        "主办部门：州住建局 1",
        "属地：",
        "昌吉市 1",
        "诉求内容为空，无法判断。（第 3 行）",
    ):
        assert words in result.output
    page = report.read_text(encoding="utf-8")
    assert "<svg" in page
    assert "诉求内容为空，无法判断。" in page
    assert "http" not in page


def test_usage_errors_exit_with_two(run):
    assert run("route").exit_code == 2
    assert run("serve", "--port", "0").exit_code == 2


def test_a_model_that_was_changed_is_refused_in_one_line(monkeypatch, tmp_path, model_folder):
    home = tmp_path / "home"
    (home / "model").mkdir(parents=True)
    (home / "model" / "manifest.json").write_bytes((model_folder / "manifest.json").read_bytes())
    (home / "model" / "model.joblib").write_bytes(b"changed")
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    result = CliRunner().invoke(cli.main, ["route", "噪声"])
    assert result.exit_code == 1
    assert "为安全起见不予加载" in result.output
