"""Articles and mentions made up for benchmarks: the same for the same number, on any machine."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random

from extractors.records import Article, Kind, Mention, Party, make_id
from warehouse.load import Outcome

NOW = datetime(2025, 11, 17, 9, 30, tzinfo=UTC)
A_DAY = 180
"""Articles a day: what some hundred feeds bring on these two subjects."""
_CODES = "RUS UKR USA CHN ISR LBN IRN PSE SYR TUR IND PAK AFG SDN RSF COD M23 RWA ETH ERI THA KHM PRK KOR JPN PHL"
CODES = _CODES.split()
TYPES = {"CONSULT": 1, "AGREE": 1, "REJECT": 3, "SANCTION": 4, "ASSAULT": 4, "MOBILIZE": 3, "RETREAT": 2}
TALKS = {"CONSULT", "AGREE", "REJECT", "SANCTION"}
STAGES = ("proposed", "planned", "underway", "completed", "suspended", "resumed", "refused", "denied", "unspecified")
_PARTS = [f"{a}{b}" for a in "bcdfghjklmnprstvwz" for b in "aeiou"]
WORDS = [f"{a}{b}{c}" for a in _PARTS for b in _PARTS[::3] for c in ("n", "rt", "st")]
PLACES = {word.capitalize(): CODES[number % 15] for number, word in enumerate(WORDS[::50])}


def outcome(number: int) -> Outcome:
    """Make an article of five sentences with a mention each, always the same for the same number."""
    random = Random(number)
    published = NOW - timedelta(days=1100) + timedelta(days=number / A_DAY)
    article_id = make_id(f"https://outlet{number % 90}.example/{number}")
    sentences = [" ".join(random.choices(WORDS, k=18)).capitalize() + "." for _ in range(5)]
    text = " ".join(sentences)
    article = Article(
        article_id=article_id,
        url=f"https://outlet{number % 90}.example/{number}",
        canonical_url=f"https://outlet{number % 90}.example/{number}",
        outlet=f"Outlet {number % 90}",
        title=" ".join(random.choices(WORDS, k=8)).capitalize(),
        text=text,
        text_hash=sha256(text.encode()).hexdigest(),
        extractor="bench 1",
        authors=("A. Writer",),
        language="en",
        published_at=published,
    )
    start, mentions = 0, []
    for sentence in sentences:
        mentions.append(_mention(article_id, published, sentence, start, random))
        start += len(sentence) + 1
    return Outcome(
        entry_id=f"e{number}", state="loaded", article=article, article_id=article_id, mentions=tuple(mentions)
    )


def _mention(article_id: str, published: datetime, sentence: str, start: int, random: Random) -> Mention:
    one, other = random.sample(CODES, 2)
    kind = random.choice(list(TYPES))
    place = random.choice([None, *PLACES])
    day = (published - timedelta(days=1)).date() if random.random() < 0.6 else None  # noqa: PLR2004 - most name a day
    end = sentence.index(" ")
    return Mention(
        mention_id=make_id(article_id, "text", str(start), str(start + end), kind),
        article_id=article_id,
        field="text",
        start=start,
        end=start + end,
        trigger=sentence[:end],
        sentence=sentence,
        sentence_start=start,
        sentence_end=start + len(sentence),
        kind=Kind.NEGOTIATION if kind in TALKS else Kind.OPERATION,
        event_type=kind,
        event_mode=None,
        quad=TYPES[kind],
        stage=random.choice(STAGES),
        main=True,
        initiator=(one,),
        recipient=(other,),
        parties=tuple(
            Party(
                role=role,
                actor_id=code,
                name=code.title(),
                country=code[:3],
                sector=None,
                text=word,
                start=start,
                end=start + 1,
            )
            for role, code, word in (("initiator", one, sentence[:1]), ("recipient", other, sentence[:1]))
        ),
        speaker=random.choice([None, None, None, None, one, other]),
        speaker_name=None,
        via=None,
        place=place,
        country=PLACES.get(place or ""),
        latitude=None,
        longitude=None,
        date=day.isoformat() if day else None,
        date_precision="day" if day else None,
        date_from=day,
        date_to=day,
        confidence="medium",
        coder="bench",
        rules=("bench",),
    )


def chunks(first: int, last: int, size: int = 2000) -> Iterator[list[Outcome]]:
    """Make the outcomes of articles first to last, in chunks as a run loads them."""
    for at in range(first, last, size):
        yield [outcome(number) for number in range(at, min(at + size, last))]
