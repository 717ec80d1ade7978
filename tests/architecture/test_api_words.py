"""The reference of the API can be read by an officer: every operation says in Chinese what it does."""

import re

from yiyuan.config.api import api


def test_every_operation_is_described_in_chinese():
    paths = api.get_openapi_schema()["paths"]
    said = {f"{method} {path}": one.get("summary", "") for path, of in paths.items() for method, one in of.items()}
    assert [name for name, words in said.items() if not re.search("[\u4e00-\u9fff]", words)] == []
