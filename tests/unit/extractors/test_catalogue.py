"""Lists of feeds: what each format means, and the one sentence that each fault gets."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.catalogue import dump_catalogue, dump_opml, load_catalogue
from extractors.errors import CatalogueError
from extractors.records import Feed
from extractors.urls import feed_id

TOML = """# ours
[[feed]]
url = "https://one.example/rss.xml"
outlet = "One"
title = "One: world"
country = "FRA"
language = "fr"
found_in = "https://lists.example/feeds"
verified = false

[[feed]]
outlet = "Two"
url = "http://two.example/atom"
"""

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>mine</title></head><body>
<outline text="Afrique">
  <outline type="rss" text="Le Présent &amp; co" xmlUrl="https://three.example/f?a=1&amp;b=2" language="fr_FR"/>
</outline>
<outline xmlUrl="https://www.four.example/rss"/>
<outline text="again" xmlUrl="https://www.four.example/rss"/>
</body></opml>
"""


def test_toml_gives_each_field() -> None:
    one, two = load_catalogue(TOML, name="f.toml")
    assert one == Feed(
        feed_id=feed_id("https://one.example/rss.xml"),
        url="https://one.example/rss.xml",
        outlet="One",
        title="One: world",
        country="FRA",
        language="fr",
        found_in="https://lists.example/feeds",
    )
    assert (two.outlet, two.title, two.verified) == ("Two", None, False)


def test_opml_gives_titles_hosts_and_languages_and_drops_repetitions() -> None:
    feeds = load_catalogue(OPML, name="f.opml")
    assert [(f.url, f.outlet, f.title, f.language) for f in feeds] == [
        ("https://three.example/f?a=1&b=2", "Le Présent & co", "Le Présent & co", "fr-FR"),
        ("https://www.four.example/rss", "four.example", None, None),
    ]


def test_addresses_give_hosts_and_drop_comments_and_repetitions() -> None:
    text = "# mine\r\nhttps://www.a.example/x#top\r\n\r\n  https://b.example/ # good\nhttps://b.example/\n"
    feeds = load_catalogue(text, name="list")
    assert [(f.url, f.outlet) for f in feeds] == [
        ("https://www.a.example/x#top", "a.example"),
        ("https://b.example/", "b.example"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("text", [TOML, OPML, "https://a.example/é\n"])
def test_bytes_in_any_unicode_read_like_text(text: str, encoding: str) -> None:
    assert load_catalogue(text.encode(encoding), name="f") == load_catalogue(text, name="f")


def test_opml_in_its_declared_encoding() -> None:
    body = OPML.replace("UTF-8", "ISO-8859-1").encode("iso-8859-1")
    assert load_catalogue(body, name="f")[0].outlet == "Le Présent & co"


def _toml(line: str) -> str:
    return f'[[feed]]\nurl = "https://a.example/"\noutlet = "A"\n{line}\n'


BILLION = '<!DOCTYPE opml [\n<!ENTITY a "ha">\n<!ENTITY b "&a;&a;">]>\n<opml><body/></opml>'
EXTERNAL = (
    '<!DOCTYPE opml [\n<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<opml><body><outline text="&a;"/></body></opml>'
)

FAULTS = [
    ("", "line 1: holds no feed"),
    ("# nothing\n\n", "line 1: holds no feed"),
    (b"\xef\xbb\xbf", "line 1: holds no feed"),
    ("feed = []\n", "line 1: holds no feed"),
    (_toml("title = x"), "line 4: is not TOML (Invalid value)"),
    (_toml('title = "x'), "line 4: is not TOML"),
    ("\n[[feed\n", "line 2: is not TOML"),
    (_toml("extra = [1,"), "line 4: is not TOML"),
    (_toml('titel = "x"'), "line 4: 'titel' is no key of a feed; the keys are url, outlet"),
    (_toml('"titel" = "x"'), "line 4: 'titel' is no key"),
    ("\n[feeds]\na = 1\n", "line 2: 'feeds' is not known here"),
    ("\ndelay = 3\n" + _toml(""), "line 2: 'delay' is not known here"),
    ('feed = "https://a.example"\n', "line 1: feed is no list of tables"),
    ("[feed]\nurl = 'https://a.example'\n", "line 1: feed is no list of tables"),
    ('\n[[feed]]\noutlet = "A"\n', "line 2: this feed has no address"),
    ('\n[[feed]]\nurl = "https://a.example"\n', "line 2: this feed has no outlet"),
    ('feed = [{outlet = "A"}]', "feed 1: this feed has no address"),
    (_toml("title = 3"), "line 4: title is 3; text in quotes is wanted"),
    (_toml('verified = "no"'), "line 4: verified is 'no'; true or false is wanted"),
    (_toml('country = "FR"'), "line 4: country is 'FR'; an ISO 3166 code"),
    (_toml('country = ""'), "line 4: country is ''; an ISO 3166 code"),
    (_toml('language = "french"'), "line 4: language is 'french'; a language code"),
    (_toml("").replace('"A"', '" "'), "line 3: outlet is ''; the name of the publisher"),
    (_toml("") + _toml(""), "line 5: 'https://a.example/' stands at line 1 already"),
    (_toml("").replace("https:", "ftp:"), "line 2: url is 'ftp://a.example/'; a whole http or https address"),
    ("https://a.example/\nfile:///etc/passwd\n", "line 2: url is 'file:///etc/passwd'"),
    ("https://a.example/\nnonsense here\n", "line 2: url is 'nonsense here'"),
    ("https://a.example:port/\n", "line 1: url is 'https://a.example:port/'"),
    ("https:///rss\n", "line 1: url is 'https:///rss'"),
    ("http://[::1/\n", "line 1: url is"),
    (OPML.replace("</body>", ""), "line 8: is not well-formed XML (mismatched tag)"),
    ("<opml><body>\n<outline text=a/></body></opml>", "line 2: is not well-formed XML"),
    ("<", "line 1: is not well-formed XML"),
    (OPML.replace("https://www.four", "feed://four"), "line 6: url is 'feed://four.example/rss'"),
    (BILLION, "line 2: declares an entity"),
    (EXTERNAL, "line 2: declares an entity"),
    ("<rss><channel/></rss>", "line 1: this XML ('rss') lists no feed"),
    ("<opml><body/></opml>", "line 1: this XML ('opml') lists no feed"),
    (b"https://a.example/\nhttps://\xff/\n", "line 2: is not text in utf-8; save it as UTF-8"),
    (b'<?xml version="1.0" encoding="klingon"?><opml/>', "line 1: its encoding 'klingon' is unknown"),
    (b"%PDF-1.7\n\x00", "line 1: url is '%PDF-1.7'"),
    ("https://a.example/\n" + "x" * 5000, "line 2: url is 'xxxx"),
    ("https://a.example/\x1b[2J\n", "line 1: url is 'https://a.example/\\x1b[2J'"),
    ("https://a.example/\x00\n", "line 1: url is 'https://a.example/\\x00'"),
    (_toml("").replace("a.example", "a b.example"), "line 2: url is 'https://a b.example/'"),
]


@pytest.mark.parametrize(("text", "message"), FAULTS)
def test_a_fault_is_one_short_sentence_with_its_line(text: str | bytes, message: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(text, name="my feeds")
    said = str(caught.value)
    assert said.startswith(f"my feeds, {message}")
    assert said.isprintable()
    assert len(said) < 250
    assert caught.value.exit_code == 2


def test_opml_groups_may_be_deep_and_hold_other_things() -> None:
    inside = '<!-- <outline xmlUrl="https://no.example/"/> --><title>t</title><outline xmlUrl="https://a.example/"/>'
    text = "<opml><body>" + '<outline text="group">' * 600 + inside + "</outline>" * 600 + "</body></opml>"
    assert [feed.url for feed in load_catalogue(text, name="f")] == ["https://a.example/"]


def test_the_name_decides_where_the_first_line_tells_nothing() -> None:
    with pytest.raises(CatalogueError, match="line 1: is not TOML"):
        load_catalogue("https://a.example/\n", name="feeds.toml")


def test_a_missing_line_does_not_hide_the_fault() -> None:
    text = 'feed = [{url = "https://a.example", outlet = "A", colour = "red"}]'
    with pytest.raises(CatalogueError, match="feed 1: 'colour' is no key"):
        load_catalogue(text, name="f")


def test_labels_lose_control_characters(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_text(_toml('title = "a\\u001b[31m\\n b"'), encoding="utf-8")
    assert load_catalogue(path.read_bytes(), name=str(path))[0].title == "a[31m b"


labels = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12) | st.sampled_from(
    ['say "hi" <b>&amp; \\', "東京 新聞", "a\x7fb", "[[feed]]", "# no comment", "parley:x", "l'été"]
)


@st.composite
def catalogues(draw: st.DrawFn) -> tuple[Feed, ...]:
    paths = draw(st.lists(st.text("abcé?&=;%+#'/", max_size=8), min_size=1, max_size=5, unique=True))
    tables = [
        Feed(
            feed_id="",
            url=f"https://a.example/{path}",
            outlet=draw(labels),
            title=draw(labels | st.none()),
            country=draw(st.sampled_from(["UKR", "BRA", None])),
            language=draw(st.sampled_from(["en", "pt-BR", None])),
            found_in=draw(labels | st.none()),
            verified=draw(st.booleans()),
        )
        for path in paths
    ]
    return load_catalogue(dump_catalogue(tables), name="drawn")


@settings(deadline=None)
@given(catalogues())
def test_toml_reads_back_equal(feeds: tuple[Feed, ...]) -> None:
    assert load_catalogue(dump_catalogue(feeds), name="f") == feeds


@settings(deadline=None)
@given(catalogues())
def test_opml_reads_back_equal_but_for_what_only_we_keep(feeds: tuple[Feed, ...]) -> None:
    again = load_catalogue(dump_opml(feeds, title="a & b"), name="f")
    kept = ("feed_id", "url", "outlet", "country", "language")
    assert [[getattr(f, key) for key in kept] for f in again] == [[getattr(f, key) for key in kept] for f in feeds]
    assert [f.title for f in again] == [f.title or f.outlet for f in feeds]


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200))
def test_whatever_comes_is_read_or_refused_in_a_sentence(text: str | bytes) -> None:
    said = ""
    try:
        feeds = load_catalogue(text, name="f")
    except CatalogueError as error:
        feeds, said = (), str(error)
    assert feeds or said.isprintable()
