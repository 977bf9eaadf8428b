"""Personal data in free text: what is masked, and what must survive."""

import pytest

from router.privacy import find_personal, mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我叫张伟，楼下烧烤熏人", "我叫张**，楼下烧烤熏人"),
        ("本人欧阳修远，住北京南路", "本人欧**，住北京南路"),
        ("本人阿依古丽·买买提，住西街", "本人阿**，住西街"),
        ("举报人：李建国，电话13812345678", "举报人：李**，电话〔电话〕"),
        ("投诉人：王先生", "投诉人：王**"),
        ("此致\n敬礼\n李明\n2026年5月3日", "此致\n敬礼\n李**\n2026年5月3日"),
        ("张三同志您好：来信收悉", "张**同志您好：来信收悉"),
        ("身份证11010519491231002X", "身份证〔身份证号〕"),
        ("身份证号：110105194912310021", "身份证号：〔身份证号〕"),
        ("旧证号110105491231002", "旧证号〔身份证号〕"),
        ("联系电话：１３８９９９８８７７６", "联系电话：〔电话〕"),
        ("手机138-9999-8888", "手机〔电话〕"),
        ("请打0994-2345678", "请打〔电话〕"),
        ("电话2345678", "电话〔电话〕"),
        ("卡号6228480402564890018", "卡号〔银行卡号〕"),
        ("微信：abc_12345，邮箱zhang@qq.com", "微信：〔微信QQ号〕，邮箱〔邮箱〕"),
        ("家住金色小区3栋2单元501室", "家住金色小区〔门牌号〕"),
        ("北京南路12号楼1单元302", "北京南路〔门牌号〕"),
        ("我们小区12-3-501住户", "我们小区〔门牌号〕住户"),
        ("广东户村3组25号旁边养牛", "广东户村〔门牌号〕旁边养牛"),
        ("护照E12345678", "护照〔证件号〕"),
    ],
)
def test_what_points_at_a_person_is_masked(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "举报县环保局监察大队王某收受企业购物卡",
        "受理编号X2GD202109120176，工单20260228006，昌州党办字〔2021〕17号",
        "噪声78分贝，2026年11月26日，罚款20000元，占地1234567平方米",
        "请打12345、12369、110或者119",
        "3号楼旁的烧烤店，门口5栋商铺，二楼是KTV",
        "本人高度近视，我是老师，我是高中生，给居民方便，请村民高兴",
        "统一社会信用代码91650100MA77XXXX1X的公司偷排",
        "李强砖厂冒黑烟，马场村的养牛场臭",
        "147团的养殖场往河里排粪水",
        "渣土车新B12345夜里遗撒",
        "",
    ],
)
def test_what_belongs_to_the_matter_survives(text):
    assert mask(text) == text


def test_a_plate_is_masked_where_it_is_no_evidence():
    assert mask("渣土车新B12345和新能源车新AD12345", keep=()) == "渣土车新B*****和新能源车新A*****"


def test_an_id_number_is_no_telephone():
    (personal,) = find_personal("我的证号是652301199001011234")
    assert personal.kind == "身份证号"


@pytest.mark.parametrize("text", ["1", "a.b-", "我叫", "张·", "12号楼", "\n", "\n ", "王", "电话 ", "卡号 "])
def test_a_very_long_letter_is_masked_to_its_end(text):
    assert mask(text * (90_000 // len(text)) + "，身份证652301199001011234").endswith("〔身份证号〕")
