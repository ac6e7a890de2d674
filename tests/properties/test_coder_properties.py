"""The coder over arbitrary text: no exception, places in the sentence, the same answer whenever asked."""

import string
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.mentions.attribution import attribute, find_attributions
from extractors.mentions.coder import Coder
from extractors.mentions.date_choice import choose_date
from extractors.mentions.dates import find_dates
from extractors.records import Mention

# words of the trade, so that random text meets the rules
_TRADE = (
    "Russia Ukraine Kyiv Hamas Israel the army rebels Reuters TASS Putin minister spokesman he it they and but , . ; :"
    " ' 's - said told denied accused quoted as saying according to that which who talks ceasefire attacked shelled not"
    " no suspended refused to resume negotiations on Monday in May 2024 two days earlier last week overnight 12.11."
    " will would had been by after before while in Mykolaiv Sudan : (AP) said"
)
_SIGNS = (
    "\u2014",
    "\u201c",
    "\u201d",
    "\u2019s",
    '"',
    "\n",
    " \n\n",
    "\u00a0",
    "\u202e",
    "\u00e9",
    "\U0001d538",
    "\U0001f680",
    "\ud83d",
    "\u2026",
    "\u0308",
    "\ufb00",
    "\u00bd",
    "\u0130",
)
newsy = st.lists(st.sampled_from((*_TRADE.split(), *_SIGNS)), max_size=40).map(" ".join)
anything = st.text(max_size=300)
texts = st.one_of(anything, newsy, st.tuples(newsy, anything, newsy).map(" ".join))
days = st.none() | st.dates()
modest = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def code(coder: Coder, title: str, text: str, published: date | None) -> tuple[Mention, ...]:
    return coder.code(article_id="a", title=title, text=text, published=published).mentions


@modest
@given(title=texts, text=texts, published=days)
def test_offsets_hold_and_days_are_possible(coder: Coder, title: str, text: str, published: date | None) -> None:
    for mention in code(coder, title, text, published):
        where = title if mention.field == "title" else text
        assert 0 <= mention.sentence_start <= mention.start < mention.end <= mention.sentence_end <= len(where)
        assert where[mention.start : mention.end] == mention.trigger
        assert where[mention.sentence_start : mention.sentence_end] == mention.sentence
        for party in mention.parties:
            assert where[party.start : party.end] == party.text
        assert (mention.date is None) == (mention.date_from is None) == (mention.date_precision is None)
        if mention.date_from and mention.date_to:
            assert mention.date_from <= mention.date_to


@modest
@given(articles=st.lists(st.tuples(texts, texts), min_size=2, max_size=4), published=days)
def test_an_article_is_coded_the_same_whatever_came_before(
    coder: Coder, articles: list[tuple[str, str]], published: date | None
) -> None:
    forward = [code(coder, title, text, published) for title, text in articles]
    backward = [code(coder, title, text, published) for title, text in reversed(articles)]
    assert forward == backward[::-1]


@modest
@given(title=texts, text=texts, published=days)
def test_mentions_come_in_order_once_and_one_of_a_sentence_is_main(
    coder: Coder, title: str, text: str, published: date | None
) -> None:
    mentions = code(coder, title, text, published)
    assert len({mention.mention_id for mention in mentions}) == len(mentions)
    places = [(mention.field != "title", mention.start) for mention in mentions]
    assert places == sorted(places)
    sentences = {(mention.field, mention.sentence_start) for mention in mentions}
    assert sum(mention.main for mention in mentions) == len(sentences)


UNITS = (
    "told ", "and said ", "no talks ", "refused to ", "attacked ", "Russia and Ukraine ", "of ", "in Kyiv ", "not ",
    "offered to resume talks on ", "suspension of the talks of ", "a. ", "which ", "both sides ", '"', "( ", "-",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_endless_repetition_is_coded_like_any_text(coder: Coder, unit: str) -> None:
    for mention in code(coder, "", (unit * 2000)[:2000], date(2025, 11, 12)):
        assert mention.sentence_start <= mention.start < mention.end <= mention.sentence_end


@settings(max_examples=400, deadline=None)
@given(text=texts, opened=st.booleans())
def test_attributions_lie_in_the_sentence(text: str, *, opened: bool) -> None:
    says = find_attributions(text, opened=opened)
    for one in says:
        assert 0 <= one.start <= one.end <= len(text)
        assert one.speaker is None or 0 <= one.speaker[0] < one.speaker[1] <= len(text)
        assert (one.speaker is None) == (one.name is None)
    for place in range(0, len(text), 7):
        attribute(says, (place, place + 1))


@settings(max_examples=400, deadline=None)
@given(text=texts, published=days, anchor=days, stage=st.sampled_from(["completed", "planned", "refused", "suspended"]))
def test_dates_lie_in_the_sentence(text: str, published: date | None, anchor: date | None, stage: str) -> None:
    spans = find_dates(text, published, anchor)
    for span in spans:
        assert text[span.start : span.end].translate({0xA0: " "}) == span.text.translate({0xA0: " "})
        assert span.period.first <= span.period.last
        assert span.period.first.isoformat().startswith(span.period.date) or span.period.precision == "week"
    for place in range(0, len(text), 11):
        choose_date(text, spans, (place, place + 3), stage, [(place + 5, place + 6)])


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet=string.digits + " ./-:,MayJunonWedthd", max_size=60), published=days)
def test_numbers_are_never_an_error(text: str, published: date | None) -> None:
    assert all(0 <= span.start < span.end <= len(text) for span in find_dates(text, published))
