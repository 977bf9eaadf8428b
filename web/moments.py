"""Moments as this machine's clock shows them."""

from datetime import datetime


def minute(moment: datetime | str) -> str:
    """To the minute; ``moment`` may be a stored time in ISO form."""
    return _here(moment).strftime("%Y-%m-%d %H:%M")


def second(moment: datetime | str) -> str:
    """To the second, for logs and for tables that are counted with."""
    return _here(moment).strftime("%Y-%m-%d %H:%M:%S")


def _here(moment: datetime | str) -> datetime:
    return (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone()
