"""What workers share is read before the first of them is forked."""

import pytest

from extractors.pool import WorkerPool
from flows.reading import PRELOAD

HELD = "__import__('sys').modules[{!r}].{}.cache_info().currsize"


@pytest.mark.parametrize(
    ("module", "function"), [("flows.reading", "coder"), ("extractors.metadata", "load_language_model")]
)
def test_a_new_worker_finds_it_read(module: str, function: str) -> None:
    with WorkerPool(workers=1, preload=PRELOAD) as pool:
        assert pool.submit(eval, HELD.format(module, function)).result() == 1
