"""Settings: which place wins, and the sentence that a wrong value gets."""

import subprocess
import sys
from pathlib import Path

import pytest

from extractors.errors import SettingsError
from flows.settings import Settings, read_settings, show_settings


def read(folder: Path, text: str | None = None, **environment: str) -> Settings:
    if text is not None:
        (folder / "parley.toml").write_text(text, encoding="utf-8")
    return read_settings(folder=folder, environment=environment)


def test_the_defaults_stand_in_the_data_folder_beside_us(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert (settings.home, settings.db) == (Path("data"), Path("data/parley.duckdb"))
    assert (settings.prefect_home, settings.feeds_file) == (Path("data/prefect"), Path("data/feeds.toml"))
    assert (settings.host_delay, settings.allow_private_addresses, settings.proxy) == (1.0, False, None)
    assert {line.origin for line in show_settings(settings)} == {"default"}


def test_each_place_is_stronger_than_the_one_before(tmp_path: Path) -> None:
    text = "host_delay = 2\nconcurrency = 8\nfeed_batch = 7\n"
    (tmp_path / "parley.toml").write_text(text, encoding="utf-8")
    environment = {"PARLEY_CONCURRENCY": "9", "PARLEY_HOST_DELAY": "3"}
    settings = read_settings(folder=tmp_path, environment=environment, host_delay=0.0)
    assert (settings.host_delay, settings.concurrency, settings.feed_batch) == (0.0, 9, 7)
    assert settings.origin("host_delay") == "--host-delay"
    assert settings.origin("concurrency") == "PARLEY_CONCURRENCY"
    assert settings.origin("feed_batch") == f"{tmp_path / 'parley.toml'}, line 3"
    assert settings.origin("workers") == "default"


def test_the_published_file_follows_the_data_folder_unless_it_is_set(tmp_path: Path) -> None:
    assert read(tmp_path, PARLEY_HOME="/srv/parley").db == Path("/srv/parley/parley.duckdb")
    assert read(tmp_path, PARLEY_HOME="/srv/parley", PARLEY_DB="x.duckdb").db == Path("x.duckdb")
    settings = read_settings(folder=tmp_path, environment={"PARLEY_DB": "x.duckdb"}, db=Path("y.duckdb"), private=True)
    assert (settings.db, settings.allow_private_addresses) == (Path("y.duckdb"), True)


def test_paths_in_the_file_are_relative_to_it(tmp_path: Path) -> None:
    settings = read(tmp_path, 'home = "elsewhere"\ndb = "/abs/p.duckdb"\n')
    assert (settings.home, settings.db) == (tmp_path / "elsewhere", Path("/abs/p.duckdb"))


def test_the_file_is_looked_for_in_the_data_folder_too(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "parley.toml").write_text("workers = 3\n", encoding="utf-8")
    assert read(tmp_path, PARLEY_HOME=str(home)).workers == 3
    assert read(tmp_path, "workers = 4\n", PARLEY_HOME=str(home)).workers == 4


def test_the_environment_is_text(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        PARLEY_ALLOW_PRIVATE_ADDRESSES="Yes",
        PARLEY_PAGE_MEMORY="200000000",
        PARLEY_REFETCH_AFTER_H=" 1.5 ",
        PARLEY_CONTACT="",
        OTHER_PARLEY="ignored",
    )
    assert settings.allow_private_addresses is True
    assert (settings.page_memory, settings.refetch_after_h, settings.contact) == (200_000_000, 1.5, None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("host_delya = 1\n", "line 1: 'host_delya' is no setting; there are allow_private"),
        ("\n[fetch]\nhost_delay = 1\n", "line 2: 'fetch' is no setting"),
        ("\n\nhost_delay = \n", "line 3: is not TOML (Invalid value)"),
        ("# ours\nhost_delay = -1\n", "line 2: host_delay is '-1'; a number of seconds, 0 to 86,400, is wanted."),
        ("host_delay = nan\n", "line 1: host_delay is 'nan'"),
        ("host_delay = '1'\n", "line 1: host_delay is '1'; a number"),
        ("host_delay = true\n", "line 1: host_delay is 'True'; a number"),
        ("workers = 0\n", "line 1: workers is '0'; a whole number, 1 to 256, is wanted."),
        ("workers = 1.5\n", "line 1: workers is '1.5'; a whole number"),
        ("allow_private_addresses = 1\n", "line 1: allow_private_addresses is '1'; true or false is wanted."),
        ("contact = ['a']\n", "line 1: contact is"),
        ("home = ''\n", "line 1: home is ''; a path is wanted."),
        ("retention_days = 0\n", "line 1: retention_days is '0'; a whole number of days"),
        ("host_delay = inf\n", "line 1: host_delay is 'inf'"),
        (f"host_delay = 1{'0' * 400}\n", "line 1: host_delay is '1000"),
        ("page_seconds = 0\n", "line 1: page_seconds is '0'"),
        ("proxy = 'ftp://u:hush@h/'\n", "line 1: proxy is not of its kind; an address such as"),
    ],
)
def test_a_fault_in_the_file_is_one_sentence_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, text)
    said = str(caught.value)
    assert said.startswith(f"{tmp_path / 'parley.toml'}, {message}")
    assert said.isprintable()
    assert "hush" not in said
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("PARLEY_HOST_DELYA", "1", "variable PARLEY_HOST_DELYA is no setting; there are PARLEY_ALLOW"),
        ("PARLEY_HOST_DELAY", "soon", "variable PARLEY_HOST_DELAY is 'soon'; a number of seconds"),
        ("PARLEY_WORKERS", "2.0", "variable PARLEY_WORKERS is '2.0'; a whole number"),
        ("PARLEY_WORKERS", "99999", "is '99999'; a whole number, 1 to 256, is wanted"),
        ("PARLEY_CONCURRENCY", "10001", "a whole number, 1 to 10,000, is wanted"),
        ("PARLEY_RETENTION_DAYS", "99999999999", "a whole number of days, 1 to 36,500, is wanted"),
        ("PARLEY_REFETCH_AFTER_H", "1e300", "a number of hours, 0 to 100,000, is wanted"),
        ("PARLEY_PAGE_MEMORY", "9" * 30, "a number of bytes, 100,000,000 to 1,000,000,000,000, is wanted"),
        ("PARLEY_ALLOW_PRIVATE_ADDRESSES", "maybe", "is 'maybe'; true or false is wanted"),
        ("PARLEY_HOME", "a\x1b[2Jb", "variable PARLEY_HOME is 'a\\x1b[2Jb'; a path is wanted"),
        ("PARLEY_PROXY", "http://u:hush@h:port", "variable PARLEY_PROXY is not of its kind"),
    ],
)
def test_a_fault_in_the_environment_names_the_variable(tmp_path: Path, key: str, value: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, **{key: value})
    assert message in str(caught.value)
    assert str(caught.value).isprintable()
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("seconds", [float("nan"), 1e300, -1.0])
def test_a_fault_in_a_flag_names_the_flag(tmp_path: Path, seconds: float) -> None:
    with pytest.raises(SettingsError, match=r"^--host-delay is .* is wanted"):
        read_settings(folder=tmp_path, environment={}, host_delay=seconds)


def test_a_file_in_the_data_folder_cannot_move_the_data_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "parley.toml").write_text('home = "x"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="line 1: home is settled before"):
        read(tmp_path, PARLEY_HOME=str(home))


def test_an_unreadable_file_is_said_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "parley.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        read(tmp_path)
    (tmp_path / "parley.toml").rmdir()
    (tmp_path / "parley.toml").write_bytes(b"contact = '\xff'\n")
    with pytest.raises(SettingsError, match="no UTF-8 text"):
        read(tmp_path)


def test_a_secret_shows_nowhere(tmp_path: Path) -> None:
    settings = read(tmp_path, PARLEY_PROXY="http://anna:hush@proxy.example:3128")
    assert settings.proxy == "http://anna:hush@proxy.example:3128"
    assert "hush" not in repr(settings)
    shown = {line.name: line.value for line in show_settings(settings)}
    assert shown["proxy"] == "http://***@proxy.example:3128"


def test_every_setting_says_what_it_does(tmp_path: Path) -> None:
    lines = show_settings(read(tmp_path))
    assert len(lines) >= 14
    assert all(line.about.endswith(".") for line in lines)


def test_reading_settings_imports_neither_prefect_nor_the_warehouse() -> None:
    code = "import sys, flows.settings; print(*({'prefect', 'duckdb', 'pydantic'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_of_a_webhook_only_the_host_is_shown(tmp_path: Path) -> None:
    settings = read(tmp_path, PARLEY_NOTIFY_URL="https://hooks.example/services/hush?key=hush")
    assert settings.notify_url == "https://hooks.example/services/hush?key=hush"
    assert "hush" not in repr(settings)
    shown = {line.name: line.value for line in show_settings(settings)}
    assert shown["notify_url"] == "https://hooks.example/***"


@pytest.mark.parametrize("schedule", ["61 * * * *", "5 seconds", "now and then", "@hourly"])
def test_a_schedule_is_cron_or_an_interval(tmp_path: Path, schedule: str) -> None:
    with pytest.raises(SettingsError, match="a cron expression"):
        read(tmp_path, PARLEY_SCHEDULE=schedule)
