"""How papers name the commune's plan."""

from campaigns.models import Campaign


def plan_words(campaign: Campaign) -> str:
    """“Kế hoạch số 15-KH/ĐU ngày 01/12/2025 của … về đẩy mạnh …”, as far as it is known."""
    number = f" số {campaign.number}" if campaign.number else ""
    issued = f" ngày {campaign.issued_on:%d/%m/%Y}" if campaign.issued_on else ""
    title = campaign.title[:1].lower() + campaign.title[1:]
    return f"Kế hoạch{number}{issued} của {campaign.issuer} về {title}"
