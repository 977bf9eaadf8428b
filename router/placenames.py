"""What stands around a place name: whether it is a place at all, and whether the letter complains about it.

北京南路 is a street in 昌吉市, 河南岸 a river bank, 东西安装 not 西安. And 我是四川人 tells where the writer
comes from, not where the smoke is. The rules are plain patterns of the words to the left and right of a name, tried
only where a name was found. Names are *bare* (四川, 奇台) or carry their kind (四川省, 奇台县); bare ones are
mistaken more easily.
"""

import re
from enum import Enum

_KINDS = tuple("省市县区州盟旗镇乡村团师场")
_STOPS = r"，。；！？、,.;!?\s"


class Role(Enum):
    """What a place name does in a letter."""

    SITE = "site"  # the letter speaks of this place
    AGENCY = "agency"  # it is only part of the name of an authority: 昌吉市环保局
    ASIDE = "aside"  # origin of a person, destination, comparison, landmark, firm


# Words that a name must not grow into, whatever stands before.
_OTHER_WORD = re.compile(
    r"[^省市县区]{1,3}市(?=场)"
    r"|..区(?=[域别块间])"
    r"|..?省(?=[道钱力心事时])"
    r"|[河湖山江海]?[南北东西](?=[岸侧沿畔坡麓])"
    r"|(?:河|湖|海|云)[南北](?=[边面头端段滩岸侧村庄])"
    r"|(?:山|广|江|陕)[东西](?=[边面头端段坡侧西岸])"
    r"|米东(?=[边侧面南北头])|米泉(?=水)|广东(?=西)"
    r"|成都(?=[是不没有会要可能])|西安(?=[装全排静置])|太原(?=[始来因])|贵阳(?=台)|南阳(?=台)"
    r"|和田(?=[间埂里野头块边]|地(?!区))|临夏(?=[天季日])|北京(?=时间)|云南(?=白药)|青海(?=湖)"
    r"|昌吉(?=[祥])|奇台(?=[阶词])|木垒(?=[成砌])|玛纳斯(?=[河湖])|塔城(?=[里内])"
    r"|.{1,2}昌(?=吉)|.{1,2}师(?=[傅生范])|西藏(?=起)|.+团(?=[购伙员队体结火雾])"
)
# A street, estate or number of a bus named after the place; 路边 and 路灯 are not streets.
_STREET = re.compile(
    r"(?:[东西南北中上下一二三四五六七八九十]|\d{1,2})?"
    r"(?:路(?![边灯面段政过由况公车])|街(?![头上边])|大街|大道|巷|胡同|步行街)"
)
# Dishes, fruit, makes, shops, estates and villages that carry the name of a far place.
_GOODS = re.compile(
    r"小区|花园|公馆|新村|家园|名城|名苑|广场|大厦|宾馆|酒店|饭店|饭庄|商会|会馆|商贸|商城|批发|时间|牌|味"
    r"|[户庄湾村巷营]|工(?![人程地厂业])"
    r"|(?:\w{0,2})(?:鸡|面(?![临积前向对上])|粉(?![尘煤末])|火锅|小吃|烧烤|烤[鸭肉串]|米线|凉皮|包子|泡馍|肉夹馍|麻辣烫"
    r"|串串|馒头|烧饼|煎饼|鸭脖|豆腐|抄手|冒菜|卤味|[牛羊]肉|川菜|菜馆|餐[馆厅]|面馆|饭馆|老[坛陈]|特产)"
    r"|大众|现代(?!化)|本田|丰田|日产|汽车|重[工汽卡]|五菱|吉普|奔驰|啤酒|牛奶|大米|海鲜|螃蟹|白酒|老窖"
    r"|瓜|大枣|红枣|枣|香梨|葡萄|苹果|杏|核桃|石榴|玉石?|馕|棉花|马奶"
)
# Two characters arise too easily where one word ends and the next begins: only these may stand before them.
_BEFORE_SHORT = re.compile(
    r"(?:^|[^\u4e00-\u9fff0-9]|[是在从到自我去和与跟同有由给回往省市州区于及或来家住为的籍疆国离距比像对向找转至赴经过学让请把将叫了])$"
)

_FIRM = re.compile(
    rf"[^{_STOPS}的在有某]{{0,14}}?(?:公司|集团|建工|路桥|商会|大学|学院|交大|股份|设计院|研究院|重工|驾校|车队)"
)
_NAMED_FIRM = re.compile(rf"[^{_STOPS}的在有某]{{2,14}}?(?:有限公司|责任公司|集团|总公司|股份|建工|路桥)")
_PERSON = re.compile(
    r"人(?![民大社行口防力流工家员车们均为])|籍|户口|户籍|老家|口音|方言|[的]?(?:牌照|车牌|号牌)|老板|商人|老乡|师傅"
    r"|(?:过?来|回来)(?=的|这|昌|[，。])|的?(?:亲戚|朋友|同学|同事|孩子|游客|客人|车主|司机|民工|包工头|施工队|大?货?车)"
    r"|[市区县省]?(?:那边|这边)?(?:工作|上班|打工|上学|读书|念书|当兵|出差|住院|看病|做生意|开会|培训|退休)"
)
_COMPARED = re.compile(
    rf"(?:[那这]样|一样|相比|模式|经验|早就|早都|都(?=[能可没不早已有是禁])|也(?=[能可没不早已有是禁]))"
    rf"|[^{_STOPS}]{{0,2}}(?:、[^{_STOPS}]{{2,6}}){{0,3}}等(?:地|大?城市|省)"
)
_LANDMARK = re.compile(r"[市区县]?(?:附近|旁边|边上|对面|隔壁|方向|交界|接壤|毗邻|相邻|以[东西南北])")
_MOVED = re.compile(r".{0,4}?(?:来|回|搬|调|运|拉|嫁|开|坐|到|去|返|出发|至|迁|引进|过)")

_ORIGIN_BEFORE = re.compile(
    r"(?:老家|籍贯|户籍|户口|原籍|祖籍|出生|来自|毕业|娘家|以前|之前|原来|曾经?)(?:[是在为于住：:地所]|所在地)*$"
)
_COMPARISON_BEFORE = re.compile(
    r"(?:学习|学学|借鉴|参照|参考|人家|不?像|不如|比起|比如|例如|好比|仿照|对标|听说|[^对]比)$"
)
_FROM_BEFORE = re.compile(r"[从自由]$")
_TOWARD_BEFORE = re.compile(r"(?:去|[^以]往|回|赴|送往|发往|运往|开往|通往|通向|搬到|转到|调到|离|距离?)$")
_AM_BEFORE = re.compile(r"是$")
_OF_STOP = re.compile(rf"的(?=[{_STOPS}]|$)")
_SITE_BEFORE = re.compile(r"(?:在|位于|地处|住|我们|我家|居住在?|现住|地址[是为：:]?)$")
_AGENCY = re.compile(
    r"[州市县]?(?:环保|环境|生态环境|城管|城市管理|行政执法|综合执法|住建|信访|纪委|监委|公安|交警|市场监|工商|人民政府|政府"
    r"|党委|市委|县委|领导|12345|12369|市长|县长|书记|检察|法院|有关部门|相关部门|各?级?部门|电视台|农业农村局|畜牧|水利局"
    r"|水务|国土|自然资源|林业局|林草|卫健|卫生局|交通局|供电|日报)"
)


def is_bare(name: str) -> bool:
    """Whether the name lacks its kind, as 四川 lacks 省."""
    return not name.endswith(_KINDS)


def is_other_word(text: str, start: int, end: int, *, far: bool) -> bool:
    """Whether ``text[start:end]``, spelled like a place name, is part of something else.

    ``far`` says that the name belongs to a place outside the prefecture: those also name dishes, makes and shops,
    and two-character ones appear across the border of two words.
    """
    found = _OTHER_WORD.match(text, start)
    if found and found.end() == end:
        return True
    if text[start].isdigit() and text[start - 1 : start].isdigit():
        return True
    if not is_bare(text[start:end]):
        return False
    if _STREET.match(text, end):
        return True
    if not far:
        return False
    return bool(_GOODS.match(text, end)) or (
        end - start == 2 and not _BEFORE_SHORT.search(text[max(start - 2, 0) : start])
    )


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
