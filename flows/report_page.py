"""Facts and plots -> one HTML page that asks nobody for anything.

Everything from the web is escaped for where it stands: HTML by the template engine, JSON for a script element here,
addresses by their scheme. The page's policy lets only its own scripts run, each named by its hash.
"""

import json
import unicodedata
from base64 import b64encode
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

_LENGTH = 200
_LONGEST_ADDRESS = 2000
_MOST_ROWS = 400  # in a table of figures; the plot beside it has all
_JOINERS = {"\u200c", "\u200d"}  # scripts from Persian to Malayalam need them
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # controls, and marks that turn the direction of what follows
_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def render(values: Mapping[str, Any], charts: Mapping[str, Any]) -> str:
    """Fill the page's template in. Without a chart, the page has no script at all."""
    style = _seed("page.css")
    library = _in_script(f"(function(){{{library_text()}\n}})();") if charts else ""
    script = _seed("page.js")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.globals["most_rows"] = _MOST_ROWS
    environment.filters |= {"shown": shown, "web_address": web_address}
    return environment.from_string(_seed("page.html.jinja")).render(
        **values,
        policy=_policy(style, (library, script) if charts else ()),
        style=Markup(style),  # noqa: S704 - our own file
        library=Markup(library),  # noqa: S704 - the library's own text
        script=Markup(script),  # noqa: S704 - our own file
        charts=Markup(script_json(charts)),  # noqa: S704 - escaped for a script element
        notice=_seed("vega-licence.txt"),
    )


def shown(value: object, length: int = _LENGTH) -> str:
    """Write a value as one line without control or direction marks, cut at `length` characters; None as a dash."""
    if value is None:
        return "\u2013"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, bool | date | str):
        text = str(value)
    else:
        text = f"{value:,}" if isinstance(value, int | float) else str(value)
    text = text[: 4 * length]
    marks = (" " if unicodedata.category(mark) in _UNSEEN and mark not in _JOINERS else mark for mark in text)
    line = " ".join("".join(marks).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def web_address(url: object) -> str | None:
    """Let an address of a bearable length through that leads to the web, and nothing else."""
    if not isinstance(url, str) or len(url) > _LONGEST_ADDRESS:
        return None
    if any(unicodedata.category(mark) in _UNSEEN or mark.isspace() for mark in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def script_json(value: object) -> str:
    """Write JSON that no parser of HTML takes for the end of its script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str, allow_nan=False)
    return "".join(_IN_SCRIPT.get(mark, mark) for mark in text)


def library_text() -> str:
    """Give Vega, Vega-Lite and Vega-Embed as one script (about 0.9 MB, made in some seconds)."""
    import vl_convert  # noqa: PLC0415 - tens of MB that only this needs

    return str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))


def _in_script(text: str) -> str:
    """Keep a script's strings from ending its element."""
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _policy(style: str, scripts: tuple[str, ...]) -> str:
    ours = " ".join(_hash(script) for script in scripts) or "'none'"
    rest = "img-src data:; base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; script-src {ours}; style-src {_hash(style)}; {rest}"


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _seed(name: str) -> str:
    return files("seeds").joinpath("report", name).read_text(encoding="utf-8")
