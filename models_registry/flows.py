"""The paper about recognition that is written in the portal."""

from hoaxa_danvan.accounts.models import COUNCIL_ROLES, OFFICE_ROLES, UNIT_ROLES, Role
from hoaxa_danvan.documents.flows import Flow, register
from hoaxa_danvan.documents.models import Document
from models_registry import decision_paper

register(
    Flow(
        kind=Document.Kind.RECOGNITION,
        target_model="campaigns.campaignyear",
        outline="models_registry/papers.yaml",
        collect=decision_paper.collect,
        blocks=decision_paper.BLOCKS,
        write="models_registry.write_recognitiondecision",
        issue="models_registry.record_recognitiondecision",
        readers=OFFICE_ROLES,
        announced_to=UNIT_ROLES | COUNCIL_ROLES | {Role.PANEL_MEMBER},
        on_issue=decision_paper.recognise,
    )
)
