"""The one family of errors: each is a Chinese sentence that names the value, the rule and the remedy.

They are translated once at each edge: the command prints the sentence and exits with 1, a web page shows it, and a
batch writes it into 备注 of the row.
"""


class ComplaintRouterError(Exception):
    """Anything the user can understand and mend; ``str(error)`` is the sentence to show."""


class DataError(ComplaintRouterError):
    """A table of ``data/`` or of the corpus breaks one of its rules."""


class ModelError(ComplaintRouterError):
    """The stored model cannot be used."""


class ModelMissingError(ModelError):
    """No model has been trained yet, or it was trained on other data or by other library versions."""


class TableError(ComplaintRouterError):
    """A complaint table cannot be read or its complaint column cannot be found."""


class OutputError(ComplaintRouterError):
    """The result cannot be written where it was asked for."""


class DateError(ComplaintRouterError):
    """A date that the clerk gave cannot be read, or does not fit the others."""
