"""What can be done with a claim. Every operation is one transaction and locks the claim's row first; rows of
other capabilities (booking, documents, outbox) come after it.

`filing` the draft until it is submitted · `papers` giving and correcting papers · `access` codes by mail ·
`desk_work` the officer · `checking` the second pair of eyes · `payment` ordering, settling, ordering again ·
`endings` withdrawn and expired claims. Steps that must ask the core system between two transactions are in
`lapak.claims.steps`.
"""
