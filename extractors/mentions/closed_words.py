"""The closed word classes of English, by the letters of `tagging`."""

_CLASSES = {
    "D": "a an the its his their our your my this these those any each every another no both either such some all"
    " several many few whose neither",
    "Q": "he she it they we you i him them us me there himself herself itself themselves everyone nobody none"
    " nothing anything something anyone someone one",
    "X": "be am is are was were been being has have had having do does did 're 've ai ca wo",
    "M": "will would shall should can could may might must 'll ought cannot",
    "G": "not never n't hardly scarcely nor",
    "P": "of on for to in with at between over about from into against towards toward under near within through among"
    " across along around behind beyond onto upon outside inside like off out up down via per beside besides alongside"
    " concerning regarding",
    "S": "that if when while because although though unless whether after before since until till as by during amid"
    " amidst despite following than where why how once whereas except without lest pending throughout notwithstanding"
    " given",
    "W": "who which whom",
    "J": "and or but & yet",
    "'": "'s",
    ",": ",",
    ";": "; : ( ) \u2014 \u2013 -- ... \u2026 [ ] / | \u2022 -",
    '"': '" \u00ab \u00bb',
    ".": ". ! ?",
    "C": "two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds thousand thousands"
    " million billion half thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty"
    " sixty seventy eighty ninety",
    "R": "also then again still already now soon just only even later earlier yesterday today tomorrow overnight"
    " meanwhile however therefore thus instead together once twice ever so too very almost here abroad ahead away"
    " forward always often sometimes perhaps maybe briefly indefinitely long far meantime nonetheless otherwise rather"
    " quite merely altogether back",
    "A": "new fresh other more most possible joint first second third fourth fifth next last final former senior"
    " foreign nuclear russian ukrainian israeli iranian american chinese direct indirect bilateral  trilateral"
    " peaceful separate armed naval regional political diplomatic immediate future own same recent major early"
    " late  ready willing able likely due full partial local national federal international unilateral"
    " unconditional  humanitarian massive heavy deadly fierce intense big large small further top single whole lasting",
}
CLOSED = {word: tag for tag, words in _CLASSES.items() for word in words.split()}
PREFIXED = frozenset(
    ["test", "re", "carpet", "fire", "machine", "counter", "air", "pre", "mass"]
)  # test-fires, re-opened
