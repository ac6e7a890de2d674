"""Groups of feeds, by country, or by outlet where that is unknown; and which of them have fallen silent."""

from collections.abc import Iterable, Mapping, Sequence

from extractors.records import Feed
from warehouse.health import Standing

_SILENT = {"quiet", "gone", "failing"}
_NOT_JUDGED = {"left out", "paused", "new"}


def silent_groups(standings: Iterable[Standing], feeds: Iterable[Feed]) -> Mapping[str, Sequence[Standing]]:
    """Give the groups in which no feed brings what it normally does, and one at least answers and brings far less.

    Where all only fail, the network is as likely to be at fault, which the run says in other ways.
    """
    countries = {feed.feed_id: feed.country for feed in feeds}
    groups: dict[str, list[Standing]] = {}
    for feed in standings:
        if feed.word not in _NOT_JUDGED and feed.feed_id in countries:
            groups.setdefault(countries[feed.feed_id] or feed.outlet, []).append(feed)
    return {
        name: group
        for name, group in groups.items()
        if all(feed.word in _SILENT for feed in group) and any(feed.quiet for feed in group)
    }
