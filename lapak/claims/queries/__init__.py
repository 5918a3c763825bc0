"""Reading claims: `claim` one claim whole, for its owner and for staff at work on it; `lists` masked rows of
worklists and the checker's queue; `tracking` the public page; `find` by number or person; `letters` what a
mail needs; `orders` what the background tasks need; `assess` the rules asked about a stored claim.
"""
