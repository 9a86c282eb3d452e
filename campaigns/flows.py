"""The papers about the commune's plan that are written in the portal."""

from campaigns import guidance, urging
from campaigns.services.urging import order_telling
from hoaxa_danvan.accounts.models import COUNCIL_ROLES, OFFICE_ROLES, UNIT_ROLES, Role
from hoaxa_danvan.documents.flows import Flow, register
from hoaxa_danvan.documents.models import Document

OUTLINES = "campaigns/papers.yaml"

register(
    Flow(
        kind=Document.Kind.GUIDANCE,
        target_model="campaigns.campaignyear",
        outline=OUTLINES,
        collect=guidance.collect,
        blocks=guidance.BLOCKS,
        write="campaigns.write_guidance",
        issue="campaigns.issue_guidance",
        readers=OFFICE_ROLES,
        announced_to=UNIT_ROLES | COUNCIL_ROLES | {Role.PANEL_MEMBER},
        on_issue=guidance.refuse_changed,
    )
)

# Who is late is for the office alone: no unit reads either letter.
for kind, collect in (
    (Document.Kind.URGING, urging.collect_guided),
    (Document.Kind.PEER_URGING, urging.collect_peers),
):
    register(
        Flow(
            kind=kind,
            target_model="campaigns.window",
            outline=OUTLINES,
            collect=collect,
            blocks=urging.BLOCKS,
            write="campaigns.write_urging",
            issue="campaigns.issue_urging",
            readers=OFFICE_ROLES,
            on_issue=urging.refuse_changed(collect, then=order_telling),
            issued_part=urging.part_of_letter,
        )
    )
