"""The batch: a table of complaints in, the same table with the contracted columns out."""

from router.batch.classify import BACKENDS, BatchInterruptedError, classify_table

__all__ = ["BACKENDS", "BatchInterruptedError", "classify_table"]
