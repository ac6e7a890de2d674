"""The readers of a page: trafilatura in its settings, and resiliparse, which no depth of a tree stops."""

import sys

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLParserException

from extractors.trees import Element

# trafilatura imports its language detector at once, which costs half a second and 130 MB in each process, and uses it
# only where it is asked for one language. It does without when there is none.
_detector = sys.modules.get("py3langid")
sys.modules["py3langid"] = None  # type: ignore[assignment]  # the way to make an import fail
from trafilatura import extract as _extract  # noqa: E402 - see above

if _detector is None:
    del sys.modules["py3langid"]
else:
    sys.modules["py3langid"] = _detector


def base_text(tree: Element, *, recall: bool = False) -> str:
    """Read with trafilatura, comments off; empty where it finds nothing. The tree is not changed."""
    return _extract(tree, include_comments=False, favor_recall=recall) or ""


def second_text(markup: str, *, whole: bool = False) -> str:
    """Read with resiliparse: a tenth of the cost, other rules; `whole` for a fragment that is all content.

    Empty where it gives up (short of memory, it raises an error of its own): the first reader then has its try.
    """
    try:
        text: str = extract_plain_text(
            markup,
            main_content=not whole,
            alt_texts=False,
            links=False,
            form_fields=False,
            noscript=False,
            comments=False,
        )
    except HTMLParserException:
        return ""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
