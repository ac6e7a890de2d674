"""Dates and attributions over arbitrary text: no exception, and places that lie in the sentence."""

import string
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.mentions.attribution import attribute, find_attributions
from extractors.mentions.date_choice import choose_date
from extractors.mentions.dates import find_dates

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
texts = st.one_of(st.text(max_size=300), newsy, st.tuples(newsy, st.text(max_size=200), newsy).map(" ".join))
days = st.none() | st.dates()


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
