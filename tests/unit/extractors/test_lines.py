from extractors.candidates import best_reading
from extractors.lines import Links, key, lines_of
from extractors.refine import (
    Evidence,
    agreed,
    refined,
    within_body,
    without_address,
    without_biography,
    without_head,
    without_links,
    without_repeats,
)
from extractors.trees import parse

PROSE = [
    f"Paragraph {word} tells of the talks at some length, as papers do." for word in ("one", "two", "three", "four")
]


def evidence(html: str = "", titles: tuple[str, ...] = (), **more: str) -> Evidence:
    tree, _ = parse(f"<html><body>{html}</body></html>")
    keys = frozenset(map(key, titles))
    return Evidence(titles=keys, long_titles=keys, links=Links.of(tree), **more)  # type: ignore[arg-type]


def texts(lines: list[str], rule: object, *arguments: object) -> list[str]:
    return [line.text for line in rule(lines_of("\n".join(lines)), *arguments)]  # type: ignore[operator]


def test_keys_are_equal_for_what_reads_the_same() -> None:
    assert key("\u201c\uff34alks\u201d, he\u00a0said\u2026") == key("talks he said")
    assert key("***") == ""


def test_the_headline_and_what_stands_above_it_are_cut() -> None:
    lines = ["WORLD", "Talks end without a paper", *PROSE]
    assert texts(lines, without_head, evidence(titles=("Talks end without a paper",))) == PROSE


def test_a_text_that_is_only_its_headline_is_kept() -> None:
    assert texts(["Talks end now"], without_head, evidence(titles=("Talks end now",))) == ["Talks end now"]


def test_lines_that_are_links_are_dropped_and_links_in_lines_are_not() -> None:
    html = "<a href='/x'>Mediators met at the lake in spring</a><a href='/y'>tells of the talks</a>"
    lines = [PROSE[0], "See also: Mediators met at the lake in spring", PROSE[1]]
    assert texts(lines, without_links, evidence(html).links) == PROSE[:2]


def test_a_label_that_comes_with_a_link_twice_marks_both_as_pointers() -> None:
    html = "<a href='/x'>Talks at the lake</a><a href='/y'>Trains stop at midnight</a><a href='/z'>the old bridge</a>"
    pointers = ["READ THIS TOO | Talks at the lake", "READ THIS TOO | Trains stop at midnight"]
    once = "He spoke of the old bridge"
    lines = [PROSE[0], pointers[0], once, pointers[1], PROSE[1]]
    assert texts(lines, without_links, evidence(html).links) == [PROSE[0], once, PROSE[1]]


def test_closing_lines_with_an_address_are_dropped() -> None:
    closing = ["Write to Anna Asher at anna@outlet.example", "Follow her as @annawrites for more of it."]
    assert texts([*PROSE, *closing], without_address) == PROSE
    assert texts([closing[0], *PROSE], without_address) == [closing[0], *PROSE]


def test_a_paragraph_that_comes_again_is_kept_once_and_a_short_line_each_time() -> None:
    long = "The delegations left the lake in the evening, and nobody would say when they would meet again."
    lines = [long, "Geneva", PROSE[0], long, "Geneva"]
    assert texts(lines, without_repeats) == [long, "Geneva", PROSE[0], "Geneva"]


def test_links_within_the_page_are_headings() -> None:
    html = "<a href='#best'>The best of all the things we tested</a>"
    lines = ["The best of all the things we tested", *PROSE]
    assert texts(lines, without_links, evidence(html).links) == lines


def test_teasers_behind_the_article_are_cut_with_their_summaries_and_heading() -> None:
    titles = [f"Headline number {number} of another report" for number in range(4)]
    html = "".join(f"<a href='/{title[16]}'>{title}</a>" for title in titles)
    teasers = [line for title in titles for line in (title, "A summary of what that report has to say about it.")]
    assert texts([*PROSE, "More reports", *teasers], without_links, evidence(html).links) == PROSE


def test_a_page_of_links_stays_what_it_is() -> None:
    lines = [f"Link {number} to a report on something else" for number in range(5)]
    html = "".join(f"<a href='/{line[5]}'>{line}</a>" for line in lines)
    assert texts(lines, without_links, evidence(html).links) == lines


def test_both_ends_are_cut_to_what_two_readers_agree_on() -> None:
    lines = ["Get our letter every morning", *PROSE, "You must confirm your name before commenting"]
    assert texts(lines, agreed, key(" ".join(PROSE))) == PROSE
    assert texts(lines, agreed, key(PROSE[0])) == lines  # too little in common to learn from


def test_the_end_of_the_publishers_own_text_is_the_end() -> None:
    long = [f"{paragraph} {paragraph.replace('talks', 'shelling')}" for paragraph in PROSE]
    assert texts([*long, "Our reporters are paid by readers."], within_body, key(" ".join(long))) == long


def test_who_the_author_is_comes_after_the_article() -> None:
    bio = "Anna Asher is a reporter in the capital. Follow her where she writes."
    assert texts([*PROSE, bio, "Write to us"], without_biography, (key("Anna Asher"),)) == PROSE
    assert texts([bio, *PROSE], without_biography, (key("Anna Asher"),)) == [bio, *PROSE]


def test_all_rules_together_leave_a_plain_text_alone() -> None:
    assert [line.text for line in refined(lines_of("\n".join(PROSE)), evidence())] == PROSE


def test_a_doubtful_base_gives_way_to_what_others_agree_on() -> None:
    body = " ".join(PROSE * 3)
    markup = "<html><body><p>Loading the page</p></body></html>"
    tree, complete = parse(markup)
    reading = best_reading(tree, markup, complete=complete, body=body, feed=body)
    assert (reading.text, reading.reader) in {(body, "body"), (body, "feed")}
