"""Personal data in free text, and the text without it: what a slip, a list or an example may show.

Masking is 去标识化, not 匿名化: the law still protects what is left (个人信息保护法 art. 73). What points at the pollution
stays: the site, the firm, the vehicle's plate unless asked otherwise; dates, file numbers and decibels too. Finding
nothing proves nothing, a name that no word announces is not found.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from router.words import Span

PersonalKind = Literal["邮箱", "身份证号", "银行卡号", "电话", "微信QQ号", "证件号", "车牌", "门牌号", "姓名"]

# Surnames as the 2020 census ranks them, most frequent first, and the compound ones in use; from memory.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦"
    "贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文洪季温齐柳伍葛邢安兰牛洛"
)
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|宇文|长孙"
_SURNAME = rf"(?:{_COMPOUND}|[{_SURNAMES}])"
_NAME_END = r"(?=$|[\s，,。；;、:：（()）！!？?]|电话|手机|身份证|住|现住|家住|系|是|今年|男|女|联系|\d|〔|敬上|谨上|先生|女士|同志|您好|你好)"
# Words that begin with a surname and stand where a name could.
_NO_NAMES = "方便|高兴|高中|高三|高龄|安静|安全|安康|安心|常年|常住|常客|石头|温暖|马路|江河|白天|金额|钱财|向来|雷雨|文明|万分|叶子|花园"
_NAME = rf"(?!{_NO_NAMES}){_SURNAME}[一-鿿某*]{{1,2}}{_NAME_END}"
_DOT = "·•．‧"
_DOTTED = rf"[一-鿿]{{2,6}}[{_DOT}][一-鿿]{{2,6}}?(?=$|[^一-鿿]|电话|手机|身份证|住|家住|系|是|反映|举报|投诉|今年|男|女|联系)"
_LABEL = r"(?:我叫|我是|本人|姓名|联系人|投诉人|举报人|反映人|来信人|来访人|写信人|信访人|申请人|申诉人|检举人|控告人|业主|村民|居民|住户|署名|落款|此致敬礼)"
_TITLED = r"[老小]?[一-鿿](?:先生|女士|小姐|某某|某)"
_NUMERAL = r"[0-9A-Za-z一二三四五六七八九十]{1,4}"


@dataclass(frozen=True)
class Personal:
    """Personal data of one kind at a span of the text."""

    span: Span
    kind: PersonalKind


@dataclass(frozen=True)
class _Rule:
    """A pattern whose group 1, else the whole of it, is personal data if ``holds``."""

    kind: PersonalKind
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = lambda _: True


def _is_id(number: str) -> bool:
    """An ID number has a birthday in it. The check digit is not asked for: a misspelt number is personal data too."""
    digits = re.sub(r"\s", "", number)
    born = digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}"
    try:
        date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    return digits[0] in "12345678" and born[:2] in ("19", "20")


def _is_card(number: str) -> bool:
    """Luhn's check of a bank card."""
    digits = [int(digit) for digit in re.sub(r"\D", "", number)][::-1]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


# In this order: an 11-digit run within an ID number is no telephone.
_RULES = (
    _Rule("邮箱", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.ASCII)),
    _Rule("身份证号", re.compile(r"(?<![0-9A-Za-z])(\d{6}\s?\d{8}\s?\d{3}[0-9Xx])(?![0-9A-Za-z])"), _is_id),
    _Rule("身份证号", re.compile(r"身份证(?:号码?)?\s*(?:是|为|[:：])?\s*(\d{15,18}[Xx]?)")),
    _Rule("身份证号", re.compile(r"(?<![0-9A-Za-z])(\d{15})(?![0-9A-Za-z])"), _is_id),
    _Rule("银行卡号", re.compile(r"(?<![0-9A-Za-z])(\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?)(?![0-9A-Za-z])"), _is_card),
    _Rule("银行卡号", re.compile(r"(?:卡号|账号|帐号)\s*[:：]?\s*(\d{13,19})")),
    _Rule("电话", re.compile(r"(?<!\d)((?:(?:\+?86|0086)[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)")),
    _Rule("电话", re.compile(r"(?<![\d-])(0\d{2,3}[ -—－]?[2-8]\d{6,7})(?![\d-])")),
    _Rule("电话", re.compile(r"(?:电话|联系方式|联系|手机|致电|座机)[号码是为:：\s]*([2-8]\d{6,7})(?!\d)")),
    _Rule("微信QQ号", re.compile(r"(?:微信|QQ|qq|VX|vx|V信)(?:号码?)?\s*(?:是|为|[:：])?\s*([A-Za-z0-9_-]{5,20})")),
    _Rule("证件号", re.compile(r"(?:护照|通行证|军官证|残疾证|驾驶证)(?:号码?)?\s*(?:是|为|[:：])?\s*([A-Za-z0-9]{6,20})")),
    _Rule(
        "车牌",
        re.compile(
            r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•\s]?"
            r"(?:[A-K][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-K]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警领港澳]))(?![0-9A-Za-z])"
        ),
    ),
    _Rule("门牌号", re.compile(rf"({_NUMERAL}(?:号楼|栋|幢|座|楼)?{_NUMERAL}单元(?:{_NUMERAL}(?:楼|层))?(?:{_NUMERAL}(?:室|号|户)?)?)")),
    _Rule("门牌号", re.compile(rf"({_NUMERAL}(?:号楼|栋|幢|座)[0-9]{{2,4}}(?:室|号|户)?)")),
    _Rule("门牌号", re.compile(r"((?<!\d)\d{1,3}[-—]\d{1,2}[-—]\d{2,4}(?:室|号|户)?)(?![\d-])")),
    _Rule("门牌号", re.compile(r"((?<!\d)\d{3,4}(?:室|住户))")),
    _Rule("门牌号", re.compile(r"([0-9一二三四五六七八九十]{1,3}(?:组|队|小队)[0-9一二三四五六七八九十]{1,4}(?:号|户))")),
    _Rule("姓名", re.compile(rf"{_LABEL}\s*(?:是|叫|为|[:：])?\s*({_DOTTED}|{_TITLED}|{_NAME})")),
    _Rule("姓名", re.compile(rf"(?m)^[^\S\n]{{0,40}}({_DOTTED}|{_NAME})[^\S\n]{{0,40}}(?:\d{{4}}[年.\-/].*)?$")),
    _Rule("姓名", re.compile(rf"({_SURNAME}[一-鿿]{{1,2}})(?:先生|女士|同志)?[，,]?\s*(?:您好|你好)")),
    _Rule("姓名", re.compile(rf"(?:敬礼|敬上|谨上)[！!。，,]?\s*({_DOTTED}|{_NAME})")),
    _Rule("姓名", re.compile(rf"(?<![一-鿿])({_DOTTED})")),
)  # fmt: skip
_LEAST_TOLD = 3
_SHOWN: dict[PersonalKind, Callable[[str], str]] = {
    "姓名": lambda name: f"{name[0]}**",
    "车牌": lambda plate: f"{plate[:2]}*****",
}


def _is_whole_name(name: str) -> bool:
    """Whether a name can be told from other words without being announced: 王某 and 李强 may be part of a word."""
    return len(name) >= _LEAST_TOLD and not set("某*") & set(name)


def _half_width(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and plain.isascii() and plain.isalnum() else character


def find_personal(text: str, names: Iterable[str] = ()) -> list[Personal]:
    """Personal data in order; nothing overlaps, the surer kind of number was looked for first.

    A name that was announced once (我叫…) is found wherever it comes again, and so are ``names`` known from elsewhere.
    """
    plain = "".join(map(_half_width, text))
    taken = [False] * len(text)
    found = []
    for rule in _RULES:
        for match in rule.pattern.finditer(plain):
            span = match.span(1 if rule.pattern.groups else 0)
            if not any(taken[slice(*span)]) and rule.holds(plain[slice(*span)]):
                taken[slice(*span)] = [True] * (span[1] - span[0])
                found.append(Personal(span, rule.kind))
    known = {*names, *(text[slice(*personal.span)] for personal in found if personal.kind == "姓名")}
    for name in sorted(filter(_is_whole_name, known), key=len, reverse=True):
        for match in re.finditer(re.escape(name), text):
            if not any(taken[slice(*match.span())]):
                taken[slice(*match.span())] = [True] * len(name)
                found.append(Personal(match.span(), "姓名"))
    return sorted(found, key=lambda personal: personal.span)


@dataclass(frozen=True)
class Masked:
    """A span of the text and what stands in its place."""

    span: Span
    kind: PersonalKind
    shown: str


def find_masked(
    text: str, keep: Iterable[PersonalKind] = ("车牌",), names: Iterable[str] = ()
) -> list[Masked]:
    """What `mask` puts in the place of what, in order; ``names`` are known from elsewhere."""
    kept = set(keep)
    return [
        Masked(personal.span, personal.kind, _shown(personal.kind, text[slice(*personal.span)]))
        for personal in find_personal(text, names)
        if personal.kind not in kept
    ]


def mask(text: str, keep: Iterable[PersonalKind] = ("车牌",)) -> str:
    """``text`` with personal data masked, except the kinds to ``keep``: a plate is evidence in a handling copy."""
    parts, last = [], 0
    for masked in find_masked(text, keep):
        start, end = masked.span
        parts += [text[last:start], masked.shown]
        last = end
    return "".join([*parts, text[last:]])


def _shown(kind: PersonalKind, value: str) -> str:
    return _SHOWN[kind](value) if kind in _SHOWN else f"〔{kind}〕"
