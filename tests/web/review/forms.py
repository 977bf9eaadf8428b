"""What the tests of the desk write and read: letters, the fields of its forms, and what stands in the store."""

import html
import re

COOKING = "昌吉市延安北路楼下烧烤店油烟太大，熏得不敢开窗"
NOISE = "奇台县工地半夜施工打桩，噪声吵得睡不着觉"
TWO = "楼下烧烤店油烟太大，熏得不敢开窗。村口养猪场臭气熏天，污水流到渠里。请尽快处理。"
WAGES = "老板拖欠我三个月工资不给，找劳动部门也没人管"
REPORT = "我要举报环保局的人收了化工厂的钱，企业偷排没人管，请纪委查处"


def hidden(page, name):
    return html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page.text)[1])


def checked(page, name):
    """The boxes of a list of departments that are ticked, in order."""
    return [int(number) for number in re.findall(rf'name="{name}" value="(\d+)" checked', page.text)]


def matter(page, number=1):
    return re.search(rf'name="matter-{number}" value="([^"]*)"', page.text)[1]


def issue_fields(*issues):
    """The fields of the correction form for (leads, assists, matter, start, end)."""
    fields = {"issues": str(len(issues))}
    for number, (leads, assists, name, *span) in enumerate(issues, 1):
        fields |= {f"lead-{number}": leads, f"assist-{number}": assists, f"matter-{number}": name}
        if span:
            fields |= {f"start-{number}": span[0], f"end-{number}": span[1]}
    return fields


def head(store, number):
    return store.decisions.get(number).complaint


def last(store, number):
    return store.decisions.history(number)[-1]
