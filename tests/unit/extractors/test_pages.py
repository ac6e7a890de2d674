import pytest

from extractors.pages import Page, decode, not_html, not_markup, printable, without_giants
from extractors.trees import parse, parse_at_any_depth, remove, squeeze, text_of


def page(body: bytes, content_type: str | None = None) -> Page:
    return Page(url="u", final_url="u", body=body, outlet="o", content_type=content_type)


@pytest.mark.parametrize(
    ("body", "content_type", "what"),
    [
        (b"<html>", "text/html; charset=utf-8", None),
        (b"<html>", "application/xhtml+xml", None),
        (b"<html>", "application/octet-stream", None),
        (b"<html>", None, None),
        (b"<html>", "image/png", "image/png by its Content-Type"),
        (b"<html>", "application/pdf", "application/pdf by its Content-Type"),
        (b"\n%PDF-1.5", "text/html", "a PDF"),
        (b"\x00\x00\x00\x20ftypisom", "text/html", "an MP4 file"),
        (b"\xff\xd8\xff\xe0", None, "a JPEG image"),
    ],
)
def test_what_is_no_page_is_known_by_its_bytes_or_its_type(
    body: bytes, content_type: str | None, what: str | None
) -> None:
    assert not_html(page(body, content_type)) == what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<!doctype html><p>x", None),
        ("<p>a fragment</p>", None),
        ('{"a": "<p>x</p>"}', "JSON"),
        ("<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>", "a feed or a sitemap"),
        ("\x01\x02\ufffd\ufffd" * 100, "binary data"),
        ("just words", "text without a tag of HTML"),
    ],
)
def test_what_is_no_markup_is_known_by_its_characters(text: str, what: str | None) -> None:
    assert not_markup(text) == what


def test_a_byte_order_mark_beats_the_header() -> None:
    assert decode(page("\ufeffжд".encode("utf-16-be"), "text/html; charset=utf-8")) == "жд"


def test_a_few_bad_bytes_do_not_discredit_a_charset() -> None:
    body = ("ж" * 3000).encode() + b"\xff" + ("ж" * 3000).encode()
    assert decode(page(body, "text/html; charset=utf-8")).count("ж") == 6000


def test_control_characters_are_taken_out() -> None:
    assert printable("a\x00b\x1bc\ud800d\te\n") == "abcd\te\n"
    assert "\x00" not in decode(page(b"a\x00b"))


def test_a_giant_tag_is_emptied_and_a_large_one_is_not() -> None:
    giant, large = f'<img src="{"a" * 60_000}">', f'<img src="{"a" * 20_000}">'
    assert without_giants(f"<p>{giant}{large}</p>") == f"<p><img>{large}</p>"


def test_a_tree_that_libxml2_gives_up_is_told() -> None:
    assert parse("<html><body><p>x</p></body></html>")[1]
    assert not parse("<html><body>" + "<div>" * 300 + "<p>x</p></body></html>")[1]


def test_a_tree_too_deep_for_any_reader_is_flattened() -> None:
    tree, complete, _ = parse_at_any_depth("<html><body>" + "<div>" * 9000 + "<p>text</p></body></html>")
    assert complete
    assert tree is not None
    assert [paragraph.text for paragraph in tree.iter("p")] == ["text"]


def test_the_text_of_an_element_has_no_scripts_in_it() -> None:
    tree, _ = parse("<html><body><p>a<script>b()</script>c<style>d{}</style>e</p>f</body></html>")
    assert tree is not None
    (paragraph,) = tree.iter("p")
    assert text_of(paragraph) == "ace"


def test_removing_an_element_leaves_the_text_around_it() -> None:
    tree, _ = parse("<html><body><p>one <b>two</b> three <i>four</i> five</p></body></html>")
    assert tree is not None
    for element in [*tree.iter("b"), *tree.iter("i")]:
        remove(element)
    (paragraph,) = tree.iter("p")
    assert squeeze(text_of(paragraph)) == "one three five"
