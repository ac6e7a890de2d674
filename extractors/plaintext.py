"""Titles and names as plain text: markup removed, character references resolved, white space single."""

import html
import re

_TAGS = (
    "a|abbr|acronym|address|applet|area|article|aside|audio|b|base|bdi|bdo|big|blink|blockquote|body|br|button|center|"
    "cite|code|col|dd|del|dfn|div|dl|dt|em|embed|figcaption|figure|font|footer|form|frame|frameset|h[1-6]|head|header|"
    "hr|html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|marquee|meta|nav|nobr|noscript|object|ol|"
    "option|p|param|picture|pre|q|s|samp|section|select|small|source|span|strike|strong|sub|sup|svg|table|tbody|td|"
    "textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr"
)
_MARKUP = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<!--.*?-->|<![a-z][^<>]*>", re.IGNORECASE | re.DOTALL)
_BLOCKS = re.compile(r"</?(?:p|br|div|li|tr|td|th|h[1-6]|hr|ul|ol|dd|dt|table)\b[^<>]*>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def plain_text(markup: str) -> str:
    """Make one line of text of what a feed calls a title.

    Only tags that HTML knows are removed, so that `a < b` stays; references are resolved twice at most, as feeds
    escape twice; control characters and turns of writing direction are dropped.
    """
    text = markup
    for _ in range(2):
        if "<" in text:
            text = _MARKUP.sub("", _BLOCKS.sub(" ", _UNSEEN.sub("", text)))
        if "&" not in text:
            break
        text = _REFERENCE.sub(lambda found: html.unescape(found[0]), text)
    else:
        if "<" in text:
            text = _MARKUP.sub("", _BLOCKS.sub(" ", _UNSEEN.sub("", text)))
    return " ".join(_CONTROLS.sub("", text).split())
