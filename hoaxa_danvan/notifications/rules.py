"""Who reads the log of mails and sends again what may not have left."""

import rules

from hoaxa_danvan.accounts.rules import is_administrator, is_reviewer

rules.add_perm("notifications.view_mail", is_reviewer | is_administrator)
rules.add_perm("notifications.resend_mail", is_reviewer | is_administrator)
