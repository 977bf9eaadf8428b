import os

import pytest

from router.errors import OutputError
from router.files import write_beside


def test_the_target_is_replaced_only_when_all_went_well(tmp_path):
    target = tmp_path / "结果.csv"
    target.write_text("旧", encoding="utf-8")
    with pytest.raises(RuntimeError, match="半途"), write_beside(target) as temporary:
        temporary.write_text("新的一半", encoding="utf-8")
        raise RuntimeError("半途")
    assert target.read_text(encoding="utf-8") == "旧"
    with write_beside(target) as temporary:
        temporary.write_text("新", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "新"
    assert list(tmp_path.iterdir()) == [target]


def test_a_target_that_cannot_be_written_is_explained(tmp_path):
    blocked = tmp_path / "文件"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="无法写入"), write_beside(blocked / "结果.csv"):
        pass


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_a_new_file_may_be_read_by_those_whom_the_umask_allows(tmp_path):
    target, plain = tmp_path / "out.csv", tmp_path / "plain.csv"
    plain.touch()
    with write_beside(target) as temporary:
        temporary.write_text("甲", encoding="utf-8")
    assert target.stat().st_mode == plain.stat().st_mode
