"""Who asks whom to do something: the verb of asking that an infinitive hangs on, however far off."""

from extractors.mentions.parsing import Parse
from extractors.mentions.spans import ActorSpan

_ASKS = frozenset(
    {"appeal", "ask", "beg", "call", "exhort", "implore", "invite", "press", "pressure", "push", "request", "urge"}
)
_DEPTH = 3


def asked(parse: Parse, verb: int, depth: int = 0) -> tuple[list[ActorSpan], list[ActorSpan]]:
    """Return who asks and who is asked in "A urged B to accept a truce and open a dialogue", else nobody."""
    if depth > _DEPTH or verb < 0:
        return [], []
    words, lemmas = parse.words.folded, parse.grammar.lemmas
    at, governor = parse.group_start(verb)
    if governor is None:
        before = parse.verb_before(at) if at >= 0 and parse.tags[at] == "C" else None
        plain = lemmas.get(words[verb]) == words[verb]
        return asked(parse, before, depth + 1) if before is not None and plain else ([], [])
    if lemmas.get(words[governor]) not in _ASKS or parse.is_passive(governor):
        return [], []
    whom = parse.heads(governor + 1, at + 1)
    who = parse.subject(governor) if whom else []
    return (who, whom) if {s.actor.actor_id for s in who}.isdisjoint(s.actor.actor_id for s in whom) else ([], [])
