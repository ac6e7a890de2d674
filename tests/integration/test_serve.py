"""`parley serve` as an operator has it: started, looked at in a browser, tampered with, stopped."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import httpx2
import pytest

PARLEY = Path(sys.executable).with_name("parley")
EVIL = "<script>window.odd=1</script><img src=x onerror=window.odd=1>[a](javascript:window.odd=1)"
MARKUP = "&lt;script&gt;window.odd=1&lt;/script&gt;&lt;img src=x onerror=window.odd=1&gt;"
PAGE = f"""<html lang="en"><head><title>Russia refuses talks</title></head><body><article><h1>Russia refuses talks</h1>
<p>Russia refused to negotiate with Ukraine on Monday, the ministry said {MARKUP}.</p>
<p>The delegation had waited for two days in a hotel near the lake. Nobody there knew what would come of it.</p>
<p>Reporters were told to come back in the morning, when a longer statement would be read to them in the garden.</p>
<p>Snow fell in the night, and the road over the pass was closed until the plough had been through it twice.</p>
</article></body></html>"""
OF_PREFECT = ("favicon.ico", "ico/undefined.svg")  # icons that Prefect's own page asks for and does not have
OF_THE_GPU = ("WebGL", "GPU stall")  # what Chromium says of a machine without a graphics card


@dataclass(frozen=True, kw_only=True)
class Served:
    url: str
    home: Path
    process: subprocess.Popen[str]
    ingest: dict[str, Any]

    def get(self, path: str) -> Any:
        return httpx2.get(f"{self.url}/api/{path}").raise_for_status().json()

    def ask(self, path: str, sought: dict[str, Any]) -> Any:
        return httpx2.post(f"{self.url}/api/{path}", json=sought).raise_for_status().json()

    def order(self, **parameters: Any) -> httpx2.Response:
        wanted = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
        return httpx2.post(f"{self.url}/api/deployments/{self.ingest['id']}/create_flow_run", json=wanted)


def wait_for(found: Callable[[], Any], seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := found():
            return value
        time.sleep(0.2)
    raise AssertionError("that did not happen in time")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def surroundings(home: Path, **settings: object) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "PREFECT_"))}
    given = {"HOME": home, "SCHEDULE": "1 day", "HOST_DELAY": 0, "ALLOW_PRIVATE_ADDRESSES": "true"} | settings
    return kept | {f"PARLEY_{name}": str(value) for name, value in given.items()}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, make_site: Callable[[], Any]) -> Iterator[Served]:
    home, site = tmp_path_factory.mktemp("served"), make_site()
    site.answers["/1"] = (200, "text/html", PAGE.encode())
    feed = site.rss("/feed.xml", [f"{site.url}/1"])
    (home / "feeds.toml").write_text(f'[[feed]]\nurl = "{feed}"\noutlet = "The [Courier]({EVIL[:20]})"\n')
    port = free_port()
    environment = surroundings(home, SERVER_PORT=port) | {"PREFECT_RUNNER_POLL_FREQUENCY": "1"}
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen([PARLEY, "serve"], env=environment, cwd=home, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert url in process.stdout.readline()
            deployments = wait_for(
                lambda: (
                    httpx2.post(f"{url}/api/deployments/filter", json={}).json()[2:]
                    and httpx2.post(
                        f"{url}/api/deployments/filter", json={"flows": {"name": {"any_": ["ingest"]}}}
                    ).json()
                )
            )
            yield Served(url=url, home=home, process=process, ingest=deployments[0])
        finally:
            process.kill()
            site.server.shutdown()
            site.server.server_close()


@pytest.fixture(scope="module")
def run(served: Served) -> dict[str, Any]:
    """One run, after somebody who reached the API told the deployment to run and to write something else."""
    evil = served.home / "evil.py"
    evil.write_text("from pathlib import Path\nPath(__file__).with_name('evil.txt').touch()\n")
    tampered = {"entrypoint": f"{evil}:flow", "job_variables": {"env": {"PARLEY_DB": str(served.home / "evil.duckdb")}}}
    httpx2.patch(f"{served.url}/api/deployments/{served.ingest['id']}", json=tampered).raise_for_status()
    ordered = wait_for(lambda: (answer := served.order(all_due=True)).is_success and answer.json())  # 503: it is busy
    final = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}

    def ended() -> Any:
        found = served.get(f"flow_runs/{ordered['id']}")
        return found if found["state_type"] in final else None

    return dict(wait_for(ended))


def test_the_deployment_says_when_and_how_it_runs(served: Served) -> None:
    assert served.ingest["schedules"][0]["schedule"]["interval"] == 86_400
    assert served.ingest["global_concurrency_limit"]["limit"] == 1
    assert served.ingest["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
    names = {automation["name"] for automation in served.ask("automations/filter", {})}
    assert names == {"parley: call a dead run crashed", "parley: runs fail", "parley: feeds fall silent"}


def test_nobody_chooses_paths_or_addresses_in_the_ui(served: Served) -> None:
    offered = {
        flow["name"]: set(deployment["parameter_openapi_schema"]["properties"])
        for deployment in served.ask("deployments/filter", {})
        for flow in [served.get(f"flows/{deployment['flow_id']}")]
    }
    assert offered == {
        "ingest": {"all_due", "articles", "most_articles"},
        "reprocess": {"since", "outlet"},
        "backfill": {"since", "until"},
    }
    described = served.ingest["parameter_openapi_schema"]["properties"].values()
    assert all(parameter["description"] for parameter in described)


@pytest.mark.parametrize("wrong", [{"most_articles": 0}, {"most_articles": "x"}, {"all_due": "perhaps"}])
def test_wrong_parameters_are_refused_at_once(served: Served, wrong: dict[str, Any]) -> None:
    assert served.order(**wrong).status_code in {409, 422}


def test_a_run_does_what_was_shipped_and_says_what_it_did(served: Served, run: dict[str, Any]) -> None:
    assert (run["state_type"], run["state"]["name"]) == ("COMPLETED", "Completed"), run["state"]
    assert "1 new entries, 1 new articles" in run["state"]["message"]
    assert re.fullmatch(r"ingest \d{4}-\d\d-\d\d \d\d:\d\d, 1 feeds", run["name"])
    assert not (served.home / "evil.txt").exists()
    assert not (served.home / "evil.duckdb").exists()
    with duckdb.connect(str(served.home / "parley.duckdb"), read_only=True) as file:
        assert file.execute("SELECT state, flow_run_id FROM runs").fetchall() == [("completed", run["id"])]
    artifacts = served.ask("artifacts/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
    keys = {"feed-health", "ingest-problems", "ingest-reasons", "ingest-summary", "newest-against"}
    assert {artifact["key"] for artifact in artifacts} == keys


def test_the_ui_shows_it_without_a_word_in_the_console(served: Served, run: dict[str, Any], tab: Any) -> None:
    artifacts = served.ask("artifacts/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
    pages = {
        "": "Flow Runs",
        f"deployments/deployment/{served.ingest['id']}?tab=Description": "Ask the feeds that are due",
        f"deployments/deployment/{served.ingest['id']}/run": "Ask every feed now, whatever the polling plan says.",
        f"runs/flow-run/{run['id']}": run["name"],
        **{f"artifacts/artifact/{one['id']}": one["description"] for one in artifacts},
    }
    for number, (path, text) in enumerate(pages.items()):
        tab.go(f"{served.url}/{path}", f"document.body.innerText.includes({text!r})")
        tab.shoot(f"ui-{number}")
        assert tab.eval("window.odd") is None
        assert not [said for said in tab.complaints() if not any(word in str(said) for word in OF_PREFECT + OF_THE_GPU)]
        assert all(url.startswith((served.url, "blob:", "data:")) for url in tab.asked())


def test_text_of_the_web_stays_text(served: Served, run: dict[str, Any], tab: Any) -> None:
    (newest,) = served.ask(
        "artifacts/filter", {"artifacts": {"key": {"any_": ["newest-against"]}, "flow_run_id": {"any_": [run["id"]]}}}
    )
    tab.go(f"{served.url}/artifacts/artifact/{newest['id']}", "document.body.innerText.includes('refused')")
    assert "onerror" in tab.eval("document.body.innerText")
    assert tab.eval("document.querySelector('img[src=x]')") is None
    assert tab.eval("[...document.querySelectorAll('a')].filter(a => a.href.startsWith('javascript')).length") == 0


def test_a_run_by_hand_reports_to_the_same_server(served: Served, run: dict[str, Any]) -> None:
    by_hand = subprocess.run(
        [PARLEY, "ingest"], env=surroundings(served.home), cwd=served.home, capture_output=True, text=True, check=False
    )
    assert by_hand.returncode == 0, by_hand.stderr
    last = served.ask("flow_runs/filter", {"sort": "START_TIME_DESC", "flow_runs": {"start_time": {"is_null_": False}}})
    assert last[0]["id"] in by_hand.stdout
    assert last[0]["id"] != run["id"]


def test_a_second_one_on_the_same_folder_is_refused(served: Served) -> None:
    second = subprocess.run(
        [PARLEY, "serve"], env=surroundings(served.home), cwd=served.home, capture_output=True, text=True, check=False
    )
    assert second.returncode == 2
    assert "at work on" in second.stderr


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"SERVER_HOST": "0.0.0.0"}, "set PREFECT_SERVER_API_AUTH_STRING"),
        ({"SERVER_HOST": "192.0.2.1"}, "set PREFECT_SERVER_API_AUTH_STRING"),
        ({"SCHEDULE": "61 * * * *"}, "PARLEY_SCHEDULE is '61 * * * *'"),
        ({"NOTIFY_URL": "ftp://u:hush@host/x"}, "PARLEY_NOTIFY_URL is not of its kind"),
    ],
)
def test_what_cannot_be_served_is_said(tmp_path: Path, settings: dict[str, str], said: str) -> None:
    refused = subprocess.run(
        [PARLEY, "serve"], env=surroundings(tmp_path, **settings), capture_output=True, text=True, check=False
    )
    assert refused.returncode == 2
    assert said in refused.stderr
    assert "hush" not in refused.stderr


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = surroundings(tmp_path, SERVER_PORT=port)
        refused = subprocess.run([PARLEY, "serve"], env=environment, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert f"cannot listen on 127.0.0.1, port {port}: address already in use" in refused.stderr


def test_sigterm_ends_it_and_its_server(served: Served) -> None:  # the last one here
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(60) == 143
    with pytest.raises(httpx2.ConnectError):
        served.get("health")
