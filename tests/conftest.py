"""What all tests share."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--drill", action="store_true", help="run the long drills whole (make drill)")


@pytest.fixture
def drill(request: pytest.FixtureRequest) -> bool:
    """Whether a drill is to run whole instead of in its short form."""
    return bool(request.config.getoption("--drill"))
