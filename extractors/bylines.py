"""Who wrote an article: names out of feeds, JSON-LD, <meta> and bylines."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from extractors.lines import key
from extractors.records import Entry
from extractors.structured import Structured, as_list, plain, resolved
from extractors.trees import Element, squeeze, text_of

_META = (
    "author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "article:author",
    "citation_author",
    "articleauthor",
    "twitter:data1",
    "twitter:misc:written by",
)
_BY = re.compile(
    r"^\s*(?:by|von|par|por|da|di|door|av|af|od|yazan|autor(?:es)?|author|text|reporting by)\b[\s:]+", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*[,;|]\s*|\s+(?:and|und|et|og|och|en|y|e|&|ja|oraz|и|та|ve|with)\s+", re.IGNORECASE)
_ROLE = re.compile(r"\s+/\s+.*$|\s*\((?:dpa|afp|ap|reuters)\)$", re.IGNORECASE)
_NO_NAME = re.compile(r"https?:|www\.|@|\d|[<>{}=]")
_MANY_WORDS = 7
_LONGEST = 80
_BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:authors?|bylines?|autor(?:en|es)?)(?:$|[\s_-])", re.IGNORECASE)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|profile|journalist|reporter|people|by)/[^/]+", re.IGNORECASE
)


def authors_of(entry: Entry | None, stated: Structured, tree: Element) -> tuple[tuple[str, ...], str | None]:
    """Give the authors' names and where they were found: none and None where the page does not tell.

    People before organisations: a page that names its publisher as the author often has a byline all the same.
    """
    stated_names = (stated.first_meta("og:site_name") or "", *_publishers(stated))
    outlet = {short for name in stated_names for short in (key(name), key(name.partition(".")[0])) if short}
    people = _names(_from_nodes(stated, organisations=False))
    for names, source in (
        (_names(entry.authors if entry else ()), "feed"),
        (tuple(name for name in people if key(name) not in outlet), "json-ld"),
        (tuple(name for name in _names(_from_meta(stated)) if key(name) not in outlet), "meta"),
        (_names(_from_bylines(tree)), "page"),
        (people, "json-ld"),
        (_names(_from_nodes(stated, organisations=True)), "json-ld"),
    ):
        if names:
            return names, source
    return (), None


def stated_authors(stated: Structured) -> tuple[str, ...]:
    """Give the people whom the page's metadata names, without a look at its text."""
    return (*_names(_from_nodes(stated, organisations=False)), *_names(_from_meta(stated)))


def _names(raw: Iterable[str]) -> tuple[str, ...]:
    """Part "A and B, C" into names, drop what is none and what came twice."""
    names: dict[str, str] = {}
    for text in raw:
        for part in _BETWEEN.split(_ROLE.sub("", _BY.sub("", squeeze(text)))):
            name = part.strip(" .,;:-|/\u2013\u2014\u2022\u00a0")
            if name and len(name) <= _LONGEST and len(name.split()) <= _MANY_WORDS and not _NO_NAME.search(name):
                names.setdefault(key(name), name)
    names.pop("", None)
    return tuple(names.values())


def _from_nodes(stated: Structured, *, organisations: bool) -> Iterator[str]:
    """Give the authors of the first JSON-LD article that names any."""
    for node in stated.articles:
        authors = [
            resolved(stated.nodes, reference)
            for reference in as_list(node.get("author")) or as_list(node.get("creator"))
        ]
        mixed = any(not _is_organisation(author) for author in authors)  # an agency beside the people it wrote with
        found = [name for author in authors if (name := _name(author, organisations=organisations or mixed))]
        if found:
            yield from found
            return


def _name(author: Any, *, organisations: bool) -> str | None:
    if isinstance(author, str):
        return plain(author)
    if not isinstance(author, dict):
        return None
    if _is_organisation(author) and not organisations:
        return None
    name = author.get("name")
    return plain(name[0] if isinstance(name, list) and name else name)


def _is_organisation(author: Any) -> bool:
    return isinstance(author, dict) and (
        "Organi" in str(author.get("@type", "")) or ("logo" in author and "@type" not in author)
    )


def _publishers(stated: Structured) -> Iterator[str]:
    for node in stated.articles:
        for publisher in as_list(node.get("publisher")):
            if name := _name(resolved(stated.nodes, publisher), organisations=True):
                yield name


def _from_meta(stated: Structured) -> list[str]:
    """Give the values of the first name that has any; "Family, Given" turned round."""
    for name in _META:
        values = [value for value in stated.meta.get(name, ()) if not _NO_NAME.search(value)]
        if values:
            turned = name.startswith("dc")
            return [
                " ".join(reversed(value.split(", "))) if turned and value.count(", ") == 1 else value
                for value in values
            ]
    return []


def _from_bylines(tree: Element) -> list[str]:
    """Read bylines on the page: links and elements marked as the author's name."""
    for element in tree.iter("a", "span", "p", "div", "address", "strong", "li"):
        if _is_byline(element):
            names = [name for name in _names([text_of(element)]) if " " in name or not name.isascii()]
            if names:  # those of the article stand above those of its teasers
                return names
    return []


def _is_byline(element: Element) -> bool:
    if element.get("rel") == "author" or "author" in (element.get("itemprop") or ""):
        return True
    if element.tag == "a" and _AUTHOR_PAGE.search(element.get("href") or ""):
        return True
    return bool(_BYLINE_CLASS.search(element.get("class") or "")) and len(text_of(element)) <= _LONGEST
