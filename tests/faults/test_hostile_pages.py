"""Pages made to hurt: each ends as an article or as a problem with a reason, and costs no other page anything."""

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractors.articles import Page, extract
from extractors.extract_lines import extract_lines
from extractors.pool import WorkerPool
from extractors.records import Article, Problem, Reason

SENTENCES = [
    "The delegations met for the third time this week in a hotel by the lake, away from cameras.",
    "Officials of both sides said afterwards that the text had been read through to its last page.",
    "Nobody would say when it might be signed, nor whether the guns would be silent until then.",
    "A convoy with flour and medicine reached the besieged town at dusk, the first in forty days.",
]
RUSSIAN = "Делегации встретились в третий раз за неделю в гостинице у озера, вдали от камер и журналистов."  # noqa: RUF001
JAPANESE = "両国の代表団は今週三度目の会談を湖畔のホテルで行い、停戦の条件について意見を交わした。"
CHINESE = "双方代表团本周第三次在湖边的酒店会面，就停火的条件交换了意见，没有记者在场。"  # noqa: RUF001

IMPRINT = "<footer><p>Imprint, all rights.</p></footer>"
WRONG_TYPES = {
    "@type": "NewsArticle",
    "headline": 5,
    "author": [[{"name": ["a"]}]],
    "datePublished": ["x"],
    "articleBody": {},
    "@graph": [None, 1],
}


def document(sentences: list[str], *, head: str = "", around: str = "{}") -> str:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    article = f"<article><h1>Talks by the lake</h1>{paragraphs}</article>"
    return f"<html><head>{head}<title>Talks by the lake</title></head><body>{around.format(article)}</body></html>"


def page(body: bytes, content_type: str | None = "text/html") -> Page:
    return Page(
        url="https://outlet.example/a",
        final_url="https://outlet.example/a",
        body=body,
        outlet="outlet",
        content_type=content_type,
    )


def text_of(outcome: Article | Problem) -> str:
    assert isinstance(outcome, Article), outcome
    return outcome.text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(b"", Reason.NO_TEXT, id="empty"),
        pytest.param(b" \r\n\t ", Reason.NO_TEXT, id="white space"),
        pytest.param(random.Random(1).randbytes(100_000), Reason.NOT_HTML, id="binary"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", Reason.NOT_HTML, id="PDF under text/html"),
        pytest.param(gzip.compress(b"<html>"), Reason.NOT_HTML, id="still compressed"),
        pytest.param(b"<p>word</p>" * 3_000_000, Reason.TOO_LARGE, id="30 MB"),
        pytest.param(b"<html><head><script>var a = 1</script></head><body><script>b()</script></body></html>",
                     Reason.NO_TEXT, id="script only"),
        pytest.param(b'{"html": "<p>no page</p>"}', Reason.NOT_HTML, id="JSON"),
        pytest.param(b"[1, 2, 3]", Reason.NOT_HTML, id="JSON list"),
        pytest.param(b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', Reason.NOT_HTML, id="a feed"),
        pytest.param(b"words without a single tag " * 50, Reason.NOT_HTML, id="plain text"),
        pytest.param(b"<" * 500_000, Reason.NOT_HTML, id="only brackets"),
        pytest.param(b"<html><body><p>" + b"a" * 2_000_000 + b"</p></body>", Reason.TOO_LARGE, id="endless word"),
        pytest.param(b"<html><frameset><frame src=x></frameset></html>", Reason.NO_TEXT, id="frameset"),
    ],
)  # fmt: skip
def test_what_is_no_article_says_so(body: bytes, code: Reason) -> None:
    outcome = extract(page(body))
    assert isinstance(outcome, Problem)
    assert (outcome.code, outcome.subject) == (code, "https://outlet.example/a")


@pytest.mark.parametrize(
    ("text", "charset", "head", "content_type"),
    [
        pytest.param(RUSSIAN, "cp1251", "", "text/html; charset=windows-1251", id="cp1251 in the header"),
        pytest.param(RUSSIAN, "cp1251", '<meta charset="windows-1251">', "text/html", id="cp1251 in meta"),
        pytest.param(RUSSIAN, "cp1251", "", None, id="cp1251 nowhere"),
        pytest.param(RUSSIAN, "cp1251", '<meta charset="utf-8">', "text/html; charset=utf-8", id="cp1251 called UTF-8"),
        pytest.param(RUSSIAN, "koi8-r", '<meta charset="koi8-r">', "text/html; charset=utf-8", id="wrong header"),
        pytest.param(RUSSIAN, "utf-8", '<meta charset="iso-8859-1">', "text/html", id="wrong meta"),
        pytest.param(RUSSIAN, "utf-8", "", "text/html; charset=ISO-8859-1", id="UTF-8 called Latin-1"),
        pytest.param(RUSSIAN, "utf-8", "", "text/html; charset=zip", id="a codec that is no charset"),
        pytest.param(JAPANESE, "shift_jis", '<meta charset="Shift_JIS">', None, id="Shift-JIS"),
        pytest.param(JAPANESE, "euc_jp", "", "text/html", id="EUC-JP nowhere"),
        pytest.param(CHINESE, "gb18030", '<meta charset="gb2312">', "text/html", id="gb18030 called gb2312"),
        pytest.param(RUSSIAN, "utf-16", "", "text/html; charset=utf-8", id="UTF-16 with its mark"),
        pytest.param(RUSSIAN, "utf-16-le", "", "text/html", id="UTF-16 without its mark"),
        pytest.param(RUSSIAN, "utf-16-be", "", "text/html", id="UTF-16, the other way round"),
        pytest.param(RUSSIAN, "utf-8-sig", "", "text/html; charset=windows-1252", id="UTF-8 with its mark"),
    ],
)  # fmt: skip
def test_a_charset_is_read_whatever_is_said_about_it(
    text: str, charset: str, head: str, content_type: str | None
) -> None:
    body = document([f"{text} {number}" for number in range(5)], head=head).encode(charset)
    assert text in text_of(extract(page(body, content_type)))


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(document(SENTENCES).replace("</p>", "").partition("</article>")[0] + "<b><table>", id="unclosed"),
        pytest.param(document(SENTENCES).replace("the", "t\0he"), id="NULs"),
        pytest.param(document(SENTENCES, around="<div>" * 100_000 + "{}" + "</div>" * 100_000), id="100,000 divs"),
        pytest.param(
            document(SENTENCES, around="<div>" * 400 + "{}" + "</div>" * 400 + IMPRINT),
            id="400 divs",
        ),
        pytest.param(document(SENTENCES, around="<b>" * 100_000 + "{}"), id="100,000 times bold"),
        pytest.param(
            document(SENTENCES, around=f"<div {' '.join(f'a{n}=1' for n in range(200_000))}>{{}}</div>"),
            id="200,000 attributes",
        ),
        pytest.param(document(SENTENCES, around=f'<img src="{"a" * 9_000_000}">{{}}'), id="attribute of 9 MB"),
        pytest.param(
            document(SENTENCES, head=f'<script type="application/ld+json">{"[" * 50_000}</script>'), id="deep JSON-LD"
        ),
        pytest.param(
            document(SENTENCES, head=f'<script type="application/ld+json">{json.dumps(WRONG_TYPES)}</script>'),
            id="JSON-LD of wrong types",
        ),
        pytest.param(document(SENTENCES).replace("<article>", "<article><!--" + "-" * 1_000_000 + "-->"), id="comment"),
    ],
)  # fmt: skip
def test_the_article_is_found_all_the_same(markup: str) -> None:
    text = text_of(extract(page(markup.encode())))
    assert all(sentence in text for sentence in SENTENCES)
    assert "Imprint" not in text


def test_a_page_is_extracted_the_same_whatever_came_before() -> None:
    odd = page(document(SENTENCES[:3], head="<meta charset=cp1251>").encode())
    first = extract(odd)
    for body in (b"", b"<div>" * 10_000, document([RUSSIAN] * 4).encode()):
        extract(page(body))
    assert extract(odd) == first


def test_a_page_that_needs_too_much_memory_is_a_problem() -> None:
    heavy = page(b"<html><body><article>" + b"<p>a word or two</p>" * 200_000 + b"</article></body></html>")
    with WorkerPool(workers=1, preload=("extractors.articles",), memory_limit=150 * 1024 * 1024) as pool:
        calls = pool.map(extract, [heavy, page(document(SENTENCES).encode())], subject=lambda p: p.url, seconds=15)
        first, second = calls
    assert isinstance(first, Problem)
    assert first.code in {Reason.TOO_LARGE, Reason.TIMEOUT, Reason.WORKER_DIED, Reason.EXTRACT_FAILED}
    assert isinstance(second, Article)


def lines_for(folder: Path) -> Iterator[tuple[str | bytes, Any, str | None]]:
    """Give lines, the id that each must come back with, and the code of its problem."""
    good, packed = folder / "good.html", folder / "packed.html.gz"
    good.write_bytes(document(SENTENCES).encode())
    packed.write_bytes(gzip.compress(document(SENTENCES).encode()))
    cut = folder / "cut.html.gz"
    cut.write_bytes(gzip.compress(random.Random(2).randbytes(9000))[:4000])
    pdf = folder / "pdf.html"
    pdf.write_bytes(b"%PDF-1.4 ...")
    for name, code in ((good, None), (packed, None), (cut, "bad-input"), (pdf, "not-html"), (folder, "bad-input")):
        yield json.dumps({"id": name.name, "path": str(name), "url": "https://outlet.example/"}), name.name, code
    yield json.dumps({"id": "gone", "path": str(folder / "none.html"), "url": "u"}), "gone", "bad-input"
    yield json.dumps({"id": "no path"}), "no path", "bad-input"
    yield "no JSON", None, "bad-input"
    yield "", None, "bad-input"
    yield "[1]", None, "bad-input"
    yield "[" * 100_000, None, "bad-input"
    yield b"\xff\xfe no UTF-8", None, "bad-input"
    yield json.dumps({"id": "\ud800", "path": "none"}), "?", "bad-input"
    yield json.dumps({"id": 7, "path": str(good), "url": None}).encode(), 7, None


def test_parley_extract_answers_each_line_in_order(tmp_path: Path) -> None:
    wanted = list(lines_for(tmp_path))
    answers = list(extract_lines(line for line, _, _ in wanted))
    assert [(answer["id"], (answer["problem"] or {}).get("code")) for answer in answers] == [
        (identity, code) for _, identity, code in wanted
    ]
    numbers = [answer["problem"]["line"] for answer in answers if answer["problem"]]
    assert numbers == [number for number, (_, _, code) in enumerate(wanted, start=1) if code]
    assert answers[0]["text"] == answers[1]["text"] == answers[-1]["text"] != ""
