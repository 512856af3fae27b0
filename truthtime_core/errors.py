"""What can go wrong, in words a person can act on: every error has a title and a hint (the next step)."""


class TruthTimeError(Exception):
    """A fault or refusal that a person is told about.

    Args:
        title: one sentence that says what happened, without blame and without jargon.
        hint: what to do next. Never empty: an error without a next step is a dead end.
    """

    def __init__(self, title: str, hint: str) -> None:
        super().__init__(f"{title} {hint}")
        self.title = title
        self.hint = hint


class RefusedError(TruthTimeError):
    """The rules do not allow this command now (pause while nothing runs, for example). Nothing was written."""


class InputError(TruthTimeError):
    """What the person typed cannot be used as it is (too long, no such date, text that is not Unicode)."""


class MalformedEventError(TruthTimeError):
    """Bytes that claim to be an event are not one. Raised only when parsing; the fold never raises."""


class ChainError(TruthTimeError):
    """A device's events do not follow each other: a gap, a fork, or a changed byte."""


class StoreError(TruthTimeError):
    """The data on this computer cannot be read or written as it should. Nothing acknowledged is lost."""


class BusyError(TruthTimeError):
    """Another TruthTime holds the data and did not answer."""
