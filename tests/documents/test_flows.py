from dataclasses import replace

import pytest

from hoaxa_danvan.documents.flows import FLOWS, register
from hoaxa_danvan.documents.models import Document


def test_a_kind_has_one_flow_and_a_second_is_refused():
    flow = FLOWS[Document.Kind.AWARD]

    with pytest.raises(ValueError, match="award is registered already"):
        register(replace(flow, write="awards.prepare_awardround"))

    assert FLOWS[Document.Kind.AWARD] is flow


def test_every_app_s_flows_are_there_once_the_portal_has_started():
    apps = {flow.outline.partition("/")[0] for flow in FLOWS.values()}

    assert apps == {"campaigns", "models_registry", "awards"}
