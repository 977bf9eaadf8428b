"""Tables of any form an office has: read row by row, written row by row."""

from router.table.reading import Table, read_table

__all__ = ["Table", "read_table"]
