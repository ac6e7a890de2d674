"""The exceptions that end a command; whatever costs one feed, entry or page alone is a `Problem` instead."""


class ParleyError(Exception):
    """What stopped the work, as one sentence that names the thing and the mend.

    `exit_code` is what the command line returns: 1 for a run that failed midway, 2 for one that could not start.
    """

    exit_code = 1


class CannotStartError(ParleyError):
    """Refused before anything was touched."""

    exit_code = 2


class CatalogueError(CannotStartError):
    """The list of feeds cannot be used; the message names file, line and fault."""


class DictionaryError(CannotStartError):
    """A dictionary in seeds/ cannot be used; the message names file, line and reason."""


class SettingsError(CannotStartError):
    """A setting has no usable value."""


class WarehouseError(CannotStartError):
    """The warehouse file cannot be opened for writing: wrong place, not a DuckDB file, newer than this code."""


class BusyError(WarehouseError):
    """Another run holds the working file."""


class PublishError(ParleyError):
    """The published file could not be replaced; the old one stays."""


class StorageError(ParleyError):
    """The working file could not be written midway, as on a full disk; what was committed before stays."""


class ArchiveError(ParleyError):
    """The archive could not be written, as on a full disk; what was written before is whole."""


class QueryError(ParleyError):
    """A query was refused or failed; the message may have DuckDB's mark under the fault on further lines."""


class CheckError(ParleyError):
    """The loaded tables are not as they must be; nothing is published."""
