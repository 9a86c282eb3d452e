"""Who acts in the story: the posts of the demonstration's people."""

from datetime import date

from hoaxa_danvan.accounts.models import UNIT_ROLES, Appointment, Role, Unit


class Cast:
    """The posts held on a day, read once. `LookupError` names a role that nobody holds."""

    def __init__(self, *, day: date) -> None:
        posts = Appointment.objects.current(day).with_unit().order_by("pk")
        self._by_role: dict[str, list[Appointment]] = {}
        self._of_unit: dict[int, Appointment] = {}
        for post in posts:
            self._by_role.setdefault(post.role, []).append(post)
        for post in sorted(posts, key=lambda post: post.role != Role.UNIT_OFFICER):
            if post.role in UNIT_ROLES:
                self._of_unit.setdefault(post.unit_id, post)

    def all(self, role: Role) -> list[Appointment]:
        if role not in self._by_role:
            raise LookupError(role.label)
        return self._by_role[role]

    def officer(self, unit: Unit) -> Appointment:
        """Who drafts and sends for the unit."""
        return self._of_unit[unit.pk]

    def judge(self, unit: Unit) -> Appointment:
        """Who takes in the unit's papers: those of the reviewing unit itself go to a leader."""
        return self.leader if unit.reviews else self.reviewer

    @property
    def reviewer(self) -> Appointment:
        return self.all(Role.REVIEWER)[0]

    @property
    def head_reviewer(self) -> Appointment:
        return self.all(Role.HEAD_REVIEWER)[0]

    @property
    def clerk(self) -> Appointment:
        return self.all(Role.CLERK)[0]

    @property
    def leader(self) -> Appointment:
        return self.all(Role.LEADER)[0]

    @property
    def secretary(self) -> Appointment:
        return self.all(Role.COUNCIL_SECRETARY)[0]

    @property
    def panel(self) -> list[Appointment]:
        return self.all(Role.PANEL_MEMBER)[:2]
