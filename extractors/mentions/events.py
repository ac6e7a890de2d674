"""An event in a sentence, as triggers and operators make it and as roles, attribution, dates and places read it."""

from dataclasses import dataclass

from extractors.records import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Words that change what is said of an event ("refused to", "suspension of"), at `start`:`end` of the sentence.

    `effect` is a heading of `seeds/operators.toml` (refuse, deny, propose, demand, halt ...), `word_class` verb, noun,
    adjective or particle; `passive` says that the verb stands in the passive ("was refused"); `accuses` that what
    follows is laid at another's door ("accused Israel of walking out").
    """

    start: int
    end: int
    text: str
    effect: str
    word_class: str
    passive: bool = False
    accuses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event; all offsets count in the sentence's text.

    `start`:`end` is the trigger with its governing words, `head_start`:`head_end` the event word alone ("talks",
    "shelled"). `verb` tells whether that is a verb, `passive` whether it stands in the passive,
    `past` whether it is told in a past tense. `operators` go from the
    innermost to the outermost. `predicate` is where the verb begins whose subject acts (the outermost operator or light
    verb: "refused" in "refused to hold talks"), None for a bare noun ("the attack on Kharkiv"). `subject` says that the
    event noun is itself the subject of that verb ("talks collapsed", "an attack was launched"). `mutual` events have
    all parties as initiators (talks, meetings, swaps, deals). `weak`
    ones rest on a word that alone would not do, `loose` ones on a participle or an aim beside the sentence's verb.
    """

    start: int
    end: int
    head_start: int
    head_end: int
    verb: bool
    passive: bool
    predicate: int | None
    subject: bool
    mutual: bool
    kind: Kind
    event_type: str
    event_mode: str | None
    stage: str
    lemma: str
    weak: bool = False
    loose: bool = False
    past: bool = False
    operators: tuple[Operator, ...] = ()
    rules: tuple[str, ...] = ()
