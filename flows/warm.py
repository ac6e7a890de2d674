"""What workers share: imported by the server that they are forked from, and by nobody else.

This module works at import, against the habit of the house, because a fork server can do nothing before it forks but
import. Dictionaries and the language model are read here once and lie in memory once, however many workers there are
and however often one is replaced. A fault is left to the first worker that needs the thing: it can report it.
"""

import contextlib
import gc
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads would not survive the fork
from extractors.errors import ParleyError
from extractors.metadata import load_language_model
from flows.reading import coder

with contextlib.suppress(ParleyError):
    coder()
load_language_model()
gc.collect()
gc.freeze()  # a collector that walks over what is shared would copy it, page by page
