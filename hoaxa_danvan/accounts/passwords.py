"""Passwords: the ones the portal gives out, and what a person may not choose."""

import re
import secrets

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError

from hoaxa_danvan.accounts.models import Appointment, User
from hoaxa_danvan.lib.text import fold

# Easily read out on the telephone: no letters that sound or look alike, and no rude syllables.
_CONSONANTS = "bghkmnrstv"
_VOWELS = "aeiou"
_SYLLABLES = (3, 3, 3)

PLACE_WORDS = ("danvan", "hoaxa", "dangbo", "danguy", "matkhau")
# Shorter names would forbid too much.
SHORTEST_WORD = 4


def readable_password() -> str:
    """A random one of three short words and four digits: about 64 bits."""
    words = ["".join(_syllable() for _ in range(count)) for count in _SYLLABLES]
    return "-".join([*words, f"{secrets.randbelow(10_000):04}"])


def _syllable() -> str:
    return secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS)


class LengthValidator(MinimumLengthValidator):
    """Django's own, in words that it has not got in Vietnamese."""

    def get_error_message(self) -> str:
        return f"Mật khẩu cần ít nhất {self.min_length} ký tự."

    def get_help_text(self) -> str:
        return f"Ít nhất {self.min_length} ký tự."


class PlaceWordsValidator:
    """Refuse what anybody in the commune would try first: its name, the unit's, the user name."""

    def validate(self, password: str, user: User | None = None) -> None:
        typed = bare(password)
        if any(word in typed for word in self.words(user)):
            raise ValidationError(
                "Mật khẩu không được chứa tên xã, tên đơn vị, tên đăng nhập hay “dân vận khéo”: "
                "người khác dễ đoán.",
                code="password_of_the_place",
            )

    def get_help_text(self) -> str:
        return "Không chứa tên xã, tên đơn vị, tên đăng nhập."

    def words(self, user: User | None) -> set[str]:
        names = [user.username] if user else []
        if user and user.pk:
            posts = Appointment.objects.filter(person=user).select_related("unit")
            names += [name for post in posts for name in (post.unit.name, post.unit.short_name)]
        words = {bare(name).removesuffix("xa") for name in names}
        return {*PLACE_WORDS, *(word for word in words if len(word) >= SHORTEST_WORD)}


def bare(text: str) -> str:
    """Letters and digits only, without accents: “Hội Nông dân xã” is hoinongdanxa."""
    return re.sub(r"[^a-z0-9]", "", fold(text))
