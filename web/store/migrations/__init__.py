"""The steps by which a store grows; run by `web.store.opening`, never by hand."""

# The newest step; a test holds it to the files in ``versions``.
HEAD = "0001"
