"""An invented office after a year's work, to be looked at: letters, decisions, corrections, returns, a few left to do."""

import random
import shutil
import sys
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest

from router.matters import matter_table
from router.versions import publish, staging
from training.fixed import PATH_VARIABLE
from web import create_app
from web.store import Actor, DecidedIssue, Draft, Incoming, QueueFilter, RefusedError

PASSWORD = "一句好记的话 2026"
PLACES = (
    "昌吉市延安北路和谐小区", "阜康市准噶尔路", "奇台县西地镇", "呼图壁县大丰镇", "玛纳斯县凤凰路", "昌吉市宁边西路",
    "吉木萨尔县文明路", "木垒县人民南路", "阜康市九运街镇", "昌吉高新区科技大道", "奇台县东湾镇",
)  # fmt: skip
PROBLEMS = (
    "楼下烧烤店每天晚上油烟很大，熏得我们不敢开窗，孩子一直咳嗽，请有关部门管一管",
    "附近工地半夜还在打桩，噪声吵得老人孩子睡不着觉，已经连续一个星期了",
    "村口养猪场臭气熏天，污水顺着渠流到村里，夏天苍蝇到处都是",
    "渣土车一路撒漏，路上尘土飞扬，晾的衣服一会儿就是一层土",
    "公园里每天晚上跳广场舞，音响开得很大，吵到十点多",
    "化工厂夜里偷偷排废水，旁边的水渠发黑发臭，水里的鱼都死了",
    "有人在河道里偷偷挖沙，河岸塌了一大片，雨季怕出事",
    "收完庄稼以后有人在地里烧秸秆，烟大得看不见路",
    "小区垃圾好几天没人清运，堆得满地都是，气味难闻",
    "餐馆后厨的油烟管道正对着我家阳台，烟味直往屋里钻",
    "水泥厂粉尘很大，窗台上天天一层灰，庄稼叶子都是白的",
    "自来水发黄有异味，烧开了也有沉淀，不知道能不能喝",
    "邻居在楼道里堆满纸箱废品，消防通道都堵住了",
    "有人往防护林里倾倒建筑垃圾，几十棵树被压坏了",
    "汽修店在路边喷漆，味道刺鼻，没有任何遮挡",
    "公司拖欠我们三个月工资不给，找了好几次都没有说法",
    "冬天锅炉房冒黑烟，煤灰落得院子里到处都是",
    "草场上有人私自开荒种地，打了好几口井",
    "建议在公园和广场多放一些分类垃圾箱，定时清运",
    "请问农村改厕的补助向哪个部门申请，需要什么材料",
    "举报附近的砂石料场没有手续，洗砂的泥水直接排到河里",
)
# Problems that this office gives to another department than is usual, each with that department.
_CORRECTED = {13: 36, 14: 22, 4: 16}
_RETURNED = {2: (25, "该养殖场已达规模，由生态环境部门监管"), 0: (22, "店在村里，不在城市建成区")}
_MONTHS, _EACH = 12, 12


@contextmanager
def time_of_the_store():
    """A function that sets the time by which the store writes; time flows again at the end."""

    class Moved(datetime):
        moment = None

        @classmethod
        def now(cls, tz=None):
            return cls.moment.astimezone(tz)

    def set_time(day, hour=10):
        Moved.moment = datetime.combine(day, time(hour % 24, 5), UTC)

    with pytest.MonkeyPatch.context() as patch:
        for module in ("intake", "arrivals", "decisions", "audit"):
            patch.setattr(f"web.store.{module}.datetime", Moved)
        yield set_time


def letters(count):
    """Invented letters with the numbers of their problems, no two letters alike."""
    found = (
        (number, f"{PLACES[(start + number) % len(PLACES)]}，{problem}。")
        for start in range(len(PLACES))
        for number, problem in enumerate(PROBLEMS)
    )
    return list(islice(found, count))


def furnish(store, router):
    """A year of letters up to today; those of the last days wait. Returns the ids of letters by what became of them."""
    chief = store.people.create("guan", "陈志远", "administrator", PASSWORD)
    clerks = [
        Actor(store.people.create(login, name, "clerk", PASSWORD).id, address)
        for login, name, address in (
            ("wangli", "王丽", "192.168.1.21"),
            ("yeerlan", "叶尔兰", "192.168.1.22"),
        )
    ]
    store.people.create("shen", "马建平", "reviewer", PASSWORD)
    store.keys.create("网上信访系统", Actor(chief.id))
    pile, today = letters((_MONTHS + 1) * _EACH), date.today()
    with time_of_the_store() as set_time:
        year = Year(store, router, clerks, set_time)
        for month in range(_MONTHS, -1, -1):
            part = pile[(_MONTHS - month) * _EACH :][:_EACH]
            numbers = year.take_in(part, today - timedelta(days=30 * month + 2))
            if month:
                year.settle(numbers, today - timedelta(days=30 * month))
    return {
        state: [letter.id for letter in store.queue.page(QueueFilter(states=frozenset([state]))).complaints]
        for state in ("open", "decided", "returned")
    }


class Year:
    """What the clerks of the office do with the letters of a month; the same every time."""

    def __init__(self, store, router, clerks, set_time):
        self.store, self.router, self.clerks, self.set_time = store, router, clerks, set_time
        self.dice = random.Random(6)

    def take_in(self, part, day):
        """Store letters that came by ``day``; their ids with the numbers of their problems."""
        self.set_time(day, 2)
        incoming = [
            Incoming(text, external_number=f"XF-{day:%y%m}-{at:03}", received_on=day - timedelta(days=at % 9))
            for at, (_, text) in enumerate(part, 1)
        ]
        added = self.store.intake.add_many(incoming, self.router, "table", self.clerks[0]).added
        return [(letter.id, number) for letter, (number, _) in zip(added, part, strict=True)]

    def settle(self, numbers, day):
        for at, (letter, number) in enumerate(numbers):
            self.set_time(day + timedelta(days=at // 4), 2 + at % 4)
            self._first(letter, number)
        sent_back = [pair for pair in numbers if pair[1] in _RETURNED and self.dice.random() < 0.4]
        for at, (letter, number) in enumerate(sent_back):
            self.set_time(day + timedelta(days=9 + at))
            self._send_back(letter, *_RETURNED[number])

    def _first(self, letter, number):
        wanted, shown = _CORRECTED.get(number), self.store.decisions.get(letter).complaint.lead_no
        seconds = float(self.dice.randint(8, 70))
        if wanted and wanted != shown:
            issue = DecidedIssue((wanted,), (shown,) if shown else (), None)
            draft = Draft("correct", issues=(issue,), seconds=seconds)
        else:
            draft = Draft("confirm", seconds=seconds)
        try:
            self._decide(letter, 0, draft)
        except RefusedError:  # nothing to confirm
            self._decide(letter, 0, Draft("out_of_scope", seconds=seconds))

    def _send_back(self, letter, department, reason):
        self._decide(letter, 1, Draft("return", department_no=department, reason=reason))
        if self.dice.random() < 0.7:
            issue = DecidedIssue((11,), (department,), None)
            self._decide(letter, 2, Draft("correct", issues=(issue,), seconds=30.0))

    def _decide(self, letter, revision, draft):
        self.store.decisions.decide(letter, revision, draft, self.dice.choice(self.clerks))


def decide_all(store, letters, router, actor):
    """Take in letters, each with its matter, and decide each as being of it."""
    added = store.intake.add_many([Incoming(text) for text, _ in letters], router, "table", actor).added
    for letter, (_, name) in zip(added, letters, strict=True):
        matter = matter_table()[name]
        issue = DecidedIssue(
            tuple(each.number for each in matter.leads), tuple(each.number for each in matter.assists), name
        )
        draft = Draft("correct", issues=(issue,)) if matter.in_scope else Draft("out_of_scope")
        store.decisions.decide(letter.id, 0, draft, actor)


def make_app(folder, **config):
    """The application of an office whose data are in ``folder``."""
    return create_app(
        {
            "SECRET_KEY": "a key for tests",
            "UPLOAD_DIR": folder / "uploads",
            "DATABASE_URL": str(folder / "workbench.db"),
            "TRUSTED_HOSTS": ["127.0.0.1"],
            **config,
        }
    )


@contextmanager
def learning_office(folder, small, small_model):
    """An application in ``folder`` that answers by the model of the small corpus, and learns in seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINT_ROUTER_HOME", str(folder / "home"))
        patch.setenv(PATH_VARIABLE, str(small.write_evaluation(folder / "评测.csv")))
        with staging() as staged:
            shutil.copytree(small_model, staged, dirs_exist_ok=True)
            publish(staged)
        yield make_app(folder, TRAIN_COMMAND=(sys.executable, str(small.SCRIPT), "train", "--with-decisions"))
