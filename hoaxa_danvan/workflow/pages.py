"""What pages show of a paper on its way: its fields with changes and opinions, its history.

Each function makes what one fragment of templates/workflow/ needs; see docs/workflow.md.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.selectors import history_of
from hoaxa_danvan.workflow.amendments import Amendable, Amendment
from hoaxa_danvan.workflow.diff import FieldChange, compare
from hoaxa_danvan.workflow.guards import waits
from hoaxa_danvan.workflow.looking import base_of, look_of, record_look
from hoaxa_danvan.workflow.models import (
    Conflict,
    Look,
    Proposal,
    Referral,
    ReturnNote,
    ReviewSetting,
    Revision,
    Sendable,
    Stateful,
    in_order,
)
from hoaxa_danvan.workflow.office import last_proposal
from hoaxa_danvan.workflow.referrals import reads_referrals, referrals_of

# Steps that are no moves; a move is called by its own label.
STEPS = {
    "start": "Bắt đầu soạn",
    "save": "Lưu",
    "remark": "Gửi ý kiến trao đổi",
    "answer": "Tiếp thu, giải trình",
    "attach": "Thêm tệp",
    "detach": "Bỏ tệp",
    "propose": "Trình Trưởng ban",
    "send_proposal_back": "Trưởng ban chuyển lại chuyên viên",
    "approve_proposal": "Trưởng ban duyệt",
    "tick_off": "Đánh dấu việc tiếp thu",
    "refer": "Báo cáo Thường trực Đảng ủy cho ý kiến",
    "give_opinion": "Thường trực Đảng ủy cho ý kiến",
}
# What happens inside the reviewing unit is told there alone.
INTERNAL = frozenset({"propose", "send_proposal_back", "approve_proposal", "tick_off"})
# A disagreement is told to the two and to the office.
OF_THE_TWO = frozenset({"refer", "give_opinion"})


# “?so=truoc”: compare with the sending before instead of the one read last.
SENDING_BEFORE = "truoc"


@dataclass(frozen=True, slots=True)
class ReviewedField:
    """One field on the page: `pieces` only where something changed, `notes` under it."""

    path: str
    label: str
    value: str
    group: str
    changed: bool
    pieces: tuple[Any, ...]
    notes: tuple[ReturnNote, ...]
    was: str = ""

    @property
    def before(self) -> list[Any]:
        """The older text, with what went."""
        return [piece for piece in self.pieces if piece.kind != "ins"]

    @property
    def after(self) -> list[Any]:
        """The newer text, with what came."""
        return [piece for piece in self.pieces if piece.kind != "del"]

    @property
    def anchor(self) -> str:
        return f"o-{self.path}"


@dataclass(frozen=True, slots=True)
class FieldGroup:
    title: str
    fields: tuple[ReviewedField, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A paper as one post may see it now."""

    target: Sendable
    kind_id: int
    revision: Revision | None
    groups: tuple[FieldGroup, ...]
    notes: tuple[ReturnNote, ...]
    can_note: bool
    can_answer: bool
    can_return: bool
    can_accept: bool = False
    # What the revision is compared with, and whether that is what this person read last.
    base: Revision | None = None
    since_look: bool = False
    proposal: Proposal | None = None
    referrals: tuple[Referral, ...] = ()
    can_refer: bool = False

    @property
    def compared_with(self) -> str:
        """“từ lần gửi 2 đã xem”; nothing at a first sending."""
        if self.base is None:
            return ""
        return f"từ lần gửi {self.base.number} đã xem" if self.since_look else "từ lần gửi trước"

    @property
    def is_remarked(self) -> bool:
        """It goes to a peer body, which gets remarks and is asked for nothing."""
        return not self.target.unit.kind.is_guided

    @property
    def to_tick_off(self) -> int:
        """Opinions of earlier rounds of which the reviewer has not said what became of them."""
        if not self.can_note:
            return 0
        return sum(note.is_to_tick_off for note in self.notes)

    @property
    def changed_count(self) -> int:
        return sum(field.changed for group in self.groups for field in group.fields)

    @property
    def pending_count(self) -> int:
        return sum(note.released_at is None for note in self.notes)

    @property
    def pending_words(self) -> str:
        return f"{self.pending_count} ý kiến mới"

    @property
    def unanswered_count(self) -> int:
        return sum(note.waits_for_answer for note in self.notes)

    @property
    def released_count(self) -> int:
        return len(self.notes) - self.pending_count


def review(
    target: Sendable,
    *,
    who: Appointment,
    show_changes: bool = True,
    since: str = "",
    look: Look | None = None,
) -> Review:
    """What was sent last, against an earlier sending, with every opinion in its place.

    The earlier one is what this person has read (`look`), or with `since=SENDING_BEFORE` and for whoever reads
    it for the first time the sending before.

    Of a paper that is being amended only who may take it in reads the amendment, once it is sent;
    everybody else reads what is in force.
    """
    newest, before = Revision.objects.last_two_of(target)
    if (
        isinstance(target, Amendable)
        and target.is_being_amended
        and not who.may(target.perm("judge"), target)
    ):
        newest, before, look = target.current_amendment.base, None, None
    read = base_of(look, newest) if since != SENDING_BEFORE else None
    base = (read or before) if show_changes else None
    sent = newest.fields if newest else {}
    changes = compare(base.fields if base else None, sent)
    found = _assembled(target, changes, revision=newest, who=who)
    return replace(found, base=base, since_look=base is not None and base == read)


def read(target: Sendable, request: MemberRequest) -> Review:
    """`review` as a page shows it: against what this person read last, and that is remembered now."""
    who = request.acting
    found = review(target, who=who, since=request.GET.get("so", ""), look=look_of(target, who))
    record_look(target, revision=found.revision, by=who, at=timezone.now())
    return found


def own_view(target: Sendable, *, who: Appointment) -> Review:
    """What its own unit sees: the content as it stands now, with the opinions on it."""
    return _assembled(target, compare(None, target.snapshot()), revision=None, who=who)


def _assembled(
    target: Sendable, changes: list[FieldChange], *, revision: Revision | None, who: Appointment
) -> Review:
    with ReviewSetting.read_once():
        verbs = {move.verb for move in target.moves_for(who)}
    judges = who.may(target.perm("judge"), target)
    can_note = judges and waits(target)
    notes = ReturnNote.objects.about(target).select_related("by__unit")
    seen = tuple(notes if can_note else notes.released())
    fields = [*_with_notes(changes, seen), *_without_field(changes, seen)]
    return Review(
        target=target,
        kind_id=ContentType.objects.get_for_model(target).pk,
        revision=revision,
        groups=tuple(
            FieldGroup(title, tuple(members)) for title, members in groupby(fields, key=lambda f: f.group)
        ),
        notes=seen,
        can_note=can_note,
        can_answer="submit" in verbs,
        can_return="return" in verbs,
        can_accept="accept" in verbs,
        proposal=last_proposal(target) if can_note else None,
        referrals=tuple(referrals_of(target, who=who)),
        can_refer=judges and not target.unit.kind.is_guided,
    )


def _with_notes(changes: list[FieldChange], notes: Iterable[ReturnNote]) -> Iterator[ReviewedField]:
    for change in changes:
        yield ReviewedField(
            path=change.path,
            label=change.label,
            value=change.value,
            group=change.group,
            changed=change.changed,
            pieces=change.pieces if change.changed else (),
            notes=tuple(note for note in notes if note.field == change.path),
            was=change.was if change.changed else "",
        )


def _without_field(changes: list[FieldChange], notes: Iterable[ReturnNote]) -> Iterator[ReviewedField]:
    """Opinions on fields that are there no more still stand, at the end."""
    paths = {change.path for change in changes}
    lost = sorted((note for note in notes if note.field not in paths), key=lambda note: note.field)
    for path, members in groupby(lost, key=lambda note: note.field):
        own = tuple(members)
        yield ReviewedField(
            path=path,
            label=own[0].field_label,
            value="Ô này đã được bỏ.",
            group="Ý kiến ở ô nay không còn",
            changed=False,
            pieces=(),
            notes=own,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper stands in a queue, and its neighbours; None where it is alone."""

    position: int
    total: int
    next_id: int | None
    previous_id: int | None = None


def place_in(queue: Iterable[Sendable], target: Sendable) -> Place:
    """The place of `target` in a waiting list, and which paper to look at after it.

    A paper that waits no more has place 0, and the first of those that wait comes next.
    """
    ids = [paper.pk for paper in queue]
    if target.pk not in ids:
        return Place(0, len(ids), ids[0] if ids else None)
    index = ids.index(target.pk)
    others = [*ids[index + 1 :], *ids[:index]]
    return Place(index + 1, len(ids), *((others[0], others[-1]) if others else (None, None)))


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history."""

    at: datetime
    who: str
    label: str
    note: str
    to_status: str


def _hidden_steps(target: Stateful, who: Appointment | None) -> frozenset[str]:
    if who is not None and who.may(target.perm("judge"), target):
        return frozenset()
    return INTERNAL if who is not None and reads_referrals(target, who) else INTERNAL | OF_THE_TWO


def history(target: Stateful, *, who: Appointment | None = None) -> list[Step]:
    """What happened to the paper, the oldest first, in the office's words.

    Of several savings in a row by one post only the last is told; what happened inside the reviewing unit
    only to those of it, and without `who` to nobody.
    """
    hidden = _hidden_steps(target, who)
    labels = {**STEPS, **target.STEPS, **{move.verb: move.label for move in target.MOVES}}
    states = dict(target.Status.choices)
    entries = list(history_of(target))
    repeated = {
        entry.pk
        for entry, later in pairwise(entries)
        if entry.verb == later.verb == "save" and entry.by_id == later.by_id
    }
    return [
        Step(
            at=entry.at,
            who=str(entry.by) if entry.by else "Cổng",
            label=labels.get(entry.verb, entry.verb),
            note=entry.note,
            to_status=str(states.get(entry.to_status, "")),
        )
        for entry in entries
        if entry.pk not in repeated and entry.verb not in hidden
    ]


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """One điều chỉnh on the paper's page; `changes` are empty while they are its unit's own business."""

    amendment: Amendment
    changes: tuple[FieldChange, ...]


def amendments_of(target: Amendable, *, who: Appointment) -> list[AmendmentRow]:
    """Every điều chỉnh of the paper, the newest first, with what it changed."""
    is_own = who.may(target.perm("submit"), target)
    return [
        AmendmentRow(row, tuple(_changes_of(row, target, is_own=is_own)))
        for row in Amendment.objects.about(target).for_page()
    ]


def _changes_of(row: Amendment, target: Amendable, *, is_own: bool) -> Iterator[FieldChange]:
    if row.base is None or (row.state != Amendment.State.ACCEPTED and not is_own):
        return
    ended = row.state != Amendment.State.OPEN
    content = in_order(row.content) if ended else target.snapshot()
    yield from (change for change in compare(row.base.fields, content) if change.changed)


@dataclass(frozen=True, slots=True)
class Differences:
    """Both texts of a conflict: per field what stands saved (`was`) and what was typed (`value`)."""

    changes: tuple[FieldChange, ...]
    saved_by: str
    saved_at: datetime | None


def differences(conflict: Conflict, typed: dict[str, Any]) -> Differences:
    """`typed` is the content as it would stand (`services.rehearse`)."""
    fresh = conflict.fresh
    last = history_of(fresh).filter(verb="save").last()
    changes = tuple(change for change in compare(fresh.snapshot(), typed) if change.changed)
    return Differences(
        changes=changes,
        saved_by=str(last.by) if last and last.by else "",
        saved_at=last.at if last else None,
    )


def same_text(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two contents say the same, whatever keys their rows have."""
    return [field["value"] for field in one.values()] == [field["value"] for field in other.values()]


def way_back(request: HttpRequest, default: str) -> str:
    """Where the form's hidden `next` leads, if that is a page of this portal."""
    wanted = request.POST.get("next", "")
    hosts = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=settings.HTTPS)
    return wanted if wanted and safe else default
