"""What Prefect does by itself: call dead runs crashed, and tell a webhook of runs that fail and feeds that fall silent.

Set up at each start of `parley serve`, and changed only where they differ from what is there; one that an operator
switched off stays off. Without the setting `notify_url` the events are seen in the UI and nobody is told.
"""

from datetime import timedelta
from typing import Any

from prefect.automations import Automation
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ActionTypes, ChangeFlowRunState, DoNothing, SendNotification
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.exceptions import ObjectNotFound
from prefect.types import SecretDict

from flows.prefect_events import FAILING, QUIET
from flows.settings import Settings

BLOCK = "parley"
SILENT_FOR = timedelta(seconds=90)
"""Three heartbeats missed: a dead run is called crashed within two minutes."""
OURS: dict[str, str | list[str]] = {"prefect.resource.role": "tag", "prefect.resource.id": "prefect.tag.parley"}


async def automate(settings: Settings) -> None:
    """Bring the automations up to date with the settings."""
    async with get_client() as client:
        block_id = await _webhook(client, settings.notify_url)
        for wanted in (_crash_dead_runs(), *_telling(block_id)):
            await _put(client, wanted)


def _crash_dead_runs() -> AutomationCore:
    return AutomationCore(
        name="parley: call a dead run crashed",
        description="A run gives a sign of life every 30 seconds; one that is silent for 90 was killed.",
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.*"},
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related=OURS,
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENT_FOR,
        ),
        actions=[
            ChangeFlowRunState(
                state=StateType.CRASHED,
                name=None,
                force=False,
                message="The process was killed: no sign of life for 90 seconds. The next run takes up what it left.",
            )
        ],
    )


def _telling(block_id: Any) -> list[AutomationCore]:
    """Make the automations that tell of events of ours, at most once a day of the same thing."""
    said = {
        FAILING: ("parley: runs fail", "Three runs in a row failed or crashed."),
        QUIET: ("parley: feeds fall silent", "No feed of a group brings what it normally does."),
    }
    return [
        AutomationCore(
            name=name,
            description=f"{about} The setting notify_url says who is told.",
            trigger=EventTrigger(
                expect={event},
                for_each={"prefect.resource.id"},
                posture=Posture.Reactive,
                threshold=1,
                within=timedelta(days=1),
            ),
            actions=[_action(block_id)],
        )
        for event, (name, about) in said.items()
    ]


def _action(block_id: Any) -> ActionTypes:
    if block_id is None:
        return DoNothing()
    subject, body = "{{ event.payload.subject }}", "{{ event.payload.body }}"
    return SendNotification(block_document_id=block_id, subject=subject, body=body)


async def _webhook(client: PrefectClient, url: str | None) -> Any:
    """Keep the webhook as a block, its address a secret; returns the block's id, None where nobody is to be told."""
    if url is None:
        try:
            old = await client.read_block_document_by_name(BLOCK, "custom-webhook")
        except ObjectNotFound:
            return None
        await client.delete_block_document(old.id)
        return None
    block = CustomWebhookNotificationBlock(
        name=BLOCK,
        url="{{ address }}",
        headers=None,
        cookies=None,
        json_data={"text": "{{subject}}\n{{body}}", "subject": "{{subject}}", "body": "{{body}}"},
        secrets=SecretDict({"address": url}),
    )
    return await block.asave(BLOCK, overwrite=True)


async def _put(client: PrefectClient, wanted: AutomationCore) -> None:
    """Create an automation, or change the one of its name where it differs."""
    found = await client.read_automations_by_name(wanted.name)
    if not found:
        await client.create_automation(wanted)
        return
    wanted = wanted.model_copy(update={"enabled": found[0].enabled})
    if _told(found[0]) != _told(wanted):
        await client.update_automation(found[0].id, wanted)


def _told(automation: Automation | AutomationCore) -> dict[str, Any]:
    return automation.model_dump(mode="json", include=set(AutomationCore.model_fields), exclude={"owner_resource"})
