import errno
import os
import zlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # warcio ships no types

from extractors.archive import ArchiveWriter
from extractors.errors import ArchiveError
from extractors.records import Problem, Reason, Response
from extractors.warc import files_before, read_archived, read_file

NOW = datetime(2026, 5, 8, 23, 30, tzinfo=UTC)


def response(number: int = 1, **more: Any) -> Response:
    url = f"https://outlet.example/{number}"
    fields: dict[str, Any] = {
        "url": url,
        "final_url": url,
        "status": 200,
        "headers": {"Content-Type": "text/html; charset=utf-8"},
        "body": f"<p>Page {number}</p>".encode() * 200,
        "fetched_at": NOW,
        "seconds": 0.1,
    }
    return Response(**{**fields, **more})


def written(folder: Path, responses: list[Response], **more: Any) -> Any:
    with ArchiveWriter(folder, run_id="r1", now=NOW, **more) as archive:
        return [place for each in responses for place in archive.write([each])]


def test_what_was_written_is_read_back_from_where_the_index_says(tmp_path: Path) -> None:
    sent = [response(number) for number in range(5)]
    for place, original in zip(written(tmp_path, sent), sent, strict=True):
        found = read_archived(tmp_path, place)
        assert isinstance(found, Response)
        assert (found.url, found.status, found.body, found.fetched_at) == (original.url, 200, original.body, NOW)
        assert found.headers["content-type"] == "text/html; charset=utf-8"


def test_a_redirect_and_codings_of_the_wire_are_remembered_apart(tmp_path: Path) -> None:
    sent = response(headers={"Content-Encoding": "br", "content-length": "7"}, final_url="https://outlet.example/final")
    found = read_archived(tmp_path, written(tmp_path, [sent])[0])
    assert isinstance(found, Response)
    assert (found.url, found.final_url, found.body) == (sent.url, sent.final_url, sent.body)
    assert found.headers == {
        "x-archive-orig-content-encoding": "br",
        "x-archive-orig-content-length": "7",
        "content-length": str(len(sent.body)),
    }


def test_headers_cannot_forge_a_record(tmp_path: Path) -> None:
    forged = response(headers={"X": "a\r\n\r\nWARC/1.0", "Y\r\nZ": "b"}, url="https://o.example/\r\nWARC-Type: x")
    found = read_archived(tmp_path, written(tmp_path, [forged])[0])
    assert isinstance(found, Response)
    assert found.body == forged.body
    assert "Z" not in found.headers


def test_other_tools_can_read_the_files(tmp_path: Path) -> None:
    written(tmp_path, [response(number) for number in range(3)])
    (path,) = tmp_path.iterdir()
    with path.open("rb") as file:
        targets = [
            record.rec_headers.get_header("WARC-Target-URI") for record in ArchiveIterator(file, check_digests=True)
        ]
    assert targets == [f"https://outlet.example/{number}" for number in range(3)]


def test_files_rotate_by_size_and_are_never_opened_twice(tmp_path: Path) -> None:
    responses = [response(number) for number in range(3)]
    first = written(tmp_path, responses, rotate_at=1)
    assert len({place.file for place in first}) == 3
    sizes = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    second = written(tmp_path, responses)
    assert not {place.file for place in second} & set(sizes)
    assert {name: (tmp_path / name).stat().st_size for name in sizes} == sizes


@pytest.mark.parametrize("missing", [1, 9, 150])
def test_a_file_cut_short_is_read_up_to_its_last_whole_record(tmp_path: Path, missing: int) -> None:
    written(tmp_path, [response(number) for number in range(4)])
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-missing])
    *whole, last = read_file(path)
    assert [each.url for each in whole if isinstance(each, Response)] == [
        f"https://outlet.example/{n}" for n in range(3)
    ]
    assert isinstance(last, Problem)
    assert last.code == Reason.TRUNCATED


def test_a_record_shorter_than_its_length_is_not_whole(tmp_path: Path) -> None:
    place = written(tmp_path, [response()])[0]
    path = tmp_path / place.file
    plain = zlib.decompress(path.read_bytes(), 31)
    path.write_bytes(_member(plain[:-300]))
    (found,) = read_file(path)
    assert isinstance(found, Problem)
    assert found.code == Reason.TRUNCATED


def test_a_bomb_is_a_problem_and_what_follows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "foreign.warc.gz"
    place = written(tmp_path, [response()])[0]
    good = (tmp_path / place.file).read_bytes()
    path.write_bytes(good + _member(b"\0" * 50_000_000) + good)
    before, bomb, after = read_file(path)
    assert isinstance(before, Response)
    assert isinstance(after, Response)
    assert isinstance(bomb, Problem)
    assert (bomb.code, bomb.subject) == (Reason.TOO_LARGE, f"foreign.warc.gz:{len(good)}")


@pytest.mark.parametrize(
    "content",
    [b"no gzip at all", b"", b"\x1f\x8b\x08\x00", b"WARC/1.0\r\nContent-Length: 5\r\n\r\n"],
)
def test_bytes_that_are_no_archive_raise_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    assert all(isinstance(found, Problem) for found in read_file(path))


@pytest.mark.parametrize(
    "plain", [b"hello", b"WARC/1.0\r\n\r\n", b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", b"\r\n" * 50]
)
def test_members_that_are_no_records_are_problems(tmp_path: Path, plain: bytes) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(_member(plain))
    (found,) = read_file(path)
    assert isinstance(found, Problem)


def test_records_of_other_types_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(_member(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"))
    assert list(read_file(path)) == []


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ArchiveWriter(tmp_path, run_id="r1", now=NOW) as archive:
        archive.write([response(1)])
        (path,) = tmp_path.iterdir()
        size = path.stat().st_size
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", _no_space)
            with pytest.raises(ArchiveError, match="No space left"):
                archive.write([response(2), response(3)])
        assert path.stat().st_size == size
        archive.write([response(4)])
    assert [each.url for each in read_file(path) if isinstance(each, Response)] == [
        "https://outlet.example/1",
        "https://outlet.example/4",
    ]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ArchiveError, match="cannot be written"):
        written(tmp_path / "file", [response()])


def test_an_index_row_without_its_file_is_a_problem(tmp_path: Path) -> None:
    place = written(tmp_path, [response()])[0]
    (tmp_path / place.file).unlink()
    assert isinstance(read_archived(tmp_path, place), Problem)


def test_retention_lists_files_of_earlier_days(tmp_path: Path) -> None:
    written(tmp_path, [response()])
    (tmp_path / "parley-nonsense.warc.gz").write_bytes(b"")
    assert files_before(tmp_path, date(2026, 5, 8)) == ()
    ((path, size),) = files_before(tmp_path, date(2026, 5, 9))
    assert size == path.stat().st_size


def _member(plain: bytes) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return packer.compress(plain) + packer.flush()


def _no_space(_handle: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
