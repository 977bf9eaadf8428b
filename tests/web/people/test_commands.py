import pytest
from click.testing import CliRunner

from router.cli import main
from web.server import ServeError, serve
from web.store import open_store

PASSWORD = "a good pass"


@pytest.fixture
def run(tmp_path, monkeypatch, empty_store):
    """Run the command; ``run.store()`` is what it works on."""
    monkeypatch.setenv("COMPLAINT_ROUTER_HOME", str(tmp_path))
    path = tmp_path / "workbench.db"
    path.write_bytes(empty_store.read_bytes())

    def run(*arguments, text=None):
        return CliRunner().invoke(main, arguments, input=text)

    run.store = lambda: open_store(str(path))
    return run


@pytest.fixture
def admin(run):
    result = run("user", "add", "管理员", "--role", "administrator", "--password-stdin", text=PASSWORD + "\n")
    assert result.exit_code == 0, result.output
    return run


def test_the_first_administrator_is_made_by_one_command(admin):
    with admin.store() as store:
        user = store.people.verify("管理员", PASSWORD)
    assert (user.name, user.role) == ("管理员", "administrator")


def test_the_password_is_asked_for_twice_and_not_shown(run):
    result = run("user", "add", "guan", "--role", "administrator", text=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    with run.store() as store:
        assert store.people.verify("guan", PASSWORD)


def test_the_first_account_must_be_an_administrators(run):
    result = run("user", "add", "wang", "--password-stdin", text=PASSWORD)
    assert result.exit_code == 1
    assert "第一个账号必须是管理员" in result.output


@pytest.mark.parametrize(
    ("password", "message"),
    [("", "密码要有 8 到 128 个字符"), ("管理员", "密码要有"), ("aaaaaaaaaa", "太容易猜到")],
)
def test_a_bad_password_is_refused_in_one_line(run, password, message):
    result = run("user", "add", "a", "--role", "administrator", "--password-stdin", text=password + "\n")
    assert result.exit_code == 1
    assert message in result.output
    assert "Traceback" not in result.output


def test_people_are_listed_changed_and_closed(admin):
    admin("user", "add", "wangli", "--name", "王丽", "--password-stdin", text=PASSWORD)
    assert "wangli　王丽　经办人　尚未登录" in admin("user", "list").output
    assert "王丽 现在是审核人" in admin("user", "role", "wangli", "reviewer").output
    assert admin("user", "password", "wangli", "--password-stdin", text="another pass").exit_code == 0
    assert "user activate wangli" in admin("user", "deactivate", "wangli").output
    assert "已停用" in admin("user", "list").output
    assert admin("user", "activate", "wangli").exit_code == 0
    with admin.store() as store:
        assert store.people.verify("wangli", "another pass").role == "reviewer"
        names = {entry.user_name for entry in store.audit.list().entries if entry.action.startswith("user.")}
    assert names == {"命令行"}


def test_an_empty_list_says_how_to_begin(run):
    assert "complaint-router user add 管理员 --role administrator" in run("user", "list").output


@pytest.mark.parametrize(
    "command", [("role", "nobody", "clerk"), ("deactivate", "nobody"), ("password", "local")]
)
def test_an_unknown_login_name_is_said(admin, command):
    result = admin("user", *command)
    assert result.exit_code == 1
    assert "没有登录名为" in result.output


def test_the_last_administrator_is_kept(admin):
    assert "最后一位管理员" in admin("user", "deactivate", "管理员").output
    assert admin("user", "role", "管理员", "clerk").exit_code == 1


def test_a_key_is_printed_alone_listed_by_name_and_ended(run):
    result = run("key", "add", "网上信访系统")
    secret = result.stdout.strip()
    with run.store() as store:
        assert store.keys.verify(secret).name == "网上信访系统"
    listed = run("key", "list").output
    assert "网上信访系统" in listed
    assert secret not in listed
    assert run("key", "revoke", "1").exit_code == 0
    assert "停用" in run("key", "list").output
    assert "可能已经停用" in run("key", "revoke", "1").output
    with run.store() as store:
        assert store.keys.verify(secret) is None


def test_behind_a_proxy_nobody_is_the_local_user(run, monkeypatch):
    """Else everybody whom the proxy lets in would be an administrator."""
    monkeypatch.setenv("COMPLAINT_ROUTER_HTTPS", "1")
    with pytest.raises(ServeError, match="需要先有账号"):
        serve(port=0)


def test_nobody_serves_others_without_an_account(run):
    with pytest.raises(ServeError, match="complaint-router user add 管理员 --role administrator"):
        serve("0.0.0.0", 0)
