"""The command line where it answers without a running platform."""

import json

from yiyuan.config import cli


def test_the_token_of_one_demo_account_is_printed_alone(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("YIYUAN_HOME", str(tmp_path))
    accounts = [{"login": name, "token": f"token-of-{name}"} for name in ("one", "other")]
    (tmp_path / "demo.json").write_text(json.dumps({"accounts": accounts}))
    assert cli.main(["demo", "accounts", "--token", "other"]) == 0
    assert capsys.readouterr().out == "token-of-other\n"
    assert cli.main(["demo", "accounts", "--token", "nobody"]) == 1
    assert "没有账号 nobody" in capsys.readouterr().err
