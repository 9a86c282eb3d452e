"""Visits and what they asked to be put right."""

from campaigns.models import Finding, Inspection
from hoaxa_danvan.accounts.models import Unit
from reports.counters.registry import INSPECTIONS, counts
from reports.registers import Registers


@counts("inspections", "Cuộc kiểm tra, khảo sát đã tổ chức", source=INSPECTIONS, model=Inspection)
def inspections(registers: Registers) -> list[Inspection]:
    return registers.inspections


@counts("units-inspected", "Cơ quan, đơn vị được kiểm tra, khảo sát", source=INSPECTIONS, model=Unit)
def units_inspected(registers: Registers) -> list[Unit]:
    return list({visit.unit_id: visit.unit for visit in registers.inspections}.values())


@counts("findings", "Nội dung cần khắc phục", source=INSPECTIONS, model=Finding)
def findings(registers: Registers) -> list[Finding]:
    return registers.findings


@counts("findings-fixed", "Nội dung đã khắc phục", source=INSPECTIONS, model=Finding)
def findings_fixed(registers: Registers) -> list[Finding]:
    return [finding for finding in registers.findings if finding.status == Finding.Status.FIXED]
