"""What holds for any page at all."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.articles import Page, extract
from extractors.clusters import fingerprint, similar
from extractors.lines import key
from extractors.records import Article, Problem

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TAGS = st.sampled_from(
    ["p", "div", "article", "h1", "a href='/x'", "ul", "li", "b", "table", "td", "script", "time", "span hidden"]
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
PIECES = st.one_of(
    WORDS,
    TAGS.map(lambda tag: f"<{tag}>"),
    TAGS.map(lambda tag: f"</{tag.partition(' ')[0]}>"),
    st.dictionaries(
        st.sampled_from(["@type", "headline", "author", "datePublished", "articleBody", "@graph"]), WORDS
    ).map(lambda node: f"<script type='application/ld+json'>{json.dumps(node)}</script>"),
    st.tuples(st.sampled_from(["og:title", "og:description", "author", "date"]), WORDS).map(
        lambda pair: f'<meta property="{pair[0]}" content="{pair[1]}">'
    ),
)


def page(body: bytes) -> Page:
    return Page(url="https://o.example/a", final_url="https://o.example/a", body=body, outlet="o")


@FEW
@given(st.lists(PIECES, max_size=40), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_any_page_is_an_article_or_a_problem_and_the_same_twice(pieces: list[str], charset: str) -> None:
    body = f"<html><body>{''.join(pieces)}</body></html>".encode(charset)
    outcome = extract(page(body))
    assert isinstance(outcome, Article | Problem)
    assert extract(page(body)) == outcome


@FEW
@given(st.binary(max_size=2000))
def test_any_bytes_are_an_article_or_a_problem(body: bytes) -> None:
    assert isinstance(extract(page(body)), Article | Problem)


@FEW
@given(st.lists(PIECES, max_size=40))
def test_what_comes_out_can_be_printed_and_stored(pieces: list[str]) -> None:
    outcome = extract(page(f"<html><body>{''.join(pieces)}</body></html>".encode()))
    if isinstance(outcome, Article):
        for text in (outcome.text, outcome.title, *outcome.authors):
            text.encode()
            assert not set(text) & {"\x00", "\x1b", "\x07", "\x08"}
        assert key(outcome.text) or outcome.text.strip()


@FEW
@given(st.text(max_size=300), st.text(max_size=300))
def test_likeness_is_mutual_and_everything_is_like_itself(one: str, other: str) -> None:
    a, b = fingerprint("a", one), fingerprint("b", other)
    assert similar(a, a)
    assert similar(a, b) == similar(b, a)
