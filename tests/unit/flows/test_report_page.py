import json
import re
from base64 import b64encode
from hashlib import sha256

import pytest

from flows import report_page
from flows.report_page import script_json, shown, web_address

NO_LINKS = [
    "javascript:alert(1)",
    "JAVASCRIPT:x",
    "java\nscript:x",
    "data:text/html,x",
    "//host/x",
    "/x",
    "http://",
    "http:///x",
    "http://[h",
    "http://h/\u202ex",
    " http://h/",
    "ftp://h/x",
    "",
    None,
    7,
]


@pytest.mark.parametrize("url", NO_LINKS)
def test_no_address_but_one_of_the_web_becomes_a_link(url: object) -> None:
    assert web_address(url) is None


@pytest.mark.parametrize("url", ["http://h/x", "https://h.example/a?b=<>&'\"", "HTTPS://h/"])
def test_addresses_of_the_web_stay_as_they_are(url: str) -> None:
    assert web_address(url) == url


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "\u2013"),
        ("a\nb\u202e\x1b[31m c", "a b [31m c"),
        ("a\u200cb\u200dc", "a\u200cb\u200dc"),
        (1234567, "1,234,567"),
        ("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
    ],
)
def test_values_show_as_one_plain_line(value: object, expected: str) -> None:
    assert shown(value) == expected


def test_a_text_of_100_kilobytes_is_cut() -> None:
    assert len(shown("word " * 20_000)) <= 200
    assert shown("x" * 201).endswith("…")


def test_json_cannot_end_its_script() -> None:
    value = {"</script><!--": ["<script>", "\u2028\u2029", "&amp;", "]]>"]}
    text = script_json(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value


def test_the_policy_names_each_script_by_its_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_page, "library_text", lambda: "var a = '</script><!--';")
    values = dict.fromkeys(
        ["first", "last", "undated", "empty", "days", "matrices", "pairs", "map", "outlets", "apart", "news"]
    )
    values |= dict.fromkeys(["runs", "runs_plot", "problems", "checks", "feeds", "coder", "version", "made_at"])
    page = report_page.render({**values, "figures": [], "kinds": [], "stages": []}, {"days": {"a": "</script>"}})
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)[0].replace("&#39;", "'")
    hashes = [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts]
    assert len(hashes) == 2
    assert f"script-src {' '.join(hashes)};" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
