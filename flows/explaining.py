"""`parley code --explain`: each mention as a tree of the rules and dictionary lines that led to it."""

from collections.abc import Iterator

from rich.text import Text
from rich.tree import Tree

from extractors.mentions.dictionary_lines import place_of_actor, with_line
from extractors.records import Mention
from flows.terminal import plain

_KINDS = {"operators.toml": "operator", "triggers.toml": "trigger", "stage ": "stage", "[": "operator"}


def tree_of(mention: Mention) -> Tree:
    """Draw a mention. What comes from the web is shown as text: no markup, no control character of it counts."""
    begin, end = mention.start - mention.sentence_start, mention.end - mention.sentence_start
    sentence = Text(f"{mention.article_id}, {mention.field} {mention.start}-{mention.end}: ", style="dim")
    sentence.append(plain(mention.sentence[:begin]))
    sentence.append(f"»{plain(mention.trigger)}«", style="bold")
    sentence.append(plain(mention.sentence[end:]))
    tree = Tree(sentence)
    mode = f" ({mention.event_mode})" if mention.event_mode else ""
    event = tree.add(Text(f"{mention.kind} {mention.event_type}{mode}, {mention.stage}"))
    for name, said in _event_rules(mention):
        _add(event, name, said)
    for role in ("initiator", "recipient"):
        for party in mention.parties:
            if party.role == role:
                source = place_of_actor(party.actor_id, party.text)
                _add(tree, role, f'{party.actor_id} {party.name}, from "{party.text}" ({source})')
    for name, said in _other_rules(mention):
        _add(tree, name, said)
    return tree


def _add(tree: Tree, name: str, said: str) -> None:
    line = Text(f"{name:<11}", style="dim")
    tree.add(line.append(plain(said), style="not dim"))


def _event_rules(mention: Mention) -> Iterator[tuple[str, str]]:
    for rule in mention.rules:
        kind = next((kind for start, kind in _KINDS.items() if rule.startswith(start)), "grammar")
        if ": " not in rule.partition('"')[0]:
            yield kind, with_line(rule).removeprefix("stage ") if kind == "stage" else with_line(rule)


def _other_rules(mention: Mention) -> Iterator[tuple[str, str]]:
    for rule in mention.rules:
        name, colon, said = rule.partition(": ")
        if colon and '"' not in name:
            yield name, with_line(said)
    if mention.place:
        where = f"{mention.latitude}, {mention.longitude}" if mention.latitude is not None else "no coordinates"
        yield "place", f"{mention.place} in {mention.country or 'no state'} ({where})"
