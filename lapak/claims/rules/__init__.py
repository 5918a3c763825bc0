"""Pure decisions about claims: who may claim what, when, with which papers, and who may move a claim on.

`programme` all of a programme, read from its files (`programme_files`) · `rule_sets` what is in force on a
day · `dates` waiting and deadlines · `eligibility` may this person claim · `papers` and `checklist` what is
asked and looked at · `tax` and `benefit` the worked sum · `claim_moves` the transition table and four eyes ·
`decisions` reasons staff may give · `tracking` what the public page shows.
"""
