"""What happens to papers, told to the apps above in the transaction that does it."""

from django.dispatch import Signal

# A paper was taken in, sent back, or remarked upon. `target`, `verb` (accept, return, remark),
# `acceptance` (what may still be undone, or None), `by`, `at`.
judged = Signal()

# A tiếp nhận is being undone. `acceptance`, `by`, `at`. A receiver that cannot go back raises `IllegalMove`.
acceptance_undone = Signal()

# The Thường trực Đảng ủy has given its opinion. `referral`, `by`, `at`.
opinion_given = Signal()
