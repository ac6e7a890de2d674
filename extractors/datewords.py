# ruff: noqa: RUF001 - the words are Greek and Cyrillic, as they should be
"""The words of raw dates: months in the languages that news feeds use, and the zones that clocks are named by."""

import re
from types import MappingProxyType

# One row a language: the twelve months, spellings of one month parted by a bar. Cases and short forms are spelled
# out where a prefix would be ambiguous (Polish mar/maj, Finnish).
_MONTH_ROWS = """
English: january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep october|oct
  november|nov december|dec
German: januar|jänner|jan februar|feber|feb märz|mär|mrz april|apr mai juni|jun juli|jul august|aug september|sep|sept
  oktober|okt november|nov dezember|dez
French: janvier|janv février|fevrier|févr|fév mars avril|avr mai juin juillet|juil août|aout septembre|sept octobre
  novembre décembre|decembre|déc
Spanish: enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre|set octubre noviembre
  diciembre|dic
Italian: gennaio|gen febbraio|febbr marzo aprile maggio|mag giugno|giu luglio|lug agosto|ago settembre|sett|set
  ottobre|ott novembre dicembre|dic
Portuguese: janeiro fevereiro|fev março|marco abril|abr maio|mai junho julho agosto setembro|set outubro|out novembro
  dezembro|dez
Dutch: januari februari maart|mrt april mei juni juli augustus september oktober november december
Polish: stycznia|styczeń|sty lutego|luty|lut marca|marzec kwietnia|kwiecień|kwi maja|maj czerwca|czerwiec|cze
  lipca|lipiec|lip sierpnia|sierpień|sie września|wrzesień|wrz października|październik|paź listopada|lis
  grudnia|grudzień|gru
Russian: января|январь|янв февраля|февраль|фев марта|март|мар апреля|апрель|апр мая|май июня|июнь|июн июля|июль|июл
  августа|август|авг сентября|сентябрь|сен|сент октября|октябрь|окт ноября|ноябрь|ноя|нояб декабря|декабрь|дек
Ukrainian: січня|січень|січ лютого|лютий|лют березня|березень|бер квітня|квітень|кві травня|травень|тра
  червня|червень|чер липня|липень|лип серпня|серпень|сер вересня|вересень|вер жовтня|жовтень|жов
  листопада|листопад|лис грудня|грудень|гру
Czech: ledna|leden února|únor března|březen dubna|duben května|květen června|červen července|červenec srpna|srpen září
  října|říjen listopadu prosince|prosinec
Turkish: ocak|oca şubat|şub mart nisan|nis mayıs haziran|haz temmuz|tem ağustos|ağu eylül|eyl ekim|eki kasım|kas
  aralık|ara
Romanian: ianuarie|ian februarie martie aprilie mai iunie|iun iulie|iul august septembrie octombrie noiembrie|noi
  decembrie
Swedish: januari februari mars april maj juni juli augusti september oktober november december
Norwegian: januar februar marts april maj juni juli august september oktober november december|des
Hungarian: január február|februári március április május június július augusztus szeptember október november december
Indonesian: januari februari maret april mei juni juli agustus|agu september oktober november|nopember desember|des
Greek: ιανουαρίου|ιαν φεβρουαρίου|φεβ μαρτίου|μάρ|μαρ|μάώ|μαώ απριλίου|απρ μαΐου|μάι|μαϊ|μαι ιουνίου|ιούν|ιουν
  ιουλίου|ιούλ|ιουλ αυγούστου|αύγ|αυγ σεπτεμβρίου|σεπ οκτωβρίου|οκτ νοεμβρίου|νοέ|νοε δεκεμβρίου|δεκ
Arabic: يناير فبراير مارس أبريل|ابريل مايو يونيو يوليو أغسطس|اغسطس سبتمبر أكتوبر|اكتوبر نوفمبر ديسمبر
"""


def _months() -> dict[str, int]:
    """Turn the rows into one table; a spelling that two languages read as different months is left out."""
    table: dict[str, int] = {}
    clashes = set()
    for row in re.split(r"^\w+:", _MONTH_ROWS, flags=re.MULTILINE)[1:]:
        for number, spellings in enumerate(row.split(), start=1):
            for word in spellings.split("|"):
                if table.setdefault(word, number) != number:
                    clashes.add(word)
    return {word: number for word, number in table.items() if word not in clashes}


MONTHS = MappingProxyType(_months())

# Minutes east of Greenwich. North American names and the letters of RFC 822 are its own; the others are common use.
_ZONE_ROWS = """
0 z ut utc gmt wet uct zulu
60 met cet mez bst west wat
120 mest cest mesz eet sast cat
180 msk eest idt trt eat
240 msd gst samt
300 pkt uzt yekt
330 ist
420 wib ict
480 hkt sgt myt pht awst wita
540 jst kst
210 irst
345 npt
360 bdt
570 acst
600 aest
630 acdt
660 aedt
720 nzst y
780 nzdt
-60 a
60 n
-720 m
-150 ndt
-180 adt brt art
-210 nst
-240 ast at edt
-300 est et cdt
-360 cst ct mdt
-420 mst mt pdt
-480 pst pt akdt
-540 akst
-600 hst
"""
ZONES = MappingProxyType(
    {name: int(row.split()[0]) for row in _ZONE_ROWS.strip().splitlines() for name in row.split()[1:]}
)
# Names that several countries give to different zones, and letters that RFC 822 got wrong: read, but believed less.
DOUBTFUL_ZONES = frozenset({"ist", "cst", "cdt", "bst", "ast", "ct", "at", "mt", "et", "pt", "gst", "a", "n", "m", "y"})
