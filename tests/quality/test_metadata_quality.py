"""Title, authors and day of thirty pages of our own, in publishers' own forms; written before the first look."""

import json
from datetime import UTC
from hashlib import sha256
from pathlib import Path
from typing import Any

from extractors.articles import Page, extract_with_facts

PAGES = Path(__file__).with_name("metadata.jsonl")
HASH = "b82d364d79cb850f5bce0b91693ea9d0942c85af7acc7ef85529ba85fcbeb591"
FLOORS = {"title": 0.96, "authors": 0.96, "published": 0.985}


def right(page: dict[str, Any]) -> dict[str, bool]:
    body = page["html"].encode()
    given = Page(url=page["url"], final_url=page["url"], body=body, content_type=None, entry=None, outlet="Daily")
    found = extract_with_facts(given)
    assert isinstance(found, tuple), page["id"]
    article, facts = found
    days = {moment.date().isoformat() for at in [facts.published] if at for moment in (at, at.astimezone(UTC))}
    return {
        "title": article.title == page["title"],
        "authors": sorted(map(str.casefold, article.authors)) == sorted(map(str.casefold, page["authors"])),
        "published": page["published"] in days,
    }


def test_what_pages_tell_of_themselves_is_found() -> None:
    assert sha256(PAGES.read_bytes()).hexdigest() == HASH
    judged = [right(json.loads(line)) for line in PAGES.read_text(encoding="utf-8").splitlines()]
    for name, floor in FLOORS.items():
        assert sum(one[name] for one in judged) >= floor * len(judged), name
