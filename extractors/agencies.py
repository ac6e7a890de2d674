"""Which news agency a text comes from: read off its authors, its dateline or its last words."""

import re
from collections.abc import Iterable

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
_IN_BRACKETS = re.compile(r"[(/\[]\s*([^()/\[\]]{2,40}?)\s*[)/\]]")
_DATELINE = 160  # characters from the beginning within which a dateline stands
_CLOSING = 60  # characters of a last line that is a signature


def agency_of(text: str, authors: Iterable[str] = ()) -> str | None:
    """Name the agency that a text is signed with, by the same name whatever the form; None where it is not."""
    for author in authors:
        if name := _BY_KEY.get(key(author)):
            return name
    first, _, _ = text.partition("\n")
    dateline = _IN_BRACKETS.findall(first[:_DATELINE])
    last = text.rstrip().rpartition("\n")[2]
    signature = [last.strip(" .-()/"), *_IN_BRACKETS.findall(last)] if len(last) <= _CLOSING else []
    return next((name for sign in (*dateline, *signature) if (name := _BY_KEY.get(key(sign)))), None)
