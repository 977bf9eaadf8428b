"""The slip: what stands on it, what must not, and that offices can open it."""

import shutil
import subprocess
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from router.office import load_office
from router.slip.content import CONFIDENTIAL, Slip, SlipDetails, make_slip
from router.slip.docx import slip_docx

TWO_ISSUES = (
    "昌吉市六工镇的养猪场臭气熏天，粪水流得到处都是，拉料的车是新B12345。另外，有人在河道里盗采砂石，河床挖得全是大坑。"
    "我叫张伟，电话13812345678，住金色小区3栋2单元501室。"
)
REPORT = "昌吉市环保局收了企业好处不管。举报人李建国，电话13999998888，家住世纪花园5栋1单元302室。"
REPORTER = ("李建国", "13999998888", "302", "张伟", "13812345678", "金色小区")
DETAILS = SlipDetails(
    written=date(2026, 11, 27),
    received=date(2026, 11, 26),
    number="12",
    letter_number="2026112600012",
    channel="来信",
    is_repeat="初件",
    people="1",
    petitioner="张伟",
    contact="13812345678",
    address="金色小区",
)


@pytest.fixture
def office(monkeypatch, tmp_path):
    monkeypatch.setenv("COMPLAINT_ROUTER_HOME", str(tmp_path))
    return load_office()


@pytest.fixture
def slip(router, office) -> Slip:
    return make_slip(router.route(TWO_ISSUES), DETAILS, office)


@pytest.fixture
def secret(router, office) -> Slip:
    return make_slip(router.route(REPORT), DETAILS, office)


def words(document: bytes) -> str:
    """All text of a Word file."""
    opened = Document(BytesIO(document))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


def test_a_letter_with_two_issues_goes_to_both_with_their_duties(slip):
    assert slip.title == "信访事项转送函"
    assert slip.number == "昌州信转〔2026〕12号"
    assert {"州生态环境局", "州水利局"} <= {unit.name for unit in slip.main}
    assert len(slip.issues) == 2
    assert [duty[:5] for issue in slip.issues for duty in issue.duties if duty.startswith("24.02")] == [
        "24.02"
    ]
    assert "昌吉市水利局（推定）" in slip.on_the_spot
    facts = dict(slip.facts)
    assert facts["信访人"] == "张伟"
    assert facts["问题属地"] == "昌吉市六工镇"
    assert facts["登记日期"] == "2026年11月26日"


def test_the_content_is_masked_and_the_plate_stays(slip):
    assert "新B12345" in slip.content
    assert not [data for data in ("张伟", "13812345678", "501") if data in slip.content]


def test_deadlines_of_the_receiver_run_from_the_slip(slip):
    assert [(step[:6], last) for step, _, last, _ in slip.deadlines] == [
        ("不属本单位职", "2026年12月4日"),
        ("书面告知来信", "2026年12月14日"),
    ]


def test_nothing_of_the_reporter_is_on_a_slip_for_a_report(secret):
    assert secret.is_confidential
    facts = dict(secret.facts)
    assert facts["信访人"] == facts["联系方式"] == facts["住址"] == CONFIDENTIAL
    assert facts["被反映单位"] == "州生态环境局（环保局）"
    printed = words(slip_docx(secret)) + repr(secret)
    assert not [data for data in REPORTER if data in printed]
    assert "保密件" in printed


def test_a_report_goes_to_discipline_without_copies_and_not_down_to_the_county(secret):
    assert secret.addressees == "州纪委监委机关"
    assert (secret.copied, secret.on_the_spot) == ((), "")
    assert not [line for line in secret.requirements if "告知来信人" in line]


def test_beyond_the_prefecture_it_goes_to_whose_land_it_is(router, office):
    slip = make_slip(router.route("147团的养殖场往河里排粪水"), DETAILS, office)
    assert slip.addressees == "第八师石河子市"
    assert "属地管理" in slip.basis
    assert [issue.duties for issue in slip.issues] == [()]


def test_what_the_list_gives_to_nobody_is_addressed_by_hand(router, office):
    slip = make_slip(router.route("单位拖欠工资"), DETAILS, office)
    assert slip.addressees == ""
    assert "＿＿＿＿＿＿：" in words(slip_docx(slip))


def test_an_order_asks_for_a_report(router, office):
    details = SlipDetails(written=date(2026, 11, 27), form="交办")
    slip = make_slip(router.route(TWO_ISSUES), details, office)
    assert (slip.title, slip.number) == ("信访事项交办函", "昌州信交〔2026〕　　号")
    assert "请于2027年1月26日前报送办结报告" in slip.requirements[-1]
    assert slip.deadlines == ()


def test_the_word_file_holds_the_whole_slip(slip):
    printed = words(slip_docx(slip))
    duties = [duty for issue in slip.issues for duty in issue.duties]
    wanted = [
        slip.title,
        slip.number,
        f"{slip.title}回执",
        "异议理由及依据",
        "办理期限",
        *duties,
        *slip.requirements,
    ]
    assert [line for line in wanted if line not in printed] == []


def test_control_characters_and_a_very_long_letter_do_no_harm(router, office):
    slip = make_slip(router.route("楼下饭店油烟太大\x00\x07。\n" * 5000), DETAILS, office)
    assert len(slip.content) < 3100
    assert "（余见原件）" in words(slip_docx(slip))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_it_opens_in_libreoffice_and_becomes_a_pdf(slip, tmp_path):
    path = tmp_path / "slip.docx"
    path.write_bytes(slip_docx(slip))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path,
            path,
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    pdf = tmp_path / "slip.pdf"
    assert pdf.read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext"):
        text = subprocess.run(
            ["pdftotext", pdf, "-"], check=True, capture_output=True, timeout=60
        ).stdout.decode()
        assert "信访事项转送函" in text and "回执" in text and "河道非法采砂" in text
