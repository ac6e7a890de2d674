"""Which event a sentence is chiefly about, and its PLOVER root."""

import pytest

from extractors.mentions.coder import Coder

CODER = Coder.load()


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("The premier demanded the release of a lawyer who has been jailed for four years.", "REQUEST"),
        ("Guards said they will not end the strike until the government provides new uniforms.", "REJECT"),
        ("Jailed opposition leader Ivan Petrov has started a hunger strike in Minsk.", "PROTEST"),
        ("The navy bombed the camp of a group seeking to overthrow the government.", "ASSAULT"),
        ("The chancellor called the Norwegian prime minister on Friday to congratulate him.", "SUPPORT"),
        ("Relatives of a driver who was shot by the police have filed a lawsuit against the city.", "ACCUSE"),
        ("France has imposed a curfew in Paris to stop demonstrations.", "COERCE"),
        ("The agency launched a probe of the regulator's approval of the aircraft.", "ACCUSE"),
        ("Troops remained on alert in Manila after gunmen tried to set off bombs.", "MOBILIZE"),
        ("The senator launched a scathing attack on the minister.", "ACCUSE"),
        ("The president has cancelled a planned visit to Ottawa.", "REJECT"),
        ("The ministry gave the envoy permission to detain the crew.", "CONCEDE"),
        ("The stolen painting was returned to Peru by Canadian officials in June.", "CONCEDE"),
        ("Talks must be held at once, the minister said.", "REQUEST"),
        ("Russia and China held naval drills in the Sea of Japan.", "COOPERATE"),
        ("Iran launched war games in the Gulf.", "MOBILIZE"),
        ("Beijing slammed Washington over the arms sale.", "ACCUSE"),
        ("Police fired tear gas at students in Khartoum.", "COERCE"),
    ],
)
def test_main_event(text: str, root: str) -> None:
    found = CODER.code(article_id="a", title="", text=text, published=None).mentions
    assert [mention.event_type for mention in found if mention.main] == [root]
