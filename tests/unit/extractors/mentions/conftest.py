"""Events made by hand, and the roles that the grammar of their sentence gives them."""

from collections.abc import Callable
from datetime import date

import pytest

from extractors.mentions.actors import find_actors, start_memory
from extractors.mentions.context import context_of
from extractors.mentions.events import Event
from extractors.mentions.finder import find_events, shipped_dictionaries
from extractors.mentions.places import find_places
from extractors.mentions.roles import Roles, assign
from extractors.mentions.sentences import split
from extractors.mentions.surroundings import Surroundings, shipped_cues
from extractors.mentions.tokens import tokenize
from extractors.records import Kind


def _event(text: str, head: str, **more: object) -> Event:
    """Make the event whose word is `head`; `predicate` is given as a word."""
    at = text.index(head)
    predicate = more.pop("predicate", None)
    values: dict[str, object] = {
        "start": at,
        "end": at + len(head),
        "head_start": at,
        "head_end": at + len(head),
        "verb": False,
        "passive": False,
        "predicate": None if predicate is None else text.index(str(predicate)),
        "subject": False,
        "mutual": False,
        "kind": Kind.NEGOTIATION,
        "event_type": "CONSULT",
        "event_mode": None,
        "stage": "completed",
        "lemma": head,
    }
    return Event(**(values | more))  # type: ignore[arg-type]


@pytest.fixture
def make_event() -> Callable[..., Event]:
    """Give what makes an event: its text, its word, and what differs from talks that were held."""
    return _event


@pytest.fixture
def roles_of() -> Callable[..., Roles]:
    """Give what assigns roles to the event of a word in the last sentence of a text."""

    def roles(text: str, head: str, **more: object) -> Roles:
        sentences = split("text", text)
        memory = start_memory(sentences)
        for sentence in sentences:
            spans = find_actors(sentence, memory, date(2025, 6, 1))
            find_places(sentence, spans, memory)
        made = _event(sentence.text, head, **more)
        return assign(sentence, made, [made], spans, memory)

    return roles


Stages = Callable[[str], list[str]]


@pytest.fixture(scope="session")
def stages() -> Stages:
    """Return a function that gives the stages of a sentence's events; one without a stop is a headline."""
    dictionaries, cues = shipped_dictionaries(), shipped_cues()
    article = Surroundings(armed=True, political=True, noisy=False, nobody=False, policing=False, diplomatic=True)

    def read(sentence: str) -> list[str]:
        tokens = tokenize(sentence)
        headline = not sentence.endswith((".", "?"))
        found = find_events(tokens, dictionaries, context_of(tokens, (), cues, article), headline=headline)
        return [event.stage for event in found if event.kind is not Kind.OTHER]

    return read
