"""What stands around a place name: whether it is a place at all, and whether the letter complains about it.

北京南路 is a street in 昌吉市, 河南岸 a river bank, 东西安装 not 西安. And 我是四川人 tells where the writer
comes from, not where the smoke is. The rules are plain patterns of the words to the left and right of a name,
tried only where a name was found. Names are *bare* (四川, 奇台) or carry their kind (四川省, 奇台县); bare
ones are mistaken more easily, so most rules are about them.
"""

import re
from enum import Enum

_KINDS = tuple("省市县区州盟旗镇乡村团师场")
_STOPS = r"，。；！？、,.;!?\s"


class Role(Enum):
    """What a place name does in a letter."""

    SITE = "site"  # the letter speaks of this place
    AGENCY = "agency"  # it is only part of the name of an authority: 昌吉市环保局
    ASIDE = "aside"  # where a person comes from, a destination, comparison, landmark or firm


# What grows into some other word with the characters behind it (or, once, before it).
_OTHER_WORD = re.compile(
    r"[^省市县区]{1,5}市(?=场)|..区(?=[域别块间])|..?省(?=[道钱力心事时])"
    r"|[河湖山江海][南北东西](?=[岸侧畔坡麓])"
    r"|[河湖海][南北](?=[边面头端段滩村庄])|[山江][东西](?=[边面头端段])"
    r"|米东(?=[边侧面南北头])|米泉(?=水)|广东(?=西)|西藏(?=起)|青海(?=湖)|玛纳斯(?=[河湖])"
    r"|成都(?=[是不没有会要可能])|西安(?=[装全排静置])|太原(?=[始来因])|贵阳(?=台)"
    r"|和田(?=[间埂里野头块边]|地(?!区))|临夏(?=[天季日])|塔城(?=[里内])|木垒(?=[成砌])"
    r"|(?<=[神传])奇台|奇台(?=[阶词球])|.昌(?=吉)|.{1,2}师(?=[傅生范])|.+团(?=[购伙员队体结火雾])"
    r"|北京(?=时间)|云南(?=白药)|南通(?=[道风行])|南阳(?=台)|烟台(?=阶)|榆林(?=带)|[河黄][源石](?=头)|金华(?=火腿)"
    r"|大连(?=[续接片忙])|自贡(?=献)|[淄锦][博州](?=烧烤)"
    r"|天池(?=能源|矿业|集团|公司|酒店|宾馆|小区|花园)"
    # Bodies of the whole prefecture, which say 昌吉 wherever they are.
    r"|昌吉(?=祥|供电公司|日报|晚报|监管分局|公积金|军分区)"
)
# A street named after the place; 路边 and 路灯 are no streets, 昌吉3路车 is a bus.
_STREET = re.compile(
    r"(?:[东西南北中上下一二三四五六七八九十]|\d{1,2})(?:路(?!公?车|公交)|街(?!头))"
    r"|路(?![边灯面段政过由况])|街(?![头上边])|大街|大道|巷|胡同|步行街"
)
# Dishes, fruit, makes, shops, estates and villages that carry the name of a far place.
_GOODS = re.compile(
    r"小区|花园|公馆|新村|家园|名城|名苑|广场|大厦|宾馆|酒店|饭店|饭庄|商会|会馆|商贸|商城|批发|时间|牌"
    r"|味(?![道儿很太大])|户(?![外主])|[庄湾巷]|村(?![民里])|营(?!业)|工(?![人程地厂业])"
    r"|烤[鸭肉串]|川菜|菜馆|餐[馆厅]|面馆|饭馆|特产|白酒|老窖|啤酒|牛奶|马奶|大米|海鲜|螃蟹"
    r"|[^\W养里外路上下对地水表]{0,2}(?:鸡(?![场粪舍])|面(?![临积前向对上])|粉(?![尘煤末])"
    r"|火锅|小吃|米线|凉皮|包子|泡馍|肉夹馍|麻辣烫|串串|馒头|烧饼|煎饼|鸭脖|豆腐|抄手|冒菜|卤味|[牛羊]肉)"
    r"|大众|现代(?!化)|本田|丰田|日产|汽车(?![站厂修拆城])|重[工汽卡]|五菱|吉普|奔驰"
    r"|瓜|大枣|红枣|枣|香梨|葡萄(?!沟)|苹果|杏|核桃|石榴|玉(?!米)|馕|棉花(?![厂加地])"
)
# Two characters arise too easily where one word ends and the next begins: only these may stand before them.
_BEFORE_SHORT = re.compile(
    r"[^\u4e00-\u9fff0-9]?"
    r"|[是在从到自我去和与跟同有由给回往省市州区于及或来家住为的籍疆国离距比像对向找转至赴经过学让请把将叫了跑]"
)

_FIRM = re.compile(
    rf"[^{_STOPS}的在有]{{0,14}}?"
    r"(?:公司|集团|建工|路桥(?!区)|商会|大学|学院|交大|股份|设计院|研究院|重工|驾校|车队)"
)
# With its kind a far place is part of a firm's name only if the firm is named too: 成都市某公司 is a site.
_NAMED_FIRM = re.compile(rf"[^{_STOPS}的在有某]{{2,14}}?(?:有限公司|责任公司|集团|总公司|股份|建工|路桥)")
_PERSON = re.compile(
    r"见过|人(?![民大社行口防力流工家员车们均为])|籍|户口|户籍|老家|口音|方言|老板|商人|老乡|师傅"
    r"|的?(?:牌照|车牌|号牌|亲戚|朋友|同学|同事|孩子|游客|客人|车主|司机|民工|包工头|施工队|大?货车)"
    r"|的车(?!间)|(?:过|回)?来(?=的|这|昌|[，。])"
    r"|[市区县省]?(?:那边|这边)?"
    r"(?:工作|上班|打工|上学|[读念]|当兵|出差|住院|看病|做生意|开会|培训|退休)"
)
_COMPARED = re.compile(
    r"[那这]样|一样|相比|模式|经验|早就(?=[禁能实开]|不[让准许])|[都也](?=[能可早已禁]|不[让准许])"
    rf"|[^{_STOPS}]{{0,2}}(?:、[^{_STOPS}]{{2,6}}){{0,3}}等(?:地|大?城市|省)"
)
_LANDMARK = re.compile(r"[市区县]?(?:附近|旁边|边上|对面|隔壁|方向|交界|接壤|毗邻|相邻|以[东西南北])")
# Moved by people; a smell that drifts over from a place does come from there.
_MOVED = re.compile(r"[^飘刮吹传]{0,4}?(?:来|回|搬|调|运|拉|嫁|开|坐|到(?=[这此])|去|返|出发|至|迁|引进)")

_ORIGIN_BEFORE = re.compile(
    r"(?:老家|籍贯|户籍|户口|原籍|祖籍|出生|来自|毕业|娘家|以前|之前|原来|曾经?)(?:[是在为于住：:地所]|所在地)*$"
)
_COMPARISON_BEFORE = re.compile(
    r"(?:学习|学学|借鉴|参照|参考|人家|像|不如|比起|比如|例如|好比|仿照|对标|(?<!对)比在?)$"
)
_FROM_BEFORE = re.compile(r"[从自由]$")
_TOWARD_BEFORE = re.compile(r"(?:[去跑回赴离距]|(?<!以)往|通向|搬到|转到|调到|距离)$")
_AM_BEFORE = re.compile(r"是$")
_OF_STOP = re.compile(rf"的(?=[{_STOPS}]|$)")
_SITE_BEFORE = re.compile(r"(?:在|位于|地处|住|我们|我家|地址[是为：:]?)$")
_AGENCY = re.compile(
    r"[州市县]?(?:环保|环境(?=[局监保执部])|生态环境|城管|城市管理|行政执法|综合执法|住建|信访|纪委|监委|公安|交警"
    r"|市场监|工商|人民政府|政府|党委|市委|县委|领导|12345|12369|市长|县长|书记|检察|法院|有关部门|相关部门"
    r"|电视台|农业农村局|畜牧|水利局|水务|国土|自然资源|林业局|林草|卫健|卫生局|交通局|供电)"
)


def is_bare(name: str) -> bool:
    """Whether the name lacks its kind, as 四川 lacks 省; in two characters, as in 兰州, none is a kind."""
    return len(name) == 2 or not name.endswith(_KINDS)


def is_other_word(text: str, start: int, end: int, *, far: bool) -> bool:
    """Whether ``text[start:end]``, spelled like a place name, is part of something else.

    ``far`` says that the name belongs to a place outside the prefecture: those also name dishes, makes and
    shops, and two-character ones appear across the border of two words.
    """
    found = _OTHER_WORD.match(text, start)
    if found and found.end() == end:
        return True
    if text[start].isdigit() and text[start - 1 : start].isdigit():
        return True
    if not is_bare(text[start:end]):
        return False
    if _STREET.match(text, end) or (far and _GOODS.match(text, end)):
        return True
    return far and end - start == 2 and not _BEFORE_SHORT.fullmatch(text, max(start - 1, 0), start)


def role_of(text: str, start: int, end: int, *, far: bool) -> Role:
    """Return what the place name at ``start:end`` does; ``far`` as in `is_other_word`."""
    before = text[max(start - 8, 0) : start]
    if _is_aside(text, before, end) or (far and _is_far_aside(text, before, start, end)):
        return Role.ASIDE
    return Role.AGENCY if _AGENCY.match(text, end) else Role.SITE


def is_site(text: str, start: int) -> bool:
    """Whether words such as 位于 right before say outright that this is the place meant."""
    return bool(_SITE_BEFORE.search(text[max(start - 6, 0) : start]))


def _is_aside(text: str, before: str, end: int) -> bool:
    """Origin of a person or thing, or a comparison."""
    return bool(
        _PERSON.match(text, end)
        or _COMPARED.match(text, end)
        or _ORIGIN_BEFORE.search(before)
        or _COMPARISON_BEFORE.search(before)
        or (_FROM_BEFORE.search(before) and _MOVED.match(text, end))
        or (_AM_BEFORE.search(before) and _OF_STOP.match(text, end))
    )


def _is_far_aside(text: str, before: str, start: int, end: int) -> bool:
    """Destination, landmark or firm: a near place is still meant by these, a far one is not."""
    firm = _FIRM if is_bare(text[start:end]) else _NAMED_FIRM
    return bool(_TOWARD_BEFORE.search(before) or _LANDMARK.match(text, end) or firm.match(text, end))
