"""What other apps may hear of. Receivers run in the sender's transaction."""

from django.dispatch import Signal

# campaign_year, by, at: a year has been opened; reports make its periods ready.
year_opened = Signal()
