"""Which news agency a text comes from: read off its authors, its dateline or its last words."""

import re
from collections.abc import Iterable, Iterator

from extractors.lines import key

_AGENCIES = {  # name -> how it signs, as keys
    "AFP": ("afp", "agencefrancepresse"),
    "Anadolu": ("aa", "anadolu", "anadoluajans\u0131", "anadoluagency"),
    "ANSA": ("ansa",),
    "AP": ("ap", "associatedpress", "theassociatedpress"),
    "APA": ("apa", "austriapresseagentur"),
    "Belga": ("belga",),
    "Bloomberg": ("bloomberg", "bloombergnews"),
    "CTK": ("čtk", "ctk"),
    "dpa": ("dpa", "deutschepresseagentur"),
    "EFE": ("efe", "agenciaefe"),
    "Europa Press": ("europapress",),
    "Interfax": ("interfax", "интерфакс"),
    "IRNA": ("irna",),
    "Keystone-SDA": ("sda", "keystonesda"),
    "KCNA": ("kcna",),
    "Kyodo": ("kyodo", "kyodonews", "共同通信"),
    "Lusa": ("lusa",),
    "MTI": ("mti",),
    "NTB": ("ntb",),
    "PAP": ("pap",),
    "PTI": ("pti", "presstrustofindia"),
    "Reuters": ("reuters", "thomsonreuters"),
    "Ritzau": ("ritzau",),
    "SPA": ("spa", "saudipressagency"),
    "TASS": ("tass", "тасс"),
    "TT": ("tt",),
    "Ukrinform": ("ukrinform", "укрінформ"),
    "UPI": ("upi", "unitedpressinternational"),
    "Xinhua": ("xinhua", "新华社"),
    "Yonhap": ("yonhap", "연합뉴스"),
}
_BY_KEY = {sign: name for name, signs in _AGENCIES.items() for sign in signs}
_DATELINE = re.compile(  # "PORT MERI, Nov 17 (Reuters) -" or "MERI, May 8 /TASS/.", and no "Arakan Army (AA) fighters"
    r"[^()/\[\]]{0,60}(?:\(([^()]{2,40})\)\s*[-\u2013\u2014:]|/([^/]{2,40})/|\[([^\[\]]{2,40})\]\s*[-\u2013\u2014:])"
)
_CLOSING = re.compile(r"(?:^|[.!?\u201d\"\u00bb])\s*[(/\[]([^()/\[\]]{2,40})[)/\]]\s*$")  # "Talks ended. (AP)"
_LAST = 60  # characters of a last line that is a signature


def agency_of(text: str, authors: Iterable[str] = ()) -> str | None:
    """Name the agency that a text is signed with, by the same name whatever the form; None where it is not."""
    signs = [*authors, *_signs(text)]
    return next((name for sign in signs if (name := _BY_KEY.get(key(sign)))), None)


def _signs(text: str) -> Iterator[str]:
    """Give what may be an agency's name: in the dateline, at the end, or alone in the last line."""
    if dateline := _DATELINE.match(text):
        yield from filter(None, dateline.groups())
    last = text.rstrip().rpartition("\n")[2]
    if closing := _CLOSING.search(last[-200:]):
        yield closing[1]
    if len(last) <= _LAST:
        yield last.strip(" .-()/")
