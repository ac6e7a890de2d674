"""What the base extraction missed, put back: the standfirst, and paragraphs in containers like those it read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.lines import Line, key
from extractors.trees import Element, link_length, squeeze, text_of

_LEAD_TAGS = ("p", "h2", "h3", "h4", "div", "span", "strong")
_LEAD_LENGTH = (50, 900)  # characters
_SLOGAN = 40  # letters: what is shorter describes the outlet


def recovered(lines: Sequence[Line], tree: Element, descriptions: Iterable[str], titles: frozenset[str]) -> list[Line]:
    """Give the lines with what was missed in its place."""
    complete = _with_missing(lines, tree)
    lead = _lead(complete, tree, descriptions, titles)
    return [lead, *complete] if lead else complete


def _lead(lines: Sequence[Line], tree: Element, descriptions: Iterable[str], titles: frozenset[str]) -> Line | None:
    """Find the standfirst: the element that says what the page's description says, unless it was read already."""
    wanted = [k for k in dict.fromkeys(map(key, descriptions)) if len(k) >= _SLOGAN]
    if not wanted:
        return None
    whole = "".join(line.key for line in lines)
    if any(k[:40] in whole for k in wanted):
        return None
    shortest, longest = _LEAD_LENGTH
    for element in tree.iter(*_LEAD_TAGS):
        if len(element) > 8:  # noqa: PLR2004 - a container
            continue
        text = "".join(element.itertext())
        if shortest <= len(text) <= longest and _says(k := key(text), wanted):
            return None if k in whole or k[:30] in whole or k in titles else Line(squeeze(text), k)
    return None


def _says(k: str, wanted: Sequence[str]) -> bool:
    """Whether a key is one of those wanted, either of the two perhaps cut short."""
    if len(k) < _SLOGAN:
        return False
    return any(k == w or (len(w) >= 60 and k.startswith(w[:-6])) or (len(k) >= 60 and w.startswith(k)) for w in wanted)  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class _Paragraph:
    line: Line
    parent: Element
    kind: tuple[str, str]  # tag and class of the parent
    place: int | None  # of the line that it is, among those read
    read: bool
    links: int


def _with_missing(lines: Sequence[Line], tree: Element) -> list[Line]:
    """Insert paragraphs that stand in containers named like those which held most of the text.

    Pages part an article into several containers, an advertisement between two; trafilatura reads the first.
    """
    paragraphs = _paragraphs(lines, tree)
    read = [p for p in paragraphs if p.read]
    total = sum(len(p.line.text) for p in read)
    kinds: dict[tuple[str, str], int] = {}
    for p in read:
        kinds[p.kind] = kinds.get(p.kind, 0) + len(p.line.text)
    good = {kind for kind, size in kinds.items() if kind[1] and size >= 0.3 * total}
    missed = _missed([p for p in paragraphs if p.read or p.kind in good], {p.parent for p in read})
    if not missed:
        return list(lines)
    complete: list[Line] = []
    for place, line in enumerate(lines):
        complete += [line, *missed.get(place, ())]
    return complete


def _paragraphs(lines: Sequence[Line], tree: Element) -> list[_Paragraph]:
    places: dict[str, int] = {}
    for place, line in enumerate(lines):
        places.setdefault(line.key, place)
    whole = "".join(line.key for line in lines)
    found = []
    for element in tree.iter("p"):
        text, parent = text_of(element), element.getparent()
        if len(text) < 30 or parent is None or not (k := key(text)):  # noqa: PLR2004 - a credit, a label
            continue
        kind = (parent.tag, parent.get("class") or parent.get("itemprop") or parent.get("id") or "")
        read = k in whole or k[:25] in whole or k[-25:] in whole
        line = Line(squeeze(text), k)
        found.append(_Paragraph(line, parent, kind, places.get(k), read, link_length(element)))
    return found


def _missed(paragraphs: Sequence[_Paragraph], parents: set[Element]) -> dict[int, list[Line]]:
    """Choose paragraphs to insert, by the place of the line that they follow."""
    last_read = max((n for n, p in enumerate(paragraphs) if p.read), default=-1)
    sizes: dict[Element, int] = {}
    for p in paragraphs:
        if not p.read:
            sizes[p.parent] = sizes.get(p.parent, 0) + len(p.line.text)
    missed: dict[int, list[Line]] = {}
    after: int | None = None
    for n, p in enumerate(paragraphs):
        after = p.place if p.place is not None else after
        if p.read or after is None or len(p.line.text) < 60 or p.links * 2 >= len(p.line.text):  # noqa: PLR2004
            continue
        known = p.parent in parents
        if n > last_read and (known or sizes[p.parent] < 300):  # noqa: PLR2004 - credits and calls stand there
            continue
        if known or sizes[p.parent] >= 150:  # noqa: PLR2004 - a teaser of its own is shorter
            missed.setdefault(after, []).append(p.line)
    return missed
