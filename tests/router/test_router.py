import pytest

from router.columns import answer_of
from router.router import LONGEST
from training.dataset import load_corpus
from training.fixed import SHIPPED
from training.letters import read_letters

MISSION = [
    ("露天烧烤", {22}),
    ("楼下饭店油烟太大呛得人不敢开窗", {22}),
    ("工地半夜打桩吵得睡不着觉", {22}),
    ("村口养猪场臭气熏天", {11, 25}),
    ("有人在河里偷偷挖沙", {24}),
    ("农村自来水发黄有异味", {24}),
    ("工厂晚上偷排废水到渠里", {11}),
    ("集市上有人卖野生鸟", {32, 36}),
    ("黑加油站卖劣质汽油", {32}),
    ("医院把针头乱扔", {28}),
    ("基站辐射太大", {11}),
    ("广场舞音响太吵", {22, 16}),
    ("有人开荒毁草原", {36}),
    ("耕地里盖房子", {21}),
    ("快递包装太浪费", {41}),
    ("环保局收了企业好处不管", {1}),
]


@pytest.mark.parametrize(("text", "leads"), MISSION)
def test_the_words_of_the_mission_reach_their_department(router, text, leads):
    routing = router.route(text)
    assert routing.leads[0].department.number in leads
    assert routing.scope == "in"


def test_open_air_barbecue_is_led_by_the_duty_that_names_it(router):
    ground = router.route("露天烧烤").leads[0].grounds[0]
    assert ground.duty.id == "22.03"
    assert [ground.duty.text[slice(*match.duty)] for match in ground.matches] == ["露天烧烤"]


def test_bare_noise_is_asked_about_and_not_guessed(router):
    routing = router.route("噪声")
    assert routing.disposition == "clarify"
    assert "噪声来自" in routing.question
    assert {22, 16, 11} <= {candidate.department.number for candidate in routing.candidates}


def test_wages_are_outside_the_list_and_get_advice(router):
    routing = router.route("单位拖欠工资")
    assert (routing.scope, routing.disposition, routing.suggestions) == ("out", "out_of_scope", ())
    assert "劳动" in routing.remark
    assert len(routing.candidates) >= 5


def test_two_problems_are_two_issues_each_with_its_departments(router):
    routing = router.route("养猪场臭气熏天，粪水流得到处都是。另外，有人在河道里盗采砂石，河床挖得全是大坑。")
    assert {issue.matter.name for issue in routing.issues} == {"畜禽养殖臭气与粪污", "河道非法采砂"}
    assert {11, 25, 24} <= {suggestion.department.number for suggestion in routing.leads}


def test_a_listed_problem_in_a_letter_about_something_else_is_found_and_left_to_a_person(router):
    fees = "物业公司三年没公开公共收益，电梯坏了两个月不修，物业费还涨了，要求退还多收的物业费。"
    assert router.route(fees).scope == "out"
    both = router.route(fees + "小区南门外烧烤摊油烟很大，熏得开不了窗。")
    assert (both.scope, both.disposition) == ("mixed", "review")
    assert both.leads[0].department.number == both.candidates[0].department.number == 22
    assert both.issues[0].text == "小区南门外烧烤摊油烟很大，熏得开不了窗。"
    assert router.answer_many([both.text])[0].cells == answer_of(both).cells


def test_leads_come_before_assists_and_no_department_twice(router):
    routing = router.route("楼下饭店油烟太大。楼上KTV半夜唱歌吵得睡不着。")
    roles = [suggestion.role for suggestion in routing.suggestions]
    assert roles == sorted(roles, key=lambda role: role != "lead")
    numbers = [suggestion.department.number for suggestion in routing.suggestions]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("", "诉求内容为空"),
        (" \n\t", "诉求内容为空"),
        ("。。。？！", "未识别到足够的中文内容"),
        ("بۇ يەردە تۈتۈن بەك كۆپ، نەپەس ئالغىلى بولمايدۇ", "未识别到足够的中文内容"),
        ("the smoke from the restaurant is terrible", "未识别到足够的中文内容"),
        ("😷😷😷", "未识别到足够的中文内容"),
        ("\x00\x01\x02", "未识别到足够的中文内容"),
    ],
)
def test_what_cannot_be_read_goes_to_a_person(router, text, remark):
    routing = router.route(text)
    assert (routing.disposition, routing.suggestions) == ("review", ())
    assert routing.remark.startswith(remark)
    assert len(routing.candidates) >= 5


@pytest.mark.parametrize(
    "text",
    [
        "餐飲油煙擾民，請處理",
        "楼下饭店油烟😷😷太大",
        "楼下饭店\x07油烟太大\u200b",
        "楼下饭店油烟太大。" * 20_000,
        "ＫＴＶ楼下饭店油烟太大",
    ],
)
def test_odd_forms_of_fumes_still_reach_22(router, text):
    routing = router.route(text)
    assert routing.leads[0].department.number == 22
    assert len(routing.text) <= LONGEST


def test_a_block_gives_the_same_answers_as_one_by_one(router):
    texts = [text for text, _ in MISSION]
    assert router.route_many(texts) == [router.route(text) for text in texts]
    assert router.route_many([]) == []


def test_the_json_keeps_the_contract(router):
    answer = router.route("昌吉市楼下饭店油烟太大").to_json()
    assert {
        "scope", "kind", "disposition", "question", "departments", "candidates", "issues", "territory", "model"
    } <= set(answer)  # fmt: skip
    first = answer["departments"][0]
    assert {"department_no", "department", "role", "confidence", "grounds"} <= first.keys()
    assert first["grounds"][0].keys() == {"duty_id", "text", "matched"}
    assert answer["issues"][0].keys() == {"text", "matter", "departments"}
    assert {"name": "昌吉市", "status": "inside", "evidence": "昌吉市"}.items() <= answer["territory"].items()
    assert len(answer["candidates"]) >= 5
    assert answer["model"]["duty_list"] == "昌州党办字〔2021〕17号（2021-06-26）"


def test_first_day_sentences_reach_their_departments(router):
    """Sentences by a writer who saw neither corpus nor letters; the bar is the acceptance of the first release."""
    letters = [letter for letter in read_letters(SHIPPED) if letter.id.startswith("mission-")]
    answers = router.route_many([letter.text for letter in letters])
    right = [
        answer.candidates[0].department.number in letter.leads
        for letter, answer in zip(letters, answers, strict=True)
    ]
    assert sum(right) / len(right) >= 0.9


def test_an_answer_is_the_same_to_the_last_bit_whatever_is_answered_with_it(router):
    texts = [example.text for example in load_corpus()[::60]]
    texts += [
        "",
        "。",
        "𠮷野家油烟",
        "1、垃圾没人清运 2、下水道堵了返水",
        "x" * 200,
        texts[0] + "\n" + texts[1],
    ]
    alone = [router.route(text) for text in texts]
    assert router.route_many(texts) == alone
    assert router.route_many(texts[::-1]) == alone[::-1]
