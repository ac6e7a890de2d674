"""Names of outlets: the dictionary, and what an unknown host is called."""

import re
from importlib.resources import files

import pytest

from extractors.catalogue import load_catalogue, shipped_catalogue_text
from extractors.errors import DictionaryError
from extractors.outlets import known_outlet, load_outlets, outlet_of, shipped_outlets


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.bbc.co.uk/news/world-1", "BBC News"),
        ("https://feeds.bbci.co.uk/news/world/rss.xml", "BBC News"),
        ("http://EN.Kremlin.ru/events", "President of Russia"),
        ("https://news.un.org/en/story/1", "UN News"),
        ("https://press.un.org/en/rss.xml", "United Nations"),
        ("https://www.unknown.example:8080/x", "unknown.example"),
        ("https://notbbc.com/", "notbbc.com"),
        ("http://127.0.0.1:8090/feed.xml", "127.0.0.1"),
        ("http://[::1]:8090/feed.xml", "::1"),
        ("no address", "no address"),
        ("http://[bad", "http://[bad"),
    ],
)
def test_outlet_of(url: str, name: str) -> None:
    assert outlet_of(url) == name


def test_a_list_names_only_what_the_dictionary_does_not() -> None:
    assert outlet_of("https://a.example/", default="The A") == "The A"
    assert outlet_of("https://www.dw.com/", default="DW | English") == "Deutsche Welle"


def test_a_plain_list_gets_names_and_countries() -> None:
    (feed,) = load_catalogue("https://www.dawn.com/feeds/home\n", name="list")
    assert (feed.outlet, feed.country) == ("Dawn", "PAK")


def test_the_dictionary_is_wide_sorted_and_knows_real_countries() -> None:
    hosts = re.findall(r'^"(.+?)" = ', files("seeds").joinpath("outlets.toml").read_text("utf-8"), re.MULTILINE)
    assert len(hosts) >= 150
    assert hosts == sorted(hosts)
    rows = "".join(
        f'[[feed]]\nurl = "https://{host}/"\noutlet = "{outlet.name}"\n'
        + (f'country = "{outlet.country}"\n' if outlet.country else "")
        for host, outlet in shipped_outlets().items()
    )
    assert len(load_catalogue(rows, name="outlets")) == len(hosts)


def test_catalogue_and_dictionary_call_an_outlet_the_same() -> None:
    feeds = load_catalogue(shipped_catalogue_text(), name="seeds/feeds.toml")
    found = {feed.outlet: known_outlet(feed.url) for feed in feeds}
    assert {name: outlet.name for name, outlet in found.items() if outlet and outlet.name != name} == {}
    assert sum(outlet is not None for outlet in found.values()) >= 140


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[hosts]\n'a.example' = \n", "line 2: is not TOML"),
        ("\n[host]\n", "line 2: 'host' is not known"),
        ("[hosts]\n'a.example' = 'A'\n", "line 2: write { outlet"),
        ("[hosts]\n'b.example' = { outlet = 'B' }\n'a.example' = { name = 'A' }\n", "line 3: write { outlet"),
        ("[hosts]\n'a.example' = { outlet = '' }\n", "line 2: write { outlet"),
    ],
)
def test_a_fault_names_file_and_line(text: str, message: str) -> None:
    with pytest.raises(DictionaryError) as caught:
        load_outlets(text, name="outlets.toml")
    assert str(caught.value).startswith(f"outlets.toml, {message}")
